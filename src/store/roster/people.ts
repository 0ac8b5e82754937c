import { Prisma } from '../generated/client.ts'
import type { Tx } from '../open.ts'

/** Who wrote, where, and what the bot knows of both: one row, one round trip. */
export type Heard = Readonly<{
  accountId: number
  personId: string | null
  regionId: string | null
  revision: number | null
  conversationId: number
  campaignId: string | null
  /** The region of the campaign to which the group is bound. */
  groupRegionId: string | null
  groupRevision: number | null
  dialog: unknown
}>

export type Hearing = Readonly<{
  platform: string
  userId: string
  corpId?: string | undefined
  nick: string
  reachable: boolean
  conversation: Readonly<{ id: string; kind: string; title?: string | undefined }>
  reply?: Readonly<{ url: string; expiresAt: Date }> | undefined
  /** Under which key the dialog of this person in this conversation is kept. */
  dialogKey: string
  at: Date
}>

/** Notes the speaker, the conversation and its newest reply handle, and answers what is known of them. */
export async function hear(tx: Tx, h: Hearing): Promise<Heard> {
  const [row] = await tx.$queryRaw<Heard[]>(hearing(h, Prisma.sql`SELECT 1`))
  if (!row) throw new Error('hear: the statement answers one row')
  return row
}

/**
 * The same for a stored event, which it marks done in the same round trip; undefined when somebody else has already
 * done so, and then nothing is noted.
 *
 * The transaction need not wait for the disk, which would hold the campaign's counter for milliseconds: the event is
 * stored, so that a crash only means handling it again, and nothing leaves before the outbox's claim is on the disk.
 */
export async function hearOnce(tx: Tx, eventId: bigint, h: Hearing): Promise<Heard | undefined> {
  const [row] = await tx.$queryRaw<Heard[]>(
    hearing(
      h,
      Prisma.sql`
        UPDATE inbox_event SET done_at = now(), locked_until = NULL, last_error = NULL
        WHERE id = ${eventId} AND done_at IS NULL RETURNING set_config('synchronous_commit', 'off', true)`,
    ),
  )
  return row
}

/** `gate` answers one row, or none when nobody is to be heard. */
function hearing(h: Hearing, gate: Prisma.Sql): Prisma.Sql {
  const userId = h.conversation.kind === 'direct' ? h.userId : null
  return Prisma.sql`
    WITH gate AS (${gate}), said AS (
      INSERT INTO account (platform, user_id, corp_id, nick, reachable)
      SELECT ${h.platform}, ${h.userId}, ${h.corpId ?? null}::text, ${h.nick}, ${h.reachable}::boolean FROM gate
      ON CONFLICT (platform, user_id) DO UPDATE SET nick = coalesce(nullif(excluded.nick, ''), account.nick), reachable = excluded.reachable,
        corp_id = coalesce(excluded.corp_id, account.corp_id)
      RETURNING id, person_id
    ), place AS (
      INSERT INTO conversation (platform, external_id, kind, title, user_id, reply_url, reply_expires_at, heard_at)
      SELECT ${h.platform}, ${h.conversation.id}, ${h.conversation.kind}, ${h.conversation.title ?? null}::text,
        ${userId}::text, ${h.reply?.url ?? null}::text, ${h.reply?.expiresAt ?? null}::timestamptz, ${h.at}::timestamptz
      FROM gate
      ON CONFLICT (platform, external_id) DO UPDATE SET title = coalesce(excluded.title, conversation.title),
        reply_url = coalesce(excluded.reply_url, conversation.reply_url),
        reply_expires_at = coalesce(excluded.reply_expires_at, conversation.reply_expires_at), heard_at = excluded.heard_at
      RETURNING id, campaign_id
    )
    SELECT said.id AS "accountId", person.id AS "personId", region.id AS "regionId", region.revision,
      place.id AS "conversationId", place.campaign_id AS "campaignId",
      bound.id AS "groupRegionId", bound.revision AS "groupRevision", dialog.state AS dialog
    FROM said CROSS JOIN place
    LEFT JOIN person ON person.id = said.person_id AND person.active
    LEFT JOIN region ON region.id = person.region_id
    LEFT JOIN campaign ON campaign.id = place.campaign_id
    LEFT JOIN region bound ON bound.id = campaign.region_id
    LEFT JOIN dialog ON dialog.platform = ${h.platform} AND dialog.conversation = ${h.dialogKey}
      AND dialog.user_id = ${h.userId} AND dialog.expires_at > ${h.at}`
}

