import { isSettled, type HazardFacts } from './hazard.ts'

/** What is unclear about who does it: nobody named, two who both have it, or one who does not answer. */
export type OwnerFault = 'nobody' | 'two' | 'silent'

/** Days after which a unit that has neither said 已安排 nor asked for anything counts as silent. */
export const SILENT_DAYS = 3

/** What is wrong with a hazard's owner at that moment; undefined when somebody is at it. */
export function ownerFault(
  hazard: Pick<
    HazardFacts,
    'status' | 'responsibleId' | 'leadId' | 'transfer' | 'extension' | 'majorStage' | 'dueAt'
  > &
    Readonly<{ foundAt: Date; declined: boolean; reachable: boolean }>,
  now: Date,
): OwnerFault | undefined {
  if (isSettled(hazard.status) || hazard.status === 'to-reinspect') return undefined
  if (hazard.responsibleId === null) return 'nobody'
  const handed = hazard.transfer?.kind === 'handling' && hazard.transfer.receivedAt === null
  if (handed || hazard.declined) return 'two'
  const waits = now.getTime() - hazard.foundAt.getTime() > SILENT_DAYS * 86_400_000
  if (!hazard.reachable) return 'silent'
  return hazard.status === 'to-rectify' && waits && hazard.extension === null ? 'silent' : undefined
}
