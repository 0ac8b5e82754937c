import { DomainError } from '../../../../domain/errors.ts'
import type { Hazard } from '../../../../store/hazards.ts'
import * as hazards from '../../../../store/hazards.ts'
import { changeHazard } from '../../../../usecases/hazards/change-hazard.ts'
import { harmless, withoutPhones } from '../../../saying/harmless.ts'
import { shortNumber, unitName, whereabouts } from '../../../saying/names.ts'
import { say, type Answer, type Notice } from '../../../saying/speech.ts'
import { actor, requireMay, type KnownScene } from '../../../scene.ts'
import type { Understanding } from '../../../understand/types.ts'
import { beforePhotos, drawn, notice, numberOf, standing, toRole, toUnits } from './telling.ts'

/**
 * 「12号移交公安局，…」: the receiver has to take it. The unit that must rectify cannot give its own work away: the
 * office is asked, with the transfer ready to be pressed.
 */
export async function transfer(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'transfer' }>,
): Promise<Answer> {
  const [code, ...more] = said.codes ?? []
  if (!code || more.length > 0)
    throw new DomainError('hazard.which', { example: `12号移交${unitName(scene.directory, said.to)}` })
  const hazard = await hazards.find(scene.tx, code, scene.directory.regionId)
  if (!hazard) throw new DomainError('hazard.not_found', { code })
  const isRectifiers =
    hazard.responsibleId === scene.person.unitId && hazard.localityId !== scene.person.unitId
  return isRectifiers && !scene.person.roles.includes('office')
    ? suggest(scene, hazard, said.to)
    : handOver(scene, code, said.to)
}

async function handOver(scene: KnownScene, code: string, unitId: string): Promise<Answer> {
  requireMay(scene, 'transfer')
  const reason = reasonAfter(harmless(withoutPhones(scene.text)))
  const hazard = await changeHazard(
    scene.tx,
    {
      code,
      command: { type: 'HandOver', unitId, reason },
      data: { unitId, reason },
      eventId: scene.eventId,
    },
    actor(scene),
    scene.now,
  )
  const n = shortNumber(hazard)
  const from = unitName(scene.directory, scene.person.unitId)
  const card = drawn(scene, hazard, 'receiver', `${from}移交${n}，请签收`, [
    ...(reason ? [`移交原因：${reason}`] : []),
    `能办回「收到移交${n}」，不归您单位回「退回移交${n}，原因」。`,
  ])
  return {
    reply: standing(scene, hazard, `${n}已移交${unitName(scene.directory, unitId)}`, [
      '对方签收后由其负责整改，期限不变；签收或退回我都会告诉您。',
    ]),
    tell: [notice('transfer', hazard, { unitId }, card, await beforePhotos(scene, hazard))],
    dialog: null,
    redraw: [hazard],
  }
}

/** 「应由供电公司负责」 said by the unit that has it: nothing moves before the office says so. */
async function suggest(scene: KnownScene, before: Hazard, unitId: string): Promise<Answer> {
  requireMay(scene, 'rectify')
  const to = unitName(scene.directory, unitId)
  const hazard = await changeHazard(
    scene.tx,
    {
      code: before.code,
      command: { type: 'Decline' },
      data: { reason: `应由${to}负责` },
      eventId: scene.eventId,
    },
    actor(scene),
    scene.now,
  )
  const n = shortNumber(hazard)
  const card = drawn(
    scene,
    hazard,
    'reader',
    `${unitName(scene.directory, scene.person.unitId)}反馈：${n}应由${to}负责`,
  )
  const asked =
    card.kind === 'card'
      ? {
          kind: 'card' as const,
          card: {
            ...card.card,
            lines: [...card.card.lines, `同意就点下面，或回「${n}移交${to}」。不移交不用回，期限不变。`],
            actions: [{ label: '移交', say: `${n}移交${to}`, tone: 'primary' as const }],
          },
        }
      : card
  return {
    reply: say(`知道了，已请消安委办定${n}是否转给${to}。定之前仍由您单位负责，期限不变。`),
    tell: [toRole('declined', hazard, 'office', asked)],
    dialog: null,
  }
}

/** 「收到移交12号」. */
export async function receive(scene: KnownScene, code: string): Promise<Answer> {
  const before = await hazards.find(scene.tx, code, scene.directory.regionId)
  const hazard = await changeHazard(
    scene.tx,
    {
      code,
      command: { type: 'AcceptTransfer' },
      data: { unitId: scene.person.unitId },
      eventId: scene.eventId,
    },
    actor(scene),
    scene.now,
  )
  const n = shortNumber(hazard)
  const own = unitName(scene.directory, scene.person.unitId)
  const isHandling = hazard.transfer?.kind === 'handling'
  const relieved =
    isHandling && before?.responsibleId !== hazard.responsibleId
      ? toUnits(
          scene,
          'relieved',
          hazard,
          [before?.responsibleId ?? null],
          say(`${n}（${whereabouts(scene.directory, hazard)}）已由${own}接手，您单位不用处理了。`),
        )
      : []
  return {
    reply: standing(scene, hazard, `${n}已签收`, [
      `处理完回「${n}处理结果：……」${isHandling ? `；整改好了回「${n}已改」并附照片` : ''}。`,
    ]),
    tell: [
      ...relieved,
      ...toHander(scene, hazard, `${own}已签收${n}（${whereabouts(scene.directory, hazard)}）。`),
    ],
    dialog: null,
    redraw: [hazard],
  }
}

