import type { Tx } from './open.ts'

/** A small fact of the installation. */
export async function read(db: Tx, key: string): Promise<unknown> {
  return (await db.setting.findUnique({ where: { key } }))?.value ?? null
}

export async function write(tx: Tx, key: string, value: string | number | boolean | object): Promise<void> {
  await tx.setting.upsert({ where: { key }, create: { key, value }, update: { value } })
}

/** Takes a fact out, so that only one of several who try gets it; null when it is not there. */
export async function take(tx: Tx, key: string): Promise<unknown> {
  const [row] = await tx.$queryRaw<
    { value: unknown }[]
  >`DELETE FROM setting WHERE key = ${key} RETURNING value`
  return row?.value ?? null
}

/** Adds to the month's counters of metered platform calls. `month` is `YYYY-MM`, Shanghai time. */
export async function countUse(
  db: Tx,
  uses: readonly Readonly<{ platform: string; month: string; kind: string; count: number }>[],
): Promise<void> {
  if (uses.length === 0) return
  await db.$executeRaw`
    INSERT INTO quota_use (platform, month, kind, count)
    SELECT u.platform, u.month, u.kind, u.count
    FROM jsonb_to_recordset(${JSON.stringify(uses)}::jsonb) AS u (platform text, month text, kind text, count int)
    ON CONFLICT (platform, month, kind) DO UPDATE SET count = quota_use.count + excluded.count`
}

/** What was used in a month, by platform and kind. */
export async function usedIn(db: Tx, month: string) {
  return db.quotaUse.findMany({ where: { month }, orderBy: [{ platform: 'asc' }, { kind: 'asc' }] })
}
