import { lackingIn } from '../../../domain/communities/file.ts'
import { field, fields, type Facts, type FieldKey } from '../../../domain/communities/fields.ts'
import { mayKeep } from '../../../domain/communities/keeping.ts'
import { rectificationRate } from '../../../domain/submissions/counts.ts'
import { dayOf, formatDay } from '../../../domain/time/calendar.ts'
import * as coverage from '../../../store/communities/coverage.ts'
import * as files from '../../../store/communities/files.ts'
import type { Campaign, Community } from '../../../store/directory.ts'
import * as hazards from '../../../store/hazards.ts'
import * as ledger from '../../../store/ledger.ts'
import { withoutPhones } from '../../saying/harmless.ts'
import { unitName } from '../../saying/names.ts'
import type { KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'

/** Fields that may name people: never shown in a group. */
const personal: readonly FieldKey[] = ['party', 'responsible', 'manager']

const basics: readonly FieldKey[] = ['buildings', 'highRises', 'floors', 'households', 'builtIn']
const counted: Readonly<Partial<Record<FieldKey, (value: string | number) => string>>> = {
  buildings: (n) => `${n}栋`,
  highRises: (n) => `高层${n}栋`,
  floors: (n) => `最高${n}层`,
  households: (n) => `${n}户`,
  builtIn: (n) => `${n}年建成`,
}

/** 「阳光花园的档案」: what is known, how it stands there, and what is still missing. */
export async function fileOf(scene: KnownScene, campaign: Campaign, place: Community): Promise<Answer> {
  const { tx, directory, now } = scene
  const { facts, watchedOn, watchDays } = await files.find(tx, place.id)
  const stewards = (await files.stewardsOf(tx, [place.id])).get(place.id) ?? []
  const filter = { campaignId: campaign.id, communityId: place.id }
  const tally = await hazards.tally(tx, filter, now)
  const visited = await coverage.lastVisit(tx, campaign.id, place.id)
  const lacking = lackingIn({ facts, hasProperty: place.propertyId !== null, stewards: stewards.length })
  const [first] = lacking
  const lines = [
    `**${place.name}档案**（${unitName(directory, place.unitId)}，${propertyOf(scene, place)}）`,
    ...lineOf(facts),
    ...restOf(scene, facts),
    ...(stewards.length > 0 ? [`楼长：${stewardLine(scene, stewards)}`] : []),
    ...(watchedOn && watchDays ? [`重点名单：每${watchDays}天查一次。`] : []),
    `隐患${tally.total}处，销号${tally.closed}处（${rectificationRate(tally.total, tally.closed)}）${tally.overdue > 0 ? `，**逾期${tally.overdue}处**` : ''}；${visited.count > 0 && visited.at ? `检查${visited.count}次，最近${formatDay(dayOf(visited.at))}` : '还没有检查记录'}。`,
    first === undefined
      ? '档案已齐。'
      : `还缺${lacking.length}项：${lacking.slice(0, 6).join('、')}${lacking.length > 6 ? ' 等' : ''}。`,
    ...(first !== undefined && keeps(scene, place) ? [`接着发就行，例如「${example(place, first)}」。`] : []),
  ]
  return { reply: say(lines.map(withoutPhones).join('\n')) }
}

/** Whether the speaker may change that file. */
export function keeps({ directory, person }: KnownScene, place: Community): boolean {
  const parentId = directory.units.get(person.unitId)?.parentId ?? null
  return mayKeep({ unitId: person.unitId, parentId, roles: person.roles }, place)
}

/** A sentence that fills in what is missing. */
export function example(place: Community, lacking: string): string {
  if (lacking.startsWith('楼长')) return `${place.name} 楼长 3号楼 李某 13800000009`
  if (lacking.startsWith('物业')) return `${place.name} 无物业，责任方 业委会李某`
  const of = fields.find(({ label }) => label === lacking)
  const values: Readonly<Record<string, string>> = {
    count: '12',
    year: '2009',
    day: '2027-03-01',
    text: '迎宾路1号',
  }
  const value = of?.kind === 'choice' ? of.choices[0] : (values[of?.kind ?? 'text'] ?? '')
  return `${place.name}档案 ${lacking} ${value}`
}

function propertyOf({ directory, conversation }: KnownScene, place: Community): string {
  if (place.propertyId) return `物业：${unitName(directory, place.propertyId)}`
  return conversation.kind === 'group' ? '无物业' : '没有登记物业'
}

function lineOf(facts: Facts): readonly string[] {
  const said = basics.flatMap((key) => {
    const value = facts[key]
    return value === undefined ? [] : [counted[key]?.(value) ?? String(value)]
  })
  const address = facts.address === undefined ? [] : [String(facts.address)]
  return said.length + address.length > 0 ? [[...address, ...said].join('，')] : []
}

/** The other facts, four to a line, so that the whole stays readable on a phone. */
function restOf({ conversation }: KnownScene, facts: Facts): readonly string[] {
  const inGroup = conversation.kind === 'group'
  const said = fields
    .filter(({ key }) => !basics.includes(key) && key !== 'address')
    .flatMap(({ key }) => {
      const value = facts[key]
      if (value === undefined) return []
      return [`${field(key).label}${inGroup && personal.includes(key) ? '已登记' : `：${value}`}`]
    })
  const lines: string[] = []
  for (let i = 0; i < said.length; i += 4) lines.push(said.slice(i, i + 4).join('；'))
  return lines
}

function stewardLine({ conversation }: KnownScene, stewards: readonly files.Steward[]): string {
  if (conversation.kind === 'group') return `${stewards.length}栋已登记`
  const named = stewards.slice(0, 6).map(({ building, name }) => `${building}${name}`)
  return `${named.join('、')}${stewards.length > 6 ? `等${stewards.length}栋` : ''}`
}

/** 「阳光花园楼长」: with full numbers one-to-one for whoever keeps the file, and then it is on record. */
export async function stewardsOf(scene: KnownScene, place: Community): Promise<Answer> {
  const { tx, person, conversation, now, eventId } = scene
  const stewards = (await files.stewardsOf(tx, [place.id])).get(place.id) ?? []
  if (stewards.length === 0)
    return {
      reply: say(`${place.name}还没有登记楼长。登记发「${place.name} 楼长 3号楼 李某 13800000009」。`),
    }
  if (conversation.kind === 'group')
    return { reply: say(`${place.name}登记了${stewards.length}栋的楼长。姓名和电话请私聊我问。`) }
  const full = keeps(scene, place) && stewards.some(({ phone }) => phone !== null)
  if (full)
    await ledger.append(tx, {
      campaignId: null,
      subject: 'community',
      subjectId: place.id,
      type: 'StewardsViewed',
      data: { count: stewards.length },
      byId: person.id,
      at: now,
      eventId,
    })
  const lines = stewards
    .slice(0, 12)
    .map(({ building, name, phone }) => `- ${building} ${name}${phone ? ` ${phone}` : ''}`)
  return {
    reply: say(
      [
        `**${place.name}楼长**：${stewards.length}栋`,
        ...(full ? lines : lines.map(withoutPhones)),
        ...(stewards.length > 12 ? [`还有${stewards.length - 12}栋。`] : []),
        full ? '号码只给维护档案的单位和消安委办看，请勿转发。' : '号码没有显示全；要联系请找所在街道。',
      ].join('\n'),
    ),
  }
}
