import type { Tx } from './open.ts'

/** Binds a group to a campaign. */
export async function bindGroup(tx: Tx, id: number, campaignId: string): Promise<void> {
  await tx.conversation.update({ where: { id }, data: { campaignId } })
}

/** The groups of a campaign, oldest first. */
export async function groupsOf(db: Tx, campaignId: string) {
  return db.conversation.findMany({
    where: { campaignId, kind: 'group' },
    select: { platform: true, externalId: true, title: true },
    orderBy: { id: 'asc' },
  })
}

/** The live reply handle of a group, or of the direct chat with a person. It is a secret. */
export async function replyHandle(
  db: Tx,
  to: Readonly<{ platform: string; kind: 'group' | 'person'; id: string }>,
  now: Date,
): Promise<{ url: string; expiresAt: Date } | undefined> {
  const row = await db.conversation.findFirst({
    where: {
      platform: to.platform,
      replyExpiresAt: { gt: now },
      ...(to.kind === 'group' ? { externalId: to.id } : { kind: 'direct', userId: to.id }),
    },
    orderBy: { replyExpiresAt: 'desc' },
    select: { replyUrl: true, replyExpiresAt: true },
  })
  return row?.replyUrl && row.replyExpiresAt
    ? { url: row.replyUrl, expiresAt: row.replyExpiresAt }
    : undefined
}

/** The handle turned out to be dead before its time. */
export async function forgetReplyHandle(db: Tx, url: string): Promise<void> {
  await db.conversation.updateMany({
    where: { replyUrl: url },
    data: { replyUrl: null, replyExpiresAt: null },
  })
}

/** Remembers what the bot waits for from one person in one conversation; null forgets it. */
export async function setDialog(
  tx: Tx,
  at: Readonly<{ platform: string; conversation: string; userId: string }>,
  state: object | null,
  expiresAt: Date,
): Promise<void> {
  if (state === null) {
    await tx.dialog.deleteMany({ where: at })
    return
  }
  await tx.dialog.upsert({
    where: { platform_conversation_userId: at },
    create: { ...at, state, expiresAt },
    update: { state, expiresAt },
  })
}

/** The names of a platform's groups, as far as they are known, by their id there. */
export async function groupNames(db: Tx, platform: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db.conversation.findMany({
    where: { platform, kind: 'group', title: { not: null } },
    select: { externalId: true, title: true },
  })
  return new Map(rows.flatMap(({ externalId, title }) => (title ? [[externalId, title] as const] : [])))
}
