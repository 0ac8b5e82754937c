import type { Tx } from './open.ts'

/** Binds a group to a campaign. */
export async function bindGroup(tx: Tx, id: number, campaignId: string | null): Promise<void> {
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

/** A group, or a person's direct chat with the bot. */
export type Place = Readonly<{ platform: string; kind: 'group' | 'person'; id: string }>

export type Handle = Readonly<{ url: string; expiresAt: Date }>

/** The live reply handles of several places, in their order, in one statement. They are secrets. */
export async function replyHandles(
  db: Tx,
  places: readonly Place[],
  now: Date,
): Promise<readonly (Handle | undefined)[]> {
  const rows = await db.$queryRaw<(Handle & { n: number })[]>`
    SELECT asked.n::int AS n, newest.reply_url AS url, newest.reply_expires_at AS "expiresAt"
    FROM unnest(${places.map(({ platform }) => platform)}::text[], ${places.map(({ kind }) => kind)}::text[],
      ${places.map(({ id }) => id)}::text[]) WITH ORDINALITY AS asked (platform, kind, id, n)
    CROSS JOIN LATERAL (
      (SELECT reply_url, reply_expires_at FROM conversation
        WHERE asked.kind = 'group' AND platform = asked.platform AND external_id = asked.id)
      UNION ALL
      (SELECT reply_url, reply_expires_at FROM conversation
        WHERE asked.kind = 'person' AND platform = asked.platform AND user_id = asked.id AND kind = 'direct')
      ORDER BY reply_expires_at DESC NULLS LAST LIMIT 1
    ) newest
    WHERE newest.reply_url IS NOT NULL AND newest.reply_expires_at > ${now}`
  const found = new Map(rows.map(({ n, url, expiresAt }) => [n, { url, expiresAt }]))
  return places.map((_, index) => found.get(index + 1))
}

/** The live reply handle of one place. It is a secret. */
export async function replyHandle(db: Tx, place: Place, now: Date): Promise<Handle | undefined> {
  const [handle] = await replyHandles(db, [place], now)
  return handle
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
