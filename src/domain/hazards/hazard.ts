import type { Role } from '../roles.ts'
import type { Level } from './grading.ts'

/** 待确认 → 待整改 → 整改中 → 待复查 → 已销号; 作废 beside them. Overdue is derived from the limit, never a status. */
export const hazardStatuses = [
  'to-confirm',
  'to-rectify',
  'rectifying',
  'to-reinspect',
  'closed',
  'void',
] as const
export type HazardStatus = (typeof hazardStatuses)[number]

/** 疑似重大 → 大队确认 → 提请 → 挂牌督办 → 待验收 → 销案摘牌, beside the status; null for every other hazard. */
export const majorStages = ['suspected', 'confirmed', 'proposed', 'listed', 'accepting', 'delisted'] as const
export type MajorStage = (typeof majorStages)[number]

/** 五落实 of a listed hazard: 责任、措施、资金、时限、预案. */
export const fiveParts = ['duty', 'measures', 'funds', 'limit', 'plan'] as const
export type FivePart = (typeof fiveParts)[number]
export type Five = Readonly<Partial<Record<FivePart, string>>>

export const fiveNames: Readonly<Record<FivePart, string>> = {
  duty: '责任',
  measures: '措施',
  funds: '资金',
  limit: '时限',
  plan: '预案',
}

/** What a listed hazard still lacks, in their order. */
export function lackingOf(five: Five): readonly FivePart[] {
  return fiveParts.filter((part) => !five[part])
}

/** More time (延期) that is asked for and not decided. `to` is an instant, written out as it is kept in JSON. */
export type Extension = Readonly<{ to: string; reason: string; measures: string; byId: string }>

/**
 * A hazard handed over (移交) whose outcome is not known. `handling`: the receiver rectifies it from its receipt on;
 * `enforcement`: the receiver deals with those who refuse, and the rectifier stays who he is.
 */
export type Transfer = Readonly<{
  kind: 'handling' | 'enforcement'
  unitId: string
  reason: string | null
  /** Who has handed it over, and hears what becomes of it. */
  byId: string
  receivedAt: string | null
}>

/** What the rules need to know of a hazard (隐患), and all that they may change. */
export type HazardFacts = Readonly<{
  code: string
  status: HazardStatus
  grade: string
  dueAt: Date | null
  foundById: string
  foundUnitId: string
  localityId: string | null
  responsibleId: string | null
  leadId: string | null
  assistingIds: readonly string[]
  rectifiedAt: Date | null
  rectifiedById: string | null
  closedAt: Date | null
  closedById: string | null
  /** Failed re-inspections (复查不合格). */
  failCount: number
  failReason: string | null
  /** How often 回头看 has reopened it. */
  reboundCount: number
  mergedIntoId: number | null
  majorStage: MajorStage | null
  listingNumber: string | null
  five: Five
  extension: Extension | null
  extensionCount: number
  transfer: Transfer | null
  refusedAt: Date | null
  /** 临时防范措施. */
  measures: string | null
  /** `YYYY-MM-DD`. */
  nextCheckOn: string | null
  /** 成因. */
  cause: string | null
  /** 分类施策建议. */
  advice: string | null
  /** 难易程度. */
  difficulty: Level | null
  /** 危害后果. */
  consequence: Level | null
}>

/** Who acts. `ofBrigade`: of the fire brigade (消防救援大队), which alone confirms what is major. */
export type HazardActor = Readonly<{
  id: string
  unitId: string
  roles: readonly Role[]
  ofBrigade?: boolean
}>

/** What a hazard starts with that was just registered, beside what its finder has said. */
export const unlived = {
  failCount: 0,
  failReason: null,
  reboundCount: 0,
  mergedIntoId: null,
  assistingIds: [],
  listingNumber: null,
  five: {},
  extension: null,
  extensionCount: 0,
  transfer: null,
  refusedAt: null,
  measures: null,
  nextCheckOn: null,
  cause: null,
  advice: null,
  difficulty: null,
  consequence: null,
} as const satisfies Partial<HazardFacts>

/**
 * Where a new hazard starts. Fixed on the spot: closed at once when the finder is not of the unit that had to fix
 * it (he saw it done); a unit's own fix still waits for a second pair of eyes. What was only heard of is to be
 * confirmed first.
 */
export function initialStatus(
  found: Readonly<{
    fixedOnSpot: boolean
    foundUnitId: string
    responsibleId: string | null
    hearsay?: boolean
  }>,
): HazardStatus {
  if (!found.fixedOnSpot) return found.hearsay ? 'to-confirm' : 'to-rectify'
  return found.responsibleId === found.foundUnitId ? 'to-reinspect' : 'closed'
}

/** A hazard said to be major is suspected to be: only the brigade confirms it. */
export function initialMajorStage(grade: string): MajorStage | null {
  return grade === 'major' ? 'suspected' : null
}

/** Still has to be rectified: what can be overdue. What waits for re-inspection has been handed in. */
export function isUnrectified(status: HazardStatus): boolean {
  return status === 'to-rectify' || status === 'rectifying'
}

/** Whether it needs no more attention, unless 回头看 reopens it. */
export function isSettled(status: HazardStatus): boolean {
  return status === 'closed' || status === 'void'
}
