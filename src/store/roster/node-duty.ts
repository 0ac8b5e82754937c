import type { Day } from '../../domain/time/calendar.ts'
import type { Tx } from '../open.ts'

export type OnDuty = Readonly<{
  id: number
  unitId: string
  on: Day
  name: string
  personId: string | null
  confirmedAt: Date | null
}>

const facts = { id: true, unitId: true, onDay: true, name: true, personId: true, confirmedAt: true } as const

const asOnDuty = ({ onDay, ...row }: Omit<OnDuty, 'on'> & { onDay: string }): OnDuty => ({
  ...row,
  on: onDay as Day,
})

/** Who is on duty on a node's days, or on one of them. */
export async function standing(
  db: Tx,
  campaignId: string,
  node: string,
  on?: Day,
): Promise<readonly OnDuty[]> {
  const rows = await db.nodeDuty.findMany({
    where: { campaignId, node, replacedAt: null, ...(on ? { onDay: on } : {}) },
    select: facts,
    orderBy: [{ onDay: 'asc' }, { id: 'asc' }],
  })
  return rows.map(asOnDuty)
}

/** Names who is on duty; whoever was named before for that day is replaced. False when nothing changes. */
export async function name(
  tx: Tx,
  duty: Readonly<{
    campaignId: string
    node: string
    unitId: string
    on: Day
    name: string
    phone: string | null
    personId: string | null
    byId: string
    at: Date
  }>,
): Promise<boolean> {
  const { on, at, byId, ...rest } = duty
  const where = {
    campaignId: rest.campaignId,
    node: rest.node,
    unitId: rest.unitId,
    onDay: on,
    replacedAt: null,
  }
  const held = await tx.nodeDuty.findFirst({ where })
  if (held && held.name === rest.name && (rest.phone === null || held.phone === rest.phone)) return false
  await tx.nodeDuty.updateMany({ where, data: { replacedAt: at } })
  await tx.nodeDuty.create({ data: { ...rest, onDay: on, namedById: byId, namedAt: at } })
  return true
}

/** Notes that somebody is there. False when he had said so already. */
export async function confirm(tx: Tx, id: number, byId: string, at: Date): Promise<boolean> {
  const { count } = await tx.nodeDuty.updateMany({
    where: { id, confirmedAt: null },
    data: { confirmedAt: at, confirmedById: byId },
  })
  return count > 0
}
