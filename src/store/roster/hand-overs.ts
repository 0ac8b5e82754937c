import type { Tx } from '../open.ts'

export type Waiting = Readonly<{ id: number; unitId: string; fromId: string | null; toId: string }>

/** Notes a hand-over; with `doneAt` it is complete at once. */
export async function add(
  tx: Tx,
  handOver: Readonly<{
    unitId: string
    fromId: string | null
    toId: string
    byId: string
    at: Date
    doneAt: Date | null
  }>,
): Promise<void> {
  await tx.handOver.create({ data: handOver })
}

/** The hand-overs that wait for somebody to join. */
export async function waitingFor(db: Tx, toId: string): Promise<readonly Waiting[]> {
  return db.handOver.findMany({
    where: { toId, doneAt: null },
    orderBy: { id: 'asc' },
    select: { id: true, unitId: true, fromId: true, toId: true },
  })
}

/** The unit's hand-over of that person's work that still waits, or null. */
export async function waitingFrom(db: Tx, unitId: string, fromId: string | null): Promise<Waiting | null> {
  return db.handOver.findFirst({
    where: { unitId, fromId, doneAt: null },
    select: { id: true, unitId: true, fromId: true, toId: true },
  })
}

/** Marks a hand-over as complete, or as overtaken by a later word. */
export async function finish(tx: Tx, id: number, at: Date): Promise<void> {
  await tx.handOver.update({ where: { id }, data: { doneAt: at } })
}
