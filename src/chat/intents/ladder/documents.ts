import {
  addWorkdays,
  at,
  dayOf,
  formatDay,
  formatMoment,
  timeOf,
  type WorkdayTable,
} from '../../../domain/time/calendar.ts'
import { rectificationRate } from '../../../domain/submissions/counts.ts'
import { groupBy } from '../../../domain/group-by.ts'
import type { CircularKind, DecidedStep } from '../../../domain/ladder.ts'
import { forEverybody } from '../../../domain/privacy.ts'
import type { Campaign, Directory } from '../../../store/directory.ts'
import * as hazards from '../../../store/hazards.ts'
import type { Tx } from '../../../store/open.ts'
import * as reports from '../../../store/submissions/reports.ts'
import { missingUnits, owing, periods } from '../../../usecases/due-reports.ts'
import type { Pending } from '../../../usecases/ladder/review.ts'
import { unitName } from '../../saying/names.ts'
import { byUnit, unitFacts, unitNames } from './facts.ts'

export type Ground = Readonly<{
  tx: Tx
  directory: Directory
  campaign: Campaign
  workdays: WorkdayTable
  now: Date
}>

/** What stands above every text that nobody has released. */
export const DRAFT_MARK = '【草稿—待审】'

const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'] as const

/** Working days that a circular gives for putting things right. */
const REMEDY_DAYS = 3

/** The text of a proposal of that kind about these matters, as it would go out: no persons, no phone numbers. */
export async function documentOf(
  ground: Ground,
  kind: DecidedStep,
  pending: readonly Pending[],
): Promise<string> {
  const text = kind === 'circular' ? await circularText(ground, pending) : proposalText(ground, kind, pending)
  return published(ground.directory, text)
}

/** A text as others than the unit and the office may read it. */
export function published(directory: Directory, text: string): string {
  return forEverybody(
    text,
    [...directory.people.values()].map(({ name }) => name),
  )
}

/** 通报: addressees, the whole in numbers, what is wrong by cause and unit, what is to be done, who says so and when. */
async function circularText(ground: Ground, pending: readonly Pending[]): Promise<string> {
  const { directory, campaign, now } = ground
  const units = [...new Set(pending.map(({ step }) => step.unitId))]
  return [
    `**关于${campaign.title}有关问题的通报**`,
    '各有关单位：',
    '**一、总体情况**',
    ...(await overallLines(ground)),
    '**二、存在问题**',
    ...causeLines(ground, pending),
    '**三、下步要求**',
    `${unitNames(directory, units)}要认真对照查找原因，于${remedyMoment(ground)}前${remedy(pending)}，并向${officeName(ground)}反馈办理结果。`,
    officeName(ground),
    formatDay(dayOf(now), 0),
  ].join('\n')
}

/** What is wrong: by cause, and under each cause by unit. */
function causeLines({ directory, campaign, now }: Ground, pending: readonly Pending[]): readonly string[] {
  const order = campaign.members.map(({ unitId }) => unitId)
  return [...groupBy(pending, (each) => causeName(campaign, each))].flatMap(([cause, of], index) => [
    `（${numerals[index] ?? index + 1}）${cause}`,
    ...byUnit(of, ({ step }) => step.unitId, order).map(
      ({ unitId, items }) =>
        `- ${unitName(directory, unitId)}：${unitFacts(
          directory,
          items.map(({ matter }) => matter),
          now,
        ).join('')}`,
    ),
  ])
}

const plainCauses = {
  unreported: '未按时报送',
  overdue: '逾期未整改',
  failed: '多次复查未通过',
} as const

/** The cause that stands over a matter: the campaign's own, or the plain fact where it has none. */
export function causeName(campaign: Campaign, { step, matter }: Pending): string {
  const coded = campaign.plan.ladder.causes.find(({ key }) => key === step.cause)
  return coded?.name ?? plainCauses[matter.blame]
}

