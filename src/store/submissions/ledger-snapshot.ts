import { createHash } from 'node:crypto'
import type { Tx } from '../open.ts'
import { tally, type Tally } from '../hazards.ts'

/** A unit's rows of the ledger (整改台账) at one moment. */
export type LedgerSnapshot = Tally & Readonly<{ hash: string }>

/**
 * The numbers of a unit's ledger and a hash over its rows (code, status, version): hazards in its area, and those that it
 * must rectify or leads. The same rows always give the same hash, any change of one another.
 */
export async function ledgerSnapshot(
  db: Tx,
  campaignId: string,
  unitId: string,
  now: Date,
): Promise<LedgerSnapshot> {
  const rows = await db.$queryRaw<{ line: string }[]>`
    SELECT code || ' ' || status || ' ' || version AS line FROM hazard
    WHERE campaign_id = ${campaignId} AND status <> 'void'
      AND (locality_id = ${unitId} OR responsible_id = ${unitId} OR lead_id = ${unitId})
    ORDER BY number`
  const hash = createHash('sha256').update(rows.map(({ line }) => line).join('\n'))
  return { ...(await tally(db, { campaignId, unitId }, now)), hash: hash.digest('hex') }
}
