import { formatMoment } from '../../../domain/time/calendar.ts'
import { groupBy } from '../../../domain/group-by.ts'
import { decidedSteps, ladderStepNames, type DecidedStep } from '../../../domain/ladder.ts'
import type { Campaign, Directory, Person } from '../../../store/directory.ts'
import type { Reached } from '../../../usecases/ladder/climb.ts'
import type { Pending } from '../../../usecases/ladder/review.ts'
import { unitName } from '../../saying/names.ts'
import { say, type Notice, type Recipient } from '../../saying/speech.ts'
import { officeId } from './documents.ts'
import { byUnit, unitSummary } from './facts.ts'

export type Told = Readonly<{ directory: Directory; campaign: Campaign; named: NamedLeaders; now: Date }>

const LINES = 5

/** 主要领导 and 分管领导 of units, as they were named for the campaign. */
export type NamedLeaders = readonly Readonly<{ unitId: string; role: string; personId: string | null }>[]

/**
 * Who answers for a unit: its 分管领导, else its 主要领导, else whoever has the role of a leader there; where nobody can
 * be reached, those of the body above it, and so on upwards.
 */
export function leadersOf(directory: Directory, named: NamedLeaders, unitId: string): readonly Person[] {
  const seen = new Set<string>()
  for (let at: string | null = unitId; at !== null && !seen.has(at);) {
    seen.add(at)
    const found = leadersIn(directory, named, at)
    if (found.length > 0) return found
    at = directory.units.get(at)?.parentId ?? null
  }
  return []
}

function leadersIn(directory: Directory, named: NamedLeaders, unitId: string): readonly Person[] {
  const isReachable = ({ accounts }: Person): boolean => accounts.some(({ reachable }) => reachable)
  for (const role of ['deputy', 'principal'] as const) {
    const held = namedAs(directory, named, unitId, role).filter(isReachable)
    if (held.length > 0) return held
  }
  return [...directory.people.values()].filter(
    (person) => person.unitId === unitId && person.roles.includes('leader') && isReachable(person),
  )
}

/** The people whom the bot knows in that named role of a unit. */
export function namedAs(
  directory: Directory,
  named: NamedLeaders,
  unitId: string,
  role: 'principal' | 'deputy',
): readonly Person[] {
  return named.flatMap((each) => {
    const person = each.personId === null ? undefined : directory.people.get(each.personId)
    return each.unitId === unitId && each.role === role && person ? [person] : []
  })
}

/** A matter that has come to 提级. */
export type Escalated = Readonly<{ matter: Reached['matter'] }>

/** Whether a unit has leaders of its own, who hear of its matters at once. */
function hasOwnLeaders({ directory, named }: Told, unitId: string): boolean {
  return leadersIn(directory, named, unitId).length > 0
}

/**
 * 提级: a unit's own leaders hear once, on the morning itself, of everything that has newly come to them. Those who stand
 * above hear of `above`, what has come together since they last heard: a word every morning from all over the county
 * would be read by nobody.
 */
export function escalations(
  told: Told,
  given: Readonly<{ reached: readonly Reached[]; above: readonly Escalated[]; day: string }>,
): readonly Notice[] {
  const own = given.reached.filter(
    ({ step, matter }) => step === 'escalate' && hasOwnLeaders(told, matter.unitId),
  )
  const others = given.above.filter(({ matter }) => !hasOwnLeaders(told, matter.unitId))
  return [...own, ...others].length === 0 ? [] : toLeaders(told, [...own, ...others], given.day)
}

