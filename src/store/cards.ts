import type { Tx } from './open.ts'

type Address = Readonly<{ platform: 'dingtalk' | 'wecom'; kind: 'group' | 'person'; id: string }>
type View = 'finder' | 'rectifier' | 'reinspector' | 'reader'

/** Remembers the cards that leave: where they are, and what they are about, so that they can be redrawn. */
export async function remember(
  tx: Tx,
  leaving: readonly Readonly<{ cardId: string; hazardId: number | null; view: View; address: Address }>[],
  at: Date,
): Promise<void> {
  if (leaving.length === 0) return
  await tx.sentCard.createMany({
    data: leaving.map(({ cardId, hazardId, view, address }) => ({
      cardId,
      subject: hazardId === null ? 'nothing' : 'hazard',
      subjectId: String(hazardId ?? ''),
      view,
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

/** Where a card was sent, or null when it is not known. */
export async function whereIs(db: Tx, cardId: string): Promise<Address | null> {
  const row = await db.sentCard.findUnique({ where: { cardId }, select: { address: true } })
  return row ? (row.address as Address) : null
}
