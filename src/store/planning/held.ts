import { toJson } from '../database/json.ts'
import type { Tx } from '../open.ts'

/** A notice that waits; `recipient` names whom it waits for. */
export type Held = Readonly<{
  recipient: string
  campaignId: string | null
  key: string
  notice: unknown
  heldAt: Date
}>

/** Keeps notices back until their moment. The same one waits once for the same recipient. */
export async function keep(
  tx: Tx,
  regionId: string,
  notices: readonly (Held & Readonly<{ releaseAt: Date }>)[],
): Promise<void> {
  if (notices.length === 0) return
  const records = notices.map((n) => ({
    recipient: n.recipient,
    campaign: n.campaignId,
    key: n.key,
    notice: n.notice,
    held_at: n.heldAt.toISOString(),
    release_at: n.releaseAt.toISOString(),
  }))
  await tx.$executeRaw`
    INSERT INTO held_notice (region_id, recipient, campaign_id, key, notice, held_at, release_at)
    SELECT ${regionId}, n.recipient, n.campaign, n.key, n.notice, n.held_at, n.release_at
    FROM jsonb_to_recordset(${toJson(records)}::jsonb) AS n
      (recipient text, campaign text, key text, notice jsonb, held_at timestamptz, release_at timestamptz)
    ON CONFLICT (region_id, recipient, key) DO NOTHING`
}

/** When the next notice of a region is due, or null when none waits. */
export async function nextRelease(db: Tx, regionId: string): Promise<Date | null> {
  const row = await db.heldNotice.findFirst({
    where: { regionId },
    orderBy: { releaseAt: 'asc' },
    select: { releaseAt: true },
  })
  return row?.releaseAt ?? null
}

/** Takes out what is due, for exactly one of those who ask. */
export async function takeDue(tx: Tx, regionId: string, now: Date): Promise<readonly Held[]> {
  return inOrder(
    await tx.$queryRaw<(Held & { id: bigint })[]>`
      DELETE FROM held_notice WHERE region_id = ${regionId} AND release_at <= ${now}
      RETURNING id, recipient, campaign_id AS "campaignId", key, notice, held_at AS "heldAt"`,
  )
}

/** Takes out what waits for recipients who are about to hear something anyway. */
export async function takeFor(
  tx: Tx,
  regionId: string,
  recipients: readonly string[],
): Promise<readonly Held[]> {
  if (recipients.length === 0) return []
  return inOrder(
    await tx.$queryRaw<(Held & { id: bigint })[]>`
      DELETE FROM held_notice WHERE region_id = ${regionId} AND recipient = ANY(${recipients})
      RETURNING id, recipient, campaign_id AS "campaignId", key, notice, held_at AS "heldAt"`,
  )
}

function inOrder(rows: (Held & { id: bigint })[]): readonly Held[] {
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1))
}