/**
 * People of that name (and phone, when given), anywhere. What stands before the name is forgiven, as people say
 * their unit first (翡翠物业姚芳); the full name goes before a name that is only its end.
 */
export async function findByName(db: Tx, name: string, phone?: string) {
  const rows = await db.$queryRaw<{ id: string; name: string; unitId: string; regionId: string }[]>`
    SELECT id, name, unit_id AS "unitId", region_id AS "regionId" FROM person
    WHERE active AND length(name) >= 2 AND right(${name}, length(name)) = name
      AND (${phone ?? null}::text IS NULL OR phone = ${phone ?? null}::text)
    ORDER BY length(name) DESC, id`
  return rows.filter((row) => row.name.length === rows[0]?.name.length)
}

/** Whether somebody already has an account on that platform. */
export async function hasAccount(db: Tx, platform: string, personId: string): Promise<boolean> {
  return (await db.account.count({ where: { platform, personId } })) > 0
}

/** A person's region, for changes that concern its directory. */
export async function regionOf(db: Tx, personId: string): Promise<{ personId: string; regionId: string }> {
  const { regionId } = await db.person.findUniqueOrThrow({
    where: { id: personId },
    select: { regionId: true },
  })
  return { personId, regionId }
}

/** Adds somebody who is on no roster to the office of the first region; null when there is no region yet. */
export async function addAdministrator(
  tx: Tx,
  account: Readonly<{ accountId: number; nick: string }>,
): Promise<{ personId: string; regionId: string } | null> {
  const [office] = await tx.$queryRaw<{ unitId: string; regionId: string }[]>`
    SELECT id AS "unitId", region_id AS "regionId" FROM unit ORDER BY region_id, kind = 'office' DESC, id LIMIT 1`
  if (!office) return null
  const personId = `${office.regionId}:admin-${account.accountId}`
  await tx.person.upsert({
    where: { id: personId },
    create: { id: personId, ...office, name: account.nick, roles: [] },
    update: {},
  })
  return { personId, regionId: office.regionId }
}

/** Gives somebody a role that he may already have. */
export async function addRole(tx: Tx, personId: string, role: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE person SET roles = array_append(array_remove(roles, ${role}::text), ${role}::text) WHERE id = ${personId}`
}

/** Ties an account to a person; a request that it still had open is over. */
export async function bind(tx: Tx, accountId: number, personId: string, at: Date): Promise<void> {
  await tx.account.update({ where: { id: accountId }, data: { personId, boundAt: at } })
  await tx.bindingRequest.updateMany({ where: { accountId, decidedAt: null }, data: { decidedAt: at } })
}

/** Opens (or renews) the account's request to be bound to a person; answers its number. */
export async function requestBinding(
  tx: Tx,
  request: { accountId: number; personId: string; saidName: string; at: Date },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ id: number }[]>`
    INSERT INTO binding_request (account_id, person_id, said_name, created_at)
    VALUES (${request.accountId}, ${request.personId}, ${request.saidName}, ${request.at})
    ON CONFLICT (account_id) WHERE decided_at IS NULL
    DO UPDATE SET person_id = excluded.person_id, said_name = excluded.said_name, created_at = excluded.created_at
    RETURNING id`
  if (!row) throw new Error('requestBinding: the statement answers one row')
  return row.id
}

/** The open request of that number, locked against a second decision; null when there is none. */
export async function openRequest(tx: Tx, id: number) {
  const [row] = await tx.$queryRaw<
    { id: number; accountId: number; personId: string; platform: string; userId: string; nick: string }[]
  >`
    SELECT r.id, r.account_id AS "accountId", r.person_id AS "personId", a.platform, a.user_id AS "userId", a.nick
    FROM binding_request r JOIN account a ON a.id = r.account_id
    WHERE r.id = ${id} AND r.decided_at IS NULL FOR UPDATE OF r`
  return row ?? null
}

/** Writes the decision down. */
export async function decideRequest(
  tx: Tx,
  id: number,
  decision: { by: string; approved: boolean; at: Date },
): Promise<void> {
  await tx.bindingRequest.update({
    where: { id },
    data: { decidedAt: decision.at, decidedBy: decision.by, approved: decision.approved },
  })
}
