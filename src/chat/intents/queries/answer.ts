import { DomainError } from '../../../domain/errors.ts'
import type { SpanKind } from '../../../domain/time/spans.ts'
import type { Campaign } from '../../../store/directory.ts'
import { currentCampaign, requireMay, type KnownScene } from '../../scene.ts'
import type { Answer } from '../../saying/speech.ts'
import type { Understanding } from '../../understand/types.ts'
import { whoWasLate } from '../reports/late.ts'
import { whoIsMissing } from '../reports/missing.ts'
import { across, campaignsAsked } from './across.ts'
import { hazardHistory } from './hazard.ts'
import { myTasks } from './mine.ts'
import { ownLastReports } from './own-report.ts'
import {
  categoryProgress,
  communityProgress,
  dueSoonList,
  narrowed,
  overdueList,
  overview,
  unitProgress,
  type About,
} from './progress.ts'
import { ranking } from './ranking.ts'
import { spanProgress, trend } from './trend.ts'

export type Query = Extract<Understanding, { intent: 'query' }>

/** A question: one sentence in, the number out. What it was about is kept for the next half sentence (谁负责). */
export async function query(scene: KnownScene, said: Query): Promise<Answer> {
  requireMay(scene, 'query')
  if (isOwn(scene, said))
    return remembering(scene, said, await myTasks(scene, campaignsAsked(scene, true).campaigns))
  const { campaigns, byTitle } =
    said.codes?.[0] === undefined
      ? campaignsAsked(scene)
      : { campaigns: [currentCampaign(scene)], byTitle: false }
  const { category, ...general } = said
  const asked = byTitle ? general : said
  return remembering(
    scene,
    asked,
    await across(scene, campaigns, (campaign) => answerTo(scene, asked, campaign)),
  )
}

/** The answer, and what it was about, unless the bot is waiting for something more important from the speaker. */
function remembering({ dialog }: KnownScene, said: Query, answer: Answer): Answer {
  if (answer.dialog !== undefined || (dialog && dialog.kind !== 'topic')) return answer
  const { subject, unit, community, codes } = said
  return {
    ...answer,
    dialog: {
      kind: 'topic',
      subject,
      ...(unit ? { unit } : {}),
      ...(community ? { community } : {}),
      ...(codes?.[0] ? { code: codes[0] } : {}),
    },
  }
}

const OWN_REPORT =
  /(?:我们?|咱们?|上周|上期|上次|之前|刚才|本周|这周)[^，。]{0,4}报的?(?:数|是|多少|什么|内容)/u
const OURS = /我们?(?!县)|咱们?(?!县)|本(?:单位|镇|乡|街道|局)/u
const TO_REINSPECT = /(?:要|待|等|需要?|该)(?:我|我们)?(?:去)?复查/u
const HAPPENED = /登记|发现|查|排|销号|整改了|改了/u

/** Whether the speaker asks what he has to do, and not what happened: 咱们镇这周登记了几处 is a number. */
function isOwn({ text }: KnownScene, { subject, period }: Query): boolean {
  const general = subject === 'overview' || subject === 'mine' || subject === 'unit'
  if (!general || OWN_REPORT.test(text)) return false
  return TO_REINSPECT.test(text) || (subject === 'mine' && !(period && HAPPENED.test(text)))
}

async function answerTo(scene: KnownScene, said: Query, campaign: Campaign): Promise<Answer> {
  const general = said.subject === 'overview' || said.subject === 'mine' || said.subject === 'unit'
  if (general && OWN_REPORT.test(scene.text)) return ownLastReports(scene, campaign)
  // 咱们镇这周登记了几处 asks what happened, not what is to be done.
  if (said.subject === 'mine' && said.period && HAPPENED.test(scene.text))
    return answerTo(scene, { ...said, subject: 'unit', unit: scene.person.unitId }, campaign)
  const about: About = {
    unit: said.unit ? scene.directory.units.get(said.unit) : undefined,
    community: said.community ? scene.directory.communities.get(said.community) : undefined,
    category: said.category,
  }
  switch (said.subject) {
    case 'unreported':
      if (/迟报|报晚|晚报/u.test(scene.text) && !about.unit) return whoWasLate(scene, campaign)
      return whoIsMissing(
        scene,
        campaign,
        about.unit?.id ?? (OURS.test(scene.text) ? scene.person.unitId : undefined),
      )
    case 'overdue':
      if (/排[名行第]|(?:哪|谁).{0,8}最|最[多少]/u.test(scene.text))
        return ranking(scene, campaign, about.unit)
      return overdueList(scene, campaign, about)
    case 'due-soon':
      return dueSoonList(scene, campaign, about)
    case 'hazard':
      if (said.codes?.[0]) return hazardHistory(scene, said.codes[0])
      if (about.community) return communityProgress(scene, campaign, about.community)
      throw new DomainError('hazard.which', { example: '12号怎么样了' })
    case 'mine':
      return myTasks(scene, [campaign])
    case 'ranking':
      return ranking(scene, campaign, about.unit)
    case 'trend':
      return trend(scene, campaign, named(scene, campaign, about), said.period ?? 'week')
    case 'unit':
    case 'community':
    case 'overview':
      return progressOf(scene, campaign, about, said.period)
  }
}

/** How far it is: within a span where one is named, of one category where one is named, else as it stands now. */
function progressOf(
  scene: KnownScene,
  campaign: Campaign,
  about: About,
  period: SpanKind | undefined,
): Promise<Answer> {
  const asked = named(scene, campaign, about)
  if (period) return spanProgress(scene, campaign, asked, period)
  if (about.category) return categoryProgress(scene, asked)
  if (about.community) return communityProgress(scene, campaign, about.community)
  return about.unit ? unitProgress(scene, campaign, about.unit) : overview(scene, campaign)
}

function named(scene: KnownScene, campaign: Campaign, about: About) {
  const { filter, name } = narrowed(campaign, about)
  return { filter, name: name || scene.directory.regionName }
}