/** 拟约谈 and 拟挂牌: what is proposed, about whom and why. Nothing is decided by it. */
function proposalText(
  ground: Ground,
  kind: Exclude<DecidedStep, 'circular'>,
  pending: readonly Pending[],
): string {
  const { directory, campaign, now } = ground
  const order = campaign.members.map(({ unitId }) => unitId)
  const what = kind === 'summons' ? '约谈' : '提请挂牌督办'
  const asked =
    kind === 'summons'
      ? '建议约谈上述单位负责人，当面说明情况、承诺整改时限。'
      : '建议按程序提请政府对上述事项挂牌督办，明确督办时限。'
  return [
    `**关于${what}有关单位的建议**（${campaign.title}）`,
    '**一、对象和事由**',
    ...byUnit(pending, ({ step }) => step.unitId, order).map(({ unitId, items }) => {
      const causes = [...new Set(items.map((each) => causeName(campaign, each)))].join('、')
      const facts = unitFacts(
        directory,
        items.map(({ matter }) => matter),
        now,
      )
      return `- ${unitName(directory, unitId)}（${causes}）：${facts.join('')}`
    }),
    '**二、建议**',
    asked,
    officeName(ground),
    formatDay(dayOf(now), 0),
  ].join('\n')
}

/** The campaign in numbers: what was owed and came in, what was found and is put right. */
export async function overallLines({ tx, campaign, workdays, now }: Ground): Promise<readonly string[]> {
  const tally = await hazards.tally(tx, { campaignId: campaign.id }, now)
  const sentences: string[] = []
  for (const duty of campaign.plan.duties) {
    const passed = periods(duty, workdays).filter(({ dueAt }) => dueAt < now)
    if (passed.length === 0) continue
    let [owed, missing, late] = [0, 0, 0]
    for (const period of passed) {
      owed += owing(campaign, duty, period).length
      missing += (await missingUnits(tx, campaign, duty, period)).length
      late += await reports.lateIn(tx, campaign.id, duty.key, period.key)
    }
    const times = passed.length > 1 ? `已到期${passed.length}期，` : '已到期，'
    const parts = [
      `按时${Math.max(0, owed - missing - late)}份`,
      ...(late > 0 ? [`迟报${late}份`] : []),
      ...(missing > 0 ? [`未报${missing}份`] : []),
    ]
    sentences.push(`${duty.name}${times}应报${owed}份，${parts.join('，')}。`)
  }
  const rate = rectificationRate(tally.total, tally.closed + tally.toReinspect)
  const overdue = tally.overdue > 0 ? `，逾期${tally.overdue}处` : ''
  const found =
    tally.total === 0
      ? '没有登记的隐患。'
      : `登记隐患${tally.total}处，已销号${tally.closed}处，整改率${rate}${overdue}。`
  return [`截至${formatDay(dayOf(now))}${timeOf(now)}：`, ...sentences, found]
}

function remedy(pending: readonly Pending[]): string {
  const parts = [
    ...(pending.some(({ matter }) => matter.subject === 'report') ? ['补报'] : []),
    ...(pending.some(({ matter }) => matter.subject === 'hazard') ? ['把逾期隐患整改到位'] : []),
  ]
  return parts.join('、')
}

export /** Until when things are to be put right: some working days from now. */
function remedyMoment({ now, workdays }: Ground): string {
  return formatMoment(at(addWorkdays(dayOf(now), REMEDY_DAYS, workdays), '18:00'), now)
}

/** The unit that receives the campaign's reports signs. */
export function officeName({ directory, campaign }: Pick<Ground, 'directory' | 'campaign'>): string {
  const name = unitName(directory, officeId(campaign) ?? null)
  if (name === '待定') return campaign.issuer
  return name.startsWith(directory.regionName) ? name : `${directory.regionName}${name}`
}

/** The unit that receives the campaign's reports: it is asked about the ladder. */
export function officeId(campaign: Campaign): string | undefined {
  return campaign.plan.duties[0]?.toId
}

const documentNames: Readonly<Record<CircularKind, string>> = {
  circular: '通报',
  summons: '约谈建议',
  listing: '挂牌建议',
  progress: '进度通报',
  exposure: '曝光清单',
}

/** What a text is called once it is out. */
export function nameOf(kind: CircularKind): string {
  return documentNames[kind]
}
