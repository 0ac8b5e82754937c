import { lotOf } from '../../../domain/draw.ts'
import { DomainError } from '../../../domain/errors.ts'
import { dayOf, formatDay } from '../../../domain/time/calendar.ts'
import { writeSheet } from '../../../documents/write-sheet.ts'
import * as checks from '../../../store/communities/checks.ts'
import type { Campaign } from '../../../store/directory.ts'
import * as draws from '../../../store/draws.ts'
import type { Draw } from '../../../store/draws.ts'
import type { Hazard } from '../../../store/hazards.ts'
import * as lookBacks from '../../../store/hazards/look-backs.ts'
import { drawPlaces } from '../../../usecases/communities/draw-places.ts'
import { drawClosed } from '../../../usecases/hazards/draw-closed.ts'
import { shortNumber, whereabouts, whatIsWrong } from '../../saying/names.ts'
import { requireMay, type KnownScene } from '../../scene.ts'
import { say, type Answer, type Notice } from '../../saying/speech.ts'
import type { CheckSaid } from '../../understand/commands/places/said.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const NAMES = 20

/** 「随机抽查5处 种子…」: what was drawn, by which seed and rule, and how anybody draws again. */
export async function drawNow(
  scene: KnownScene,
  campaign: Campaign,
  said: Extract<CheckSaid, { act: 'draw' }>,
): Promise<Answer> {
  const { tx, directory, person, now, eventId } = scene
  const { unit: unitId, count, seed } = said
  const order = { campaign, regionId: directory.regionId, unitId, count, seed, eventId }
  if (said.closed) return closedDrawn(scene, await drawClosed(tx, order, person, now))
  const drawn = await drawPlaces(tx, order, person, now)
  return {
    reply: say(
      [
        `**第${drawn.number}次抽查**：从${drawn.pool.length}个小区里抽${drawn.picked.length}个`,
        named(drawn.picked),
        ...howDrawn(drawn, '小区名'),
        `查完发「检查${drawn.picked[0] ?? ''}」就记成结果。`,
      ].join('\n'),
    ),
  }
}

function howDrawn({ number, seed, rule, picked }: Draw, id: string): readonly string[] {
  return [
    `种子：${seed}`,
    `规则：${rule}。每签算 SHA-256（种子|${id}|第几签），各取最小的一签，最小的${picked.length}个抽中。`,
    `谁都可以重算，发「第${number}次抽查」要签表。`,
  ]
}

/** 「抽查5处已销号」: what was closed lately and is looked at once more (回头看); the re-inspectors hear of it. */
async function closedDrawn(scene: KnownScene, drawn: Draw): Promise<Answer> {
  const { number, pool, picked } = drawn
  const hazards = await lookBacks.byCodes(scene.tx, picked)
  const lines = hazards.slice(0, NAMES).map((hazard) => `- ${lineOf(scene, hazard)}`)
  const more =
    hazards.length > NAMES ? [`还有${hazards.length - NAMES}处，发「第${number}次抽查」看全部。`] : []
  const first = hazards[0] ? shortNumber(hazards[0]) : '12号'
  const how = `看过回「${first}回头看合格」或「${first}回头看不合格 原因」，就记成结果。`
  const tell: Notice = {
    to: { regionRole: 'reinspector' },
    speech: say(
      [`第${number}次抽查（回头看）抽中${hazards.length}处已销号隐患：`, ...lines, ...more, how].join('\n'),
    ),
    key: `draw:${drawn.id}`,
  }
  return {
    reply: say(
      [
        `**第${number}次抽查**（回头看）：从${pool.length}处已销号隐患里抽${picked.length}处，已告诉复查员`,
        ...lines,
        ...more,
        ...howDrawn(drawn, '编号'),
      ].join('\n'),
    ),
    tell: [tell],
  }
}

function lineOf({ directory }: KnownScene, hazard: Hazard): string {
  return `${shortNumber(hazard)} ${whereabouts(directory, hazard)} ${whatIsWrong(directory, hazard)}`
}