function toLeaders(told: Told, fresh: readonly Escalated[], day: string): readonly Notice[] {
  const { directory, campaign, now, named } = told
  const asked = fresh.flatMap(({ matter }) =>
    leadersOf(directory, named, matter.unitId).map((leader) => ({ leader, matter })),
  )
  const order = campaign.members.map(({ unitId }) => unitId)
  const goesOn = campaign.plan.ladder.steps.some(({ step }) => step === 'circular')
  return [...groupBy(asked, ({ leader }) => leader.id)].map(([personId, items]) => {
    const units = byUnit(items, ({ matter }) => matter.unitId, order)
    const lines = units.slice(0, LINES).map(({ unitId, items: of }) => {
      const summary = unitSummary(
        of.map(({ matter }) => matter),
        now,
      )
      return `- ${unitName(directory, unitId)}：${summary}`
    })
    const rest = units.length - lines.length
    const [first] = units
    return {
      to: { personId },
      speech: say(
        [
          `请您过问：${units.length === 1 ? '下面的事项' : `${units.length}家单位的事项`}催办后仍未办结，已到「提级」。`,
          ...lines,
          ...(rest > 0 ? [`还有${rest}家，发「督办情况」看全部。`] : []),
          ...(goesOn ? ['之后仍未办结的，将由消安委办研究是否通报。'] : []),
          `发「${unitName(directory, first?.unitId ?? null)}怎么样」看详情。`,
        ].join('\n'),
      ),
      key: `escalate:${campaign.id}:${day}:${personId}`,
    }
  })
}

/** A unit's own leaders: those named for it, and whoever has the role there. */
export function ownLeaders(directory: Directory, unitId: string): readonly Person[] {
  const named = new Set(
    directory.leaders.filter((each) => each.unitId === unitId).map(({ personId }) => personId),
  )
  return [...directory.people.values()].filter(
    ({ id, unitId: of, roles }) => named.has(id) || (of === unitId && roles.includes('leader')),
  )
}

/** Units whose leaders cannot be told, because nobody on the roster leads them. */
export function withoutLeaders({ directory, named }: Told, above: readonly Escalated[]): readonly string[] {
  const units = above.map(({ matter }) => matter.unitId)
  return [...new Set(units)].filter((unitId) => leadersOf(directory, named, unitId).length === 0)
}

/** The unit is asked for its side before anything is decided about it. */
export function hearings(told: Told, reached: readonly Reached[], day: string): readonly Notice[] {
  const { directory, campaign, now } = told
  const fresh = reached.filter(({ hearUntil }) => hearUntil !== null)
  return [...groupBy(fresh, ({ matter }) => matter.unitId)].flatMap(([unitId, of]) => {
    const until = of[0]?.hearUntil
    if (!until) return []
    const steps = [...new Set(of.map(({ step }) => `「${ladderStepNames[step]}」`))].join('')
    const summary = unitSummary(
      of.map(({ matter }) => matter),
      now,
    )
    const words = [
      `请说明情况：${unitName(directory, unitId)}有事项已到${steps}，还没有定。`,
      `- ${summary}`,
      `有特殊情况请在**${formatMoment(until, now)}前**回「说明 原因和打算」，会和材料一起报给消安委办。`,
      '现在补报、改好并提交复查，就会从名单里去掉。',
    ]
    const notice = { speech: say(words.join('\n')), urgency: 'timely' as const, due: until }
    const key = `hearing:${campaign.id}:${day}:${unitId}`
    // What may end in a circular is for the 主要领导 to know as well.
    const principals = namedAs(directory, told.named, unitId, 'principal')
    return [
      { ...notice, to: spokesmen(directory, unitId), key },
      ...principals.map(({ id }) => ({ ...notice, to: { personId: id }, key: `${key}:${id}` })),
    ]
  })
}

/** Who speaks for a unit: its liaisons and managers, or all its people where there are none. */
export function spokesmen(directory: Directory, unitId: string): Recipient {
  const roles = ['liaison', 'property'] as const
  const some = [...directory.people.values()].some(
    (person) => person.unitId === unitId && roles.some((role) => person.roles.includes(role)),
  )
  return some ? { unitId, roles } : { unitId }
}

/** Everybody of the office that receives the campaign's reports. */
export function toOffice({ campaign }: Pick<Told, 'campaign'>): Recipient {
  const unitId = officeId(campaign)
  return unitId === undefined ? { regionRole: 'office' } : { unitId, roles: ['office'] }
}

