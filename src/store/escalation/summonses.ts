import type { Tx } from '../open.ts'

/** 约谈: whom, when, why; what was promised and until when. */
export type Summons = Readonly<{
  id: bigint
  campaignId: string
  unitId: string
  meetsAt: Date
  reason: string
  commitments: string | null
  /** The day (YYYY-MM-DD) by which the unit has promised to be done. */
  followUpOn: string | null
  remindedAt: Date | null
  keptAt: Date | null
  createdAt: Date
  createdById: string
}>

export type NewSummons = Pick<
  Summons,
  'campaignId' | 'unitId' | 'meetsAt' | 'reason' | 'createdAt' | 'createdById'
>

/** Puts a 约谈 on record. */
export async function insert(tx: Tx, summons: NewSummons): Promise<Summons> {
  return tx.summons.create({ data: summons })
}

/** The unit's newest one that is not over: promises still open, or none made yet. */
export async function open(db: Tx, campaignId: string, unitId: string): Promise<Summons | null> {
  return db.summons.findFirst({ where: { campaignId, unitId, keptAt: null }, orderBy: { id: 'desc' } })
}

/** All of a campaign, the newest first, at most `take`. */
export async function list(db: Tx, campaignId: string, take: number): Promise<readonly Summons[]> {
  return db.summons.findMany({ where: { campaignId }, orderBy: { id: 'desc' }, take })
}

/** Those whose promise falls due on that day or did before, and of which nobody has been reminded. */
export async function toRemind(db: Tx, campaignId: string, today: string): Promise<readonly Summons[]> {
  return db.summons.findMany({
    where: { campaignId, keptAt: null, remindedAt: null, followUpOn: { lte: today } },
    orderBy: { id: 'asc' },
  })
}

export type SummonsChanges = Partial<
  Pick<Summons, 'meetsAt' | 'reason' | 'commitments' | 'followUpOn' | 'remindedAt' | 'keptAt'>
>

/** Saves what changed. */
export async function save(tx: Tx, id: bigint, changes: SummonsChanges): Promise<void> {
  await tx.summons.update({ where: { id }, data: changes })
}
