import { DomainError } from '../errors.ts'
import { may, type Role } from '../roles.ts'

/** 一小区一策: 草案 → 大队核实 → 专班研究确认 → 执行. */
export const planStates = ['draft', 'verified', 'confirmed', 'executing', 'finished'] as const
export type PlanState = (typeof planStates)[number]

export const planStateNames: Readonly<Record<PlanState, string>> = {
  draft: '草案，待消防大队核实',
  verified: '大队已核实，待专班确认',
  confirmed: '专班已确认，待执行',
  executing: '执行中',
  finished: '已完成',
}

export type PlanStep = 'verify' | 'confirm' | 'execute' | 'finish' | 'return'

export type PlanActor = Readonly<{ unitId: string; unitKind: string; roles: readonly Role[] }>

const order: Readonly<Record<Exclude<PlanStep, 'return'>, Readonly<{ from: PlanState; to: PlanState }>>> = {
  verify: { from: 'draft', to: 'verified' },
  confirm: { from: 'verified', to: 'confirmed' },
  execute: { from: 'confirmed', to: 'executing' },
  finish: { from: 'executing', to: 'finished' },
}

/**
 * The state after a step, or a refusal: no stage is skipped, each belongs to somebody else, and a plan that was
 * returned begins again as a draft. Verifying is for people of the fire brigade alone.
 */
export function nextState(
  plan: Readonly<{ state: PlanState; localityId: string; community: string }>,
  step: PlanStep,
  by: PlanActor,
): PlanState {
  if (!mayStep(plan.localityId, plan.state, step, by))
    throw new DomainError(step === 'verify' ? 'plan.only_brigade' : 'role.not_allowed')
  if (step === 'return') {
    if (plan.state === 'draft' || plan.state === 'finished')
      throw new DomainError('plan.not_now', { name: plan.community, state: planStateNames[plan.state] })
    return 'draft'
  }
  const { from, to } = order[step]
  if (plan.state !== from)
    throw new DomainError('plan.not_now', { name: plan.community, state: planStateNames[plan.state] })
  return to
}

function mayStep(localityId: string, state: PlanState, step: PlanStep, by: PlanActor): boolean {
  const isBrigade = by.unitKind === 'fire' && may(by.roles, 'verify-plan')
  const isOffice = may(by.roles, 'confirm-plan')
  switch (step) {
    case 'verify':
      return isBrigade
    case 'confirm':
      return isOffice
    case 'execute':
    case 'finish':
      return isOffice || (may(by.roles, 'draft-plan') && by.unitId === localityId)
    case 'return':
      return isOffice || (isBrigade && state === 'draft') || (isBrigade && state === 'verified')
  }
}

/** 业主筹一点、物业出一点、政府补一点. */
export const parties = ['owners', 'property', 'government'] as const
export type Party = (typeof parties)[number]
export const partyNames: Readonly<Record<Party, string>> = {
  owners: '业主',
  property: '物业',
  government: '政府',
}

/** Money of one party in whole yuan: what it is to bring, and what is there. */
export type Share = Readonly<{ planned: number; secured: number }>
export type Funds = Readonly<Record<Party, Share>>

export const noFunds: Funds = {
  owners: { planned: 0, secured: 0 },
  property: { planned: 0, secured: 0 },
  government: { planned: 0, secured: 0 },
}

/** Sums over the parties; the gap is what is planned and not there, party by party: one's surplus fills nobody else's. */
export function totals(funds: Funds): Readonly<{ planned: number; secured: number; gap: number }> {
  let [planned, secured, gap] = [0, 0, 0]
  for (const party of parties) {
    const share = funds[party]
    planned += share.planned
    secured += share.secured
    gap += Math.max(0, share.planned - share.secured)
  }
  return { planned, secured, gap }
}

/** 180000 yuan as 18万元, 5500 as 0.55万元. */
export function inWan(yuan: number): string {
  return `${Number((yuan / 10_000).toFixed(4))}万元`
}
