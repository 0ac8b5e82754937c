import { consultationJob } from './consultations.ts'
import { hazardDigestJob } from './hazard-digest.ts'
import type { CampaignTopic, RegionTopic } from './job.ts'
import { reportRemindersJob } from './report-reminders.ts'

/** Everything that comes due in a campaign. A new topic is one line here; its job's name must never change. */
export const campaignTopics: readonly CampaignTopic[] = [reportRemindersJob, hazardDigestJob, consultationJob]

/** Everything that comes due in a region. */
export const regionTopics: readonly RegionTopic[] = []
