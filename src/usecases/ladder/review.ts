import { groupBy } from '../../domain/group-by.ts'
import type { Hazard } from '../../store/hazards.ts'
import type { Step } from '../../store/escalation/ladder.ts'
import * as ladder from '../../store/escalation/ladder.ts'
import type { Tx } from '../../store/open.ts'
import { matterKey, overdueMatters, type LadderGround, type OverdueMatter } from './overdue.ts'

export type Review = Readonly<{
  /** What is overdue now, by its key. */
  matters: ReadonlyMap<string, OverdueMatter>
  /** The steps of each matter, oldest first, those that have been taken off among them. */
  steps: ReadonlyMap<string, readonly Step[]>
}>

/** Looks at everything on the ladder anew and takes off what is settled. */
export async function review(tx: Tx, ground: LadderGround, now: Date): Promise<Review> {
  const matters = new Map(
    (await overdueMatters(tx, ground, now)).map((matter) => [matterKey(matter), matter] as const),
  )
  const records = await ladder.standings(tx, ground.campaign.id)
  const isOpen = ({ settledAt, state }: Step): boolean => settledAt === null && state !== 'withdrawn'
  const absent = records.filter((step) => isOpen(step) && !matters.has(matterKey(step)))
  const hazards = await ladder.hazardStates(
    tx,
    absent.filter(({ subject }) => subject === 'hazard').map(({ subjectId }) => Number(subjectId)),
  )
  const gone = new Map<string, Step[]>()
  for (const step of absent) {
    const why = step.subject === 'report' ? 'reported' : whyGone(step, hazards.get(Number(step.subjectId)))
    if (why !== undefined) gone.set(why, [...(gone.get(why) ?? []), step])
  }
  for (const [why, steps] of gone)
    await ladder.settle(
      tx,
      steps.map(({ id }) => id),
      why,
      now,
    )
  const settled = new Set([...gone.values()].flat().map(({ id }) => id))
  return {
    matters,
    steps: groupBy(
      records.map((step) => (settled.has(step.id) ? { ...step, settledAt: now } : step)),
      matterKey,
    ),
  }
}

/** Why a hazard's steps no longer stand; undefined while it only waits for re-inspection or for its second limit. */
function whyGone(
  step: Step,
  hazard: Pick<Hazard, 'status' | 'failCount' | 'reboundCount' | 'responsibleId'> | undefined,
): string | undefined {
  if (!hazard || hazard.status === 'void') return 'void'
  if (hazard.status === 'closed') return 'closed'
  if (hazard.responsibleId !== step.unitId) return 'reassigned'
  if (hazard.status === 'to-reinspect') return undefined
  return hazard.failCount + hazard.reboundCount === 0 ? 'extended' : undefined
}

/** A step that waits for the office and whose matter is still overdue. */
export type Pending = Readonly<{ step: Step; matter: OverdueMatter }>

/** What waits for a decision now, oldest first; what has been settled meanwhile is taken off, and not among it. */
export async function pendingSteps(tx: Tx, ground: LadderGround, now: Date): Promise<readonly Pending[]> {
  const { matters } = await review(tx, ground, now)
  const waiting = await ladder.lockWaiting(tx, ground.campaign.id)
  return waiting.flatMap((step) => {
    const matter = matters.get(matterKey(step))
    return matter ? [{ step, matter }] : []
  })
}

/** 提级 of which whoever stands above the units is told now, and never again. */
export async function tellAbove(
  tx: Tx,
  ground: LadderGround,
  now: Date,
): Promise<readonly Readonly<{ matter: OverdueMatter }>[]> {
  const untold = await ladder.untoldEscalations(tx, ground.campaign.id)
  if (untold.length === 0) return []
  const { matters } = await review(tx, ground, now)
  await ladder.save(
    tx,
    untold.map(({ id }) => id),
    { askedAt: now },
  )
  return untold.flatMap((step) => {
    const matter = matters.get(matterKey(step))
    return matter ? [{ matter }] : []
  })
}
