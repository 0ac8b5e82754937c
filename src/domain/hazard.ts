import { DomainError } from './errors.ts'
import { may, type Role, type Verb } from './roles.ts'

/** 待整改 → 整改中 → 待复查 → 已销号; 作废 beside them. Overdue is derived from the limit, never a status. */
export type HazardStatus = 'to-rectify' | 'rectifying' | 'to-reinspect' | 'closed' | 'void'

/** What the rules need to know of a hazard (隐患). */
export type HazardFacts = Readonly<{
  code: string
  status: HazardStatus
  dueAt: Date | null
  foundById: string
  foundUnitId: string
  localityId: string | null
  responsibleId: string | null
  rectifiedById: string | null
}>

/** Who acts. */
export type HazardActor = Readonly<{ id: string; unitId: string; roles: readonly Role[] }>

export type HazardCommand =
  | Readonly<{ type: 'Acknowledge' }>
  | Readonly<{ type: 'Decline' }>
  | Readonly<{ type: 'SubmitRectification'; photos: number }>
  | Readonly<{ type: 'PassReinspection' }>
  | Readonly<{ type: 'FailReinspection'; dueAt: Date }>
  | Readonly<{ type: 'Amend' }>
  | Readonly<{ type: 'Void' }>

/** The state after the command, and the name of the fact for the ledger. */
export type HazardDecision = Readonly<{
  event:
    | 'HazardAcknowledged'
    | 'HazardDeclined'
    | 'RectificationSubmitted'
    | 'ReinspectionPassed'
    | 'ReinspectionFailed'
    | 'HazardAmended'
    | 'HazardVoided'
  status: HazardStatus
  dueAt: Date | null
}>

const verbOf: Readonly<Record<HazardCommand['type'], Verb>> = {
  Acknowledge: 'rectify',
  Decline: 'rectify',
  SubmitRectification: 'rectify',
  PassReinspection: 'reinspect',
  FailReinspection: 'reinspect',
  Amend: 'amend',
  Void: 'void',
}

/** Answers a command with the one fact it causes, or refuses it with a DomainError. Reads no clock and no database. */
export function decide(hazard: HazardFacts, command: HazardCommand, by: HazardActor): HazardDecision {
  const refuse = (code: ConstructorParameters<typeof DomainError>[0]): never => {
    throw new DomainError(code, { code: hazard.code })
  }
  // Who judges his own work is told so, whatever his role: it is the reason that helps him.
  const judges = command.type === 'PassReinspection' || command.type === 'FailReinspection'
  if (judges && hazard.status === 'to-reinspect') requireOthersWork(hazard, by)
  if (!may(by.roles, verbOf[command.type])) refuse('role.not_allowed')
  if (hazard.status === 'void') refuse('hazard.void')
  if (hazard.status === 'closed') refuse('hazard.already_closed')
  const keep = { status: hazard.status, dueAt: hazard.dueAt }

  switch (command.type) {
    case 'Acknowledge':
      requireSide(hazard, by)
      if (hazard.status === 'to-reinspect') refuse('hazard.already_submitted')
      return { ...keep, event: 'HazardAcknowledged', status: 'rectifying' }
    case 'Decline':
      requireSide(hazard, by)
      if (hazard.status === 'to-reinspect') refuse('hazard.already_submitted')
      return { ...keep, event: 'HazardDeclined' }
    case 'SubmitRectification':
      requireSide(hazard, by)
      if (hazard.status === 'to-reinspect') refuse('hazard.already_submitted')
      if (command.photos === 0) refuse('rectification.needs_evidence')
      return { ...keep, event: 'RectificationSubmitted', status: 'to-reinspect' }
    case 'PassReinspection':
      requireReinspector(hazard, by)
      return { ...keep, event: 'ReinspectionPassed', status: 'closed' }
    case 'FailReinspection':
      requireReinspector(hazard, by)
      return { event: 'ReinspectionFailed', status: 'rectifying', dueAt: command.dueAt }
    case 'Amend':
      if (!ownsRegistration(hazard, by)) refuse('hazard.not_yours')
      return { ...keep, event: 'HazardAmended' }
    case 'Void':
      if (!ownsRegistration(hazard, by)) refuse('hazard.not_yours')
      return { ...keep, event: 'HazardVoided', status: 'void' }
  }
}

/**
 * Where a new hazard starts. Fixed on the spot: closed at once when the finder is not of the unit that had to fix
 * it (he saw it done); a unit's own fix still waits for a second pair of eyes.
 */
export function initialStatus(
  found: Readonly<{ fixedOnSpot: boolean; foundUnitId: string; responsibleId: string | null }>,
): HazardStatus {
  if (!found.fixedOnSpot) return 'to-rectify'
  return found.responsibleId === found.foundUnitId ? 'to-reinspect' : 'closed'
}

/** The unit that must rectify, or where none is named the locality or the finder's own unit; the office for anybody. */
function requireSide(hazard: HazardFacts, by: HazardActor): void {
  if (by.roles.includes('office')) return
  const sides = hazard.responsibleId
    ? [hazard.responsibleId, hazard.localityId]
    : [hazard.localityId, hazard.foundUnitId]
  if (!sides.includes(by.unitId)) throw new DomainError('hazard.not_yours', { code: hazard.code })
}

/** Somebody else than the rectifier: not the person, and not a colleague of the unit that had to rectify. */
function requireOthersWork(hazard: HazardFacts, by: HazardActor): void {
  if (hazard.rectifiedById === by.id || hazard.responsibleId === by.unitId) {
    throw new DomainError('reinspection.own_work', { code: hazard.code })
  }
}

/** Re-inspectors, the office and supervisors anywhere; others only in their own locality. */
function requireReinspector(hazard: HazardFacts, by: HazardActor): void {
  if (hazard.status !== 'to-reinspect') throw new DomainError('hazard.not_submitted', { code: hazard.code })
  const entitled = by.roles.some(
    (role) => role === 'reinspector' || role === 'office' || role === 'supervisor',
  )
  if (!entitled && hazard.localityId !== by.unitId)
    throw new DomainError('hazard.not_yours', { code: hazard.code })
}

function ownsRegistration(hazard: HazardFacts, by: HazardActor): boolean {
  return hazard.foundById === by.id || by.roles.includes('office')
}