/** One card a day about everything that waits for the office's decision, and whom no leader could be told of. */
export function officeCard(
  told: Told,
  pending: readonly Pending[],
  given: Readonly<{ day: string; leaderless: readonly string[] }>,
): readonly Notice[] {
  const { directory, campaign } = told
  if (pending.length === 0 && given.leaderless.length === 0) return []
  const note =
    given.leaderless.length === 0
      ? []
      : [`${names(directory, given.leaderless)}已到「提级」，名单里没有领导，请转告。`]
  const [kind] = kindsOf(pending)
  if (kind === undefined) {
    return [
      {
        to: toOffice(told),
        speech: say(note.join('\n')),
        key: `ladder:${campaign.id}:${given.day}`,
      },
    ]
  }
  return [
    {
      to: toOffice(told),
      speech: { kind: 'card', card: { ...decisionCard(told, pending, note) } },
      key: `ladder:${campaign.id}:${given.day}`,
      urgency: 'timely',
    },
  ]
}

/** The kinds of proposals among these, in the order of the ladder. */
export function kindsOf(pending: readonly Pending[]): readonly DecidedStep[] {
  return decidedSteps.filter((kind) => pending.some(({ step }) => step.step === kind))
}

const short = { circular: '通报', summons: '约谈', listing: '挂牌' } as const

/** Words for a kind of proposal: 通报, 约谈, 挂牌. */
export function shortName(kind: DecidedStep): string {
  return short[kind]
}

function decisionCard(told: Told, pending: readonly Pending[], note: readonly string[]) {
  const { directory, campaign, now } = told
  const kinds = kindsOf(pending)
  const first = kinds[0] ?? 'circular'
  const prefix = campaign.codePrefix
  const order = campaign.members.map(({ unitId }) => unitId)
  const rows = kinds.flatMap((kind) =>
    byUnit(
      pending.filter(({ step }) => step.step === kind),
      ({ step }) => step.unitId,
      order,
    ).map(({ unitId, items }) => {
      const summary = unitSummary(
        items.map(({ matter }) => matter),
        now,
      )
      return `- **${unitName(directory, unitId)}** ${kinds.length > 1 ? `${ladderStepNames[kind]}：` : ''}${summary}；${hearingState(items, now)}`
    }),
  )
  const title = kinds.map((kind) => `「${ladderStepNames[kind]}」`).join('')
  const units = new Set(pending.map(({ step }) => step.unitId)).size
  return {
    title: `${units === 1 ? unitName(directory, pending[0]?.step.unitId ?? null) : `${units}家单位`}已到${title}，请您定`,
    lines: [
      ...rows.slice(0, LINES),
      ...(rows.length > LINES ? [`还有${rows.length - LINES}家，稿子里都有。`] : []),
      ...note,
      `提醒记录、逾期清单已备好。我不会自己发，发不发由您定；发「督办情况」看全部。`,
    ],
    actions: [
      {
        label: `看${shortName(first)}稿`,
        say: `看${shortName(first)}稿 ${prefix}`,
        tone: 'primary' as const,
      },
      { label: '先不发，缓3天', say: `先不发，缓3天 ${prefix}` },
      { label: '发', say: `发${shortName(first)} ${prefix}` },
    ],
  }
}

/** 已说明, or until when the unit may. */
export function hearingState(items: readonly Pending[], now: Date): string {
  if (items.some(({ step }) => step.statementAt !== null)) return '对方已说明'
  const until = items.find(({ step }) => step.hearUntil !== null && step.hearUntil >= now)?.step.hearUntil
  return until ? `请对方${formatMoment(until, now)}前说明` : '对方未说明'
}

function names(directory: Directory, unitIds: readonly string[]): string {
  return unitIds.map((unitId) => unitName(directory, unitId)).join('、')
}
