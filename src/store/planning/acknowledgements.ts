import type { Tx } from '../open.ts'

/** 收到, said by somebody of a unit to an ask about one period of one duty. */
export type Acknowledgement = Readonly<{
  campaignId: string
  duty: string
  period: string
  unitId: string
  personId: string
  at: Date
}>

/** Notes what was acknowledged. */
export async function add(tx: Tx, acknowledged: readonly Acknowledgement[]): Promise<void> {
  await tx.acknowledgement.createMany({ data: [...acknowledged] })
}

/** What was acknowledged of several periods of one campaign. */
export async function ofPeriods(
  db: Tx,
  campaignId: string,
  matters: readonly Readonly<{ duty: string; period: string }>[],
): Promise<readonly Acknowledgement[]> {
  if (matters.length === 0) return []
  const duties = [...new Set(matters.map(({ duty }) => duty))]
  const periods = [...new Set(matters.map(({ period }) => period))]
  return db.acknowledgement.findMany({
    where: { campaignId, duty: { in: duties }, period: { in: periods } },
    orderBy: { id: 'asc' },
  })
}