function named(names: readonly string[]): string {
  const rest = names.length - NAMES
  return `抽中：${names.slice(0, NAMES).join('、')}${rest > 0 ? ` 等${names.length}个` : ''}`
}

/** 「抽查记录」. */
export async function drawList(scene: KnownScene, campaign: Campaign): Promise<Answer> {
  requireMay(scene, 'draw')
  const rows = await draws.newest(scene.tx, campaign.id, 8)
  if (rows.length === 0) return { reply: say('还没有抽查过。发「随机抽查5处」就能抽，也可以带上种子。') }
  const lines = rows.map(
    ({ number, at, picked, seed, subject }) =>
      `- 第${number}次 ${formatDay(dayOf(at))}：${subject === 'hazard' ? `回头看${picked.length}处` : `抽${picked.length}个`}，种子 ${seed}`,
  )
  return {
    reply: say(
      ['**抽查记录**', ...lines, `看一次的结果和签表发「第${rows[0]?.number ?? 1}次抽查」。`].join('\n'),
    ),
  }
}

/** 「第3次抽查」: what came of it, with every lot as a table. */
export async function showDraw(scene: KnownScene, campaign: Campaign, number: number): Promise<Answer> {
  requireMay(scene, 'draw')
  const { tx, directory } = scene
  const found = await draws.find(tx, campaign.id, { number })
  if (!found) throw new DomainError('draw.none', { number: String(number) })
  const bytes = await writeSheet(tableOf(found))
  const files = [{ hash: await scene.keep({ bytes, mime: XLSX }), name: `第${number}次抽查签表.xlsx` }]
  const foot = `种子：${found.seed}。签表随后发给您，可以逐签重算。`
  if (found.subject === 'hazard') return { ...(await closedResults(scene, found, foot)), files }
  const results = await checks.drawResults(tx, found.id)
  const idOf = new Map([...directory.communities.values()].map(({ id, name }) => [name, id]))
  const unfitOf = (name: string): number | undefined => results.get(idOf.get(name) ?? '')
  const done = found.picked.filter((name) => unfitOf(name) !== undefined)
  return {
    reply: say(
      [
        `**第${number}次抽查**（${formatDay(dayOf(found.at))}）：抽${found.picked.length}个，查了${done.length}个`,
        ...found.picked.slice(0, NAMES).map((name) => {
          const unfit = unfitOf(name)
          return `- ${name}：${unfit === undefined ? '还没查' : unfit === 0 ? '都符合' : `不符合${unfit}项`}`
        }),
        foot,
      ].join('\n'),
    ),
    files,
  }
}

async function closedResults(scene: KnownScene, found: Draw, foot: string): Promise<Answer> {
  const results = await lookBacks.results(scene.tx, found.picked, found.at)
  const hazards = await lookBacks.byCodes(scene.tx, found.picked)
  const failed = [...results.values()].filter((result) => result === 'fail').length
  const words = { pass: '合格', fail: '不合格，已重新打开' } as const
  return {
    reply: say(
      [
        `**第${found.number}次抽查**（回头看，${formatDay(dayOf(found.at))}）：抽${found.picked.length}处，看了${results.size}处，反弹${failed}处`,
        ...hazards.slice(0, NAMES).map((hazard) => {
          const result = results.get(hazard.code)
          return `- ${lineOf(scene, hazard)}：${result === undefined ? '还没看' : words[result]}`
        }),
        foot,
      ].join('\n'),
    ),
  }
}

function tableOf({ pool, seed, picked, subject }: Draw) {
  const rows = pool
    .map(({ id, weight }) => ({ id, weight, lot: lotOf(seed, id, weight) }))
    .toSorted((a, b) => (a.lot < b.lot ? -1 : 1))
  return {
    sheet: '签表',
    head: [subject === 'hazard' ? '编号' : '小区', '签数', `最小签 SHA-256（种子 ${seed}）`, '抽中'],
    rows: rows.map(({ id, weight, lot }) => [id, weight, lot, picked.includes(id) ? '是' : '']),
    widths: [24, 8, 70, 8],
  }
}
