import type { Day } from '../../domain/time/calendar.ts'
import type { Tx } from '../open.ts'

export type Held = Readonly<{ meeting: string; on: Day; minutes: string | null; photos: readonly string[] }>

/** Notes that a meeting was held; later words and pictures about it are added. */
export async function hold(
  tx: Tx,
  held: Readonly<{
    campaignId: string
    meeting: string
    on: Day
    minutes: string | null
    photos: readonly string[]
    byId: string
    at: Date
  }>,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO meeting_held (campaign_id, meeting, on_day, minutes, photos, by_id, at)
    VALUES (${held.campaignId}, ${held.meeting}, ${held.on}, ${held.minutes}, ${[...held.photos]}, ${held.byId}, ${held.at})
    ON CONFLICT (campaign_id, meeting, on_day) DO UPDATE SET
      minutes = nullif(concat_ws(chr(10), meeting_held.minutes, excluded.minutes), ''),
      photos = meeting_held.photos || excluded.photos`
}

/** The meetings that were held, newest first. */
export async function held(db: Tx, campaignId: string): Promise<readonly Held[]> {
  const rows = await db.meetingHeld.findMany({ where: { campaignId }, orderBy: { onDay: 'desc' }, take: 100 })
  return rows.map(({ meeting, onDay, minutes, photos }) => ({ meeting, on: onDay as Day, minutes, photos }))
}
