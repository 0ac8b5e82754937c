import type { WorkdayTable } from '../../domain/time/calendar.ts'
import type { Reminder } from '../../domain/reminding/reminders.ts'
import type { DueReminder } from '../../domain/reminding/slots.ts'
import type { Notice } from '../../chat/saying/speech.ts'
import type { Campaign, Directory } from '../../store/directory.ts'
import type { Tx } from '../../store/open.ts'

/** One thing that comes due by the clock, for one campaign or for a whole region. */
export type Job = Readonly<{
  /** Its cursor's name; unique and the same for ever. */
  name: string
  /** The moments after `after` and not after `upTo` at which something may be due. Pure; a slot may turn out empty. */
  slots(after: Date, upTo: Date): readonly Reminder[]
  /** What is to be said about the slots that came due, and the rows that go with it. */
  notices(tx: Tx, due: readonly DueReminder[], now: Date): Promise<readonly Notice[]>
}>

/** What is planned campaign by campaign. */
export type CampaignTopic = (
  given: Readonly<{ directory: Directory; campaign: Campaign; workdays: WorkdayTable }>,
) => Job

/** What is planned once for a region, whatever campaigns run in it. */
export type RegionTopic = (given: Readonly<{ directory: Directory; workdays: WorkdayTable }>) => Job
