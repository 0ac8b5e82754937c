import { DomainError } from '../../domain/errors.ts'
import { mayKeep } from '../../domain/communities/keeping.ts'
import {
  inWan,
  nextState,
  noFunds,
  parties,
  planStateNames,
  totals,
  type Funds,
  type Party,
  type PlanStep,
  type Share,
} from '../../domain/communities/plan.ts'
import { may } from '../../domain/roles.ts'
import * as plans from '../../store/communities/plans.ts'
import type { CommunityPlan } from '../../store/communities/plans.ts'
import type { Campaign, Community, Directory, Person } from '../../store/directory.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'

type Given = Readonly<{ directory: Directory; campaign: Campaign; community: Community; eventId: bigint }>
type SaidFunds = Readonly<Partial<Record<Party, Partial<Share>>>>

/** The funds with what was said of them. */
function withSaid(funds: Funds, said: SaidFunds): Funds {
  const of = (party: Party): Share => ({ ...funds[party], ...said[party] })
  return { owners: of('owners'), property: of('property'), government: of('government') }
}

function requireDrafter({ directory, community }: Given, by: Person): void {
  const parentId = directory.units.get(by.unitId)?.parentId ?? null
  const isOwn = mayKeep({ unitId: by.unitId, parentId, roles: by.roles }, community)
  if (!may(by.roles, 'draft-plan') || !isOwn)
    throw new DomainError('community.not_yours', { name: community.name })
}

async function save(
  tx: Tx,
  given: Given,
  plan: Omit<CommunityPlan, 'id' | 'communityId'>,
  told: Readonly<{ type: string; data: object }>,
  by: Person,
  now: Date,
): Promise<CommunityPlan> {
  const { campaign, community, eventId } = given
  const id = await plans.put(tx, {
    ...plan,
    campaignId: campaign.id,
    communityId: community.id,
    byId: by.id,
    at: now,
  })
  await ledger.append(tx, {
    campaignId: campaign.id,
    subject: 'community-plan',
    subjectId: String(id),
    type: told.type,
    data: { community: community.id, ...told.data },
    byId: by.id,
    at: now,
    eventId,
  })
  return { ...plan, id, communityId: community.id }
}

/** Drafts the plan of a community, or changes it while it is a draft. Refuses once somebody has verified it. */
export async function draftPlan(
  tx: Tx,
  given: Given & Readonly<{ measures: string; funds?: SaidFunds | undefined }>,
  by: Person,
  now: Date,
): Promise<CommunityPlan> {
  const { campaign, community, measures } = given
  requireDrafter(given, by)
  const held = await plans.lock(tx, campaign.id, community.id)
  if (held && held.state !== 'draft')
    throw new DomainError('plan.running', { name: community.name, state: planStateNames[held.state] })
  const funds = withSaid(held?.funds ?? noFunds, given.funds ?? {})
  if (
    held &&
    held.measures === measures &&
    JSON.stringify(held.funds) === JSON.stringify(funds) &&
    !held.returned
  )
    throw new DomainError('plan.same', { name: community.name })
  const data = { measures, funds, ...(held ? { was: { measures: held.measures, funds: held.funds } } : {}) }
  return save(
    tx,
    given,
    { state: 'draft', measures, funds, returned: null },
    { type: 'PlanDrafted', data },
    by,
    now,
  )
}

/**
 * Notes money: what each party is to bring, only while the plan is a draft, as the amounts are verified with it; what
 * is there, at any time.
 */
export async function fundPlan(
  tx: Tx,
  given: Given & Readonly<{ funds: SaidFunds }>,
  by: Person,
  now: Date,
): Promise<CommunityPlan> {
  const { campaign, community } = given
  requireDrafter(given, by)
  const held = await plans.lock(tx, campaign.id, community.id)
  if (!held) throw new DomainError('plan.none', { name: community.name })
  const changesPlan = parties.some((party) => given.funds[party]?.planned !== undefined)
  if (changesPlan && held.state !== 'draft')
    throw new DomainError('plan.running', { name: community.name, state: planStateNames[held.state] })
  const funds = withSaid(held.funds, given.funds)
  if (JSON.stringify(funds) === JSON.stringify(held.funds))
    throw new DomainError('plan.same', { name: community.name })
  const { state, measures, returned } = held
  const told = { type: 'PlanFunded', data: { was: held.funds, now: funds } }
  return save(tx, given, { state, measures, funds, returned }, told, by, now)
}

/** Brings a plan one step on, or back to its draft, by whoever that step belongs to. */
export async function stepPlan(
  tx: Tx,
  given: Given & Readonly<{ step: PlanStep; reason?: string | undefined }>,
  by: Person,
  now: Date,
): Promise<CommunityPlan> {
  const { directory, campaign, community, step } = given
  const held = await plans.lock(tx, campaign.id, community.id)
  if (!held) throw new DomainError('plan.none', { name: community.name })
  const unitKind = directory.units.get(by.unitId)?.kind ?? ''
  const state = nextState(
    { state: held.state, localityId: community.unitId, community: community.name },
    step,
    {
      unitId: by.unitId,
      unitKind,
      roles: by.roles,
    },
  )
  const { gap } = totals(held.funds)
  if (step === 'finish' && gap > 0)
    throw new DomainError('plan.gap', { name: community.name, gap: inWan(gap) })
  const reason = given.reason ?? null
  const told = {
    type: 'PlanStepped',
    data: { step, from: held.state, to: state, ...(reason ? { reason } : {}) },
  }
  const { measures, funds } = held
  const returned = step === 'return' ? (reason ?? '没有写原因') : null
  return save(tx, given, { state, measures, funds, returned }, told, by, now)
}