/** 「退回移交12号，原因：…」. */
export async function sendBack(scene: KnownScene, code: string, reason: string | undefined): Promise<Answer> {
  const before = await hazards.find(scene.tx, code, scene.directory.regionId)
  const hazard = await changeHazard(
    scene.tx,
    { code, command: { type: 'ReturnTransfer' }, data: { reason: reason ?? null }, eventId: scene.eventId },
    actor(scene),
    scene.now,
  )
  const n = shortNumber(hazard)
  const own = unitName(scene.directory, scene.person.unitId)
  const text = `${own}退回了${n}（${whereabouts(scene.directory, hazard)}）的移交。${reason ? `原因：${reason}。` : ''}现在仍由${unitName(scene.directory, hazard.responsibleId)}负责；要另转请回「${n}移交 单位名称」。`
  return {
    reply: say(`${n}已退回，已告诉移交单位。`),
    tell: toHander(scene, { ...hazard, transfer: before?.transfer ?? null }, text),
    dialog: null,
    redraw: [hazard],
  }
}

/** 「12号处理结果：已处罚200元」. */
export async function outcome(scene: KnownScene, code: string, text: string): Promise<Answer> {
  const before = await hazards.find(scene.tx, code, scene.directory.regionId)
  const hazard = await changeHazard(
    scene.tx,
    {
      code,
      command: { type: 'ReportOutcome' },
      data: { outcome: text, kind: before?.transfer?.kind ?? null },
      eventId: scene.eventId,
    },
    actor(scene),
    scene.now,
  )
  const n = shortNumber(hazard)
  const next =
    hazard.status === 'closed' || hazard.status === 'to-reinspect'
      ? []
      : [`隐患消除后由整改单位回「${n}已改」并附照片，再复查销号。`]
  return {
    reply: standing(scene, hazard, `${n}处理结果已记下`, [`结果：${text}`, ...next]),
    tell: toHander(
      scene,
      { ...hazard, transfer: before?.transfer ?? null },
      `${n}（${whereabouts(scene.directory, hazard)}）移交有结果了，${unitName(scene.directory, scene.person.unitId)}：${text}`,
    ),
    dialog: null,
    redraw: [hazard],
  }
}

/** 「12号拒不整改」: recorded, and referred to whoever enforces, the brigade unless another unit is named. */
export async function refer(
  scene: KnownScene,
  said: Readonly<{ code: string; unit?: string; reason?: string }>,
): Promise<Answer> {
  requireMay(scene, 'refer')
  const unitId = said.unit ?? enforcer(scene)
  if (unitId === undefined)
    throw new DomainError('hazard.which', { example: `${numberOf(said.code)}拒不整改，移送公安局` })
  const hazard = await changeHazard(
    scene.tx,
    {
      code: said.code,
      command: { type: 'ReferRefusal', unitId, reason: said.reason ?? null },
      data: { unitId, reason: said.reason ?? null },
      eventId: scene.eventId,
    },
    actor(scene),
    scene.now,
  )
  const n = shortNumber(hazard)
  const card = drawn(scene, hazard, 'receiver', `${n}拒不整改，移送您单位依法处理`, [
    ...(said.reason ? [`情况：${said.reason}`] : []),
    `受理回「收到移交${n}」，处理完回「${n}处理结果：……」。`,
  ])
  return {
    reply: standing(scene, hazard, `${n}拒不整改已记录`, [
      `已移送${unitName(scene.directory, unitId)}依法处理，有结果我会告诉您。`,
    ]),
    tell: [notice('referred', hazard, { unitId }, card, await beforePhotos(scene, hazard))],
    dialog: null,
    redraw: [hazard],
  }
}

/** The fire brigade of the region. */
function enforcer(scene: KnownScene): string | undefined {
  return [...scene.directory.units.values()].find(({ kind }) => kind === 'fire')?.id
}

function toHander(scene: KnownScene, hazard: Hazard, text: string): readonly Notice[] {
  const byId = hazard.transfer?.byId
  return byId && byId !== scene.person.id
    ? [notice('transferred', hazard, { personId: byId }, say(text))]
    : []
}

/** What stands behind the comma: 12号移交公安局，占道停车屡教不改. */
function reasonAfter(text: string): string | null {
  const reason = /[，,；;]([^]{2,})$/u
    .exec(text)?.[1]
    ?.replace(/^(?:原因|理由)[ ：:是]*/u, '')
    .trim()
  return reason && reason.length >= 2 ? reason.slice(0, 200) : null
}
