import { depositsJob, watchListJob } from '../community-care.ts'
import { consultationJob } from '../consultations.ts'
import { hazardCareJob } from '../hazard-care.ts'
import { hazardDigestJob } from '../hazard-digest.ts'
import type { CampaignTopic, RegionTopic } from './job.ts'
import { ladderJob } from '../ladder.ts'
import { majorHazardsJob } from '../major-hazards.ts'
import { meetingsJob, nodesJob } from '../nodes.ts'
import { monthlyAccountJob } from '../monthly-account.ts'
import { reportRemindersJob } from '../report-reminders.ts'
import { stagesJob } from '../stages.ts'
import { unpublishedYearsJob } from '../unpublished.ts'

/** Everything that comes due in a campaign. A new topic is one line here; its job's name must never change. */
export const campaignTopics: readonly CampaignTopic[] = [
  reportRemindersJob,
  hazardDigestJob,
  majorHazardsJob,
  hazardCareJob,
  watchListJob,
  consultationJob,
  ladderJob,
  stagesJob,
  unpublishedYearsJob,
  nodesJob,
  meetingsJob,
]

/** Everything that comes due in a region. */
export const regionTopics: readonly RegionTopic[] = [monthlyAccountJob, depositsJob]
