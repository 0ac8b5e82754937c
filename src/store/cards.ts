import type { Tx } from './open.ts'

type Address = Readonly<{ platform: 'dingtalk' | 'wecom'; kind: 'group' | 'person'; id: string }>
type View = 'finder' | 'rectifier' | 'reinspector' | 'reader'

/** Remembers the cards about hazards that leave, so that they can be redrawn. */
export async function remember(
  tx: Tx,
  leaving: readonly Readonly<{ cardId: string; hazardId: number; view: View; address: Address }>[],
  at: Date,
): Promise<void> {
  if (leaving.length === 0) return
  await tx.sentCard.createMany({
    data: leaving.map(({ cardId, hazardId, view, address }) => ({
      cardId,
      subject: 'hazard',
      subjectId: String(hazardId),
      view,
      platform: address.platform,
      address,
      sentAt: at,
    })),
    skipDuplicates: true,
  })
}

/** The newest cards about a hazard, at most 30: what is older has scrolled away. */
export async function about(db: Tx, hazardId: number) {
  const rows = await db.sentCard.findMany({
    where: { subject: 'hazard', subjectId: String(hazardId) },
    orderBy: { sentAt: 'desc' },
    take: 30,
  })
  return rows.map((row) => ({ cardId: row.cardId, view: row.view as View, address: row.address as Address }))
}
