import { rectificationRate } from '../../../domain/submissions/counts.ts'
import { byNeed, rankBy, type Measure, type Standing } from '../../../domain/ranking.ts'
import type { Campaign, Unit } from '../../../store/directory.ts'
import * as hazards from '../../../store/hazards.ts'
import * as reports from '../../../store/submissions/reports.ts'
import type { KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import { asOf } from './progress.ts'

/** Lists in chat have at most this many lines. */
const LINES = 6

/** By what the words rank; without a word for it, by who needs help most. */
function measureOf(text: string): Measure {
  if (/逾期|超期|拖/u.test(text)) return 'overdue'
  if (/率|销号|整改|办结/u.test(text)) return 'rate'
  if (/按时|迟|报送|周报|报得/u.test(text)) return 'punctual'
  if (/登记|发现|查|隐患|问题/u.test(text)) return 'found'
  return /排名|第几|名次/u.test(text) ? 'rate' : 'overdue'
}

/** 「哪个镇逾期最多」「整改率排名」「我们街道排第几」. Comes one-to-one: nobody is ranked in front of the others. */
export async function ranking(scene: KnownScene, campaign: Campaign, unit?: Unit): Promise<Answer> {
  const measure = measureOf(scene.text)
  const figures = /小区|楼盘/u.test(scene.text) ? communities(scene, campaign) : standings(scene, campaign)
  const ranked = rankBy(measure, await figures, byNeed(measure, scene.text))
  const text = ranked.length === 0 ? '还没有可以比的数。' : told(scene, ranked, measure, unit)
  if (scene.conversation.kind === 'direct') return { reply: say(text) }
  return {
    reply: say('排名不在群里发，已私聊发给您。'),
    tell: [
      {
        to: { account: { platform: scene.platform, userId: scene.speaker.userId } },
        speech: say(text),
        key: `ranking:${scene.eventId}`,
        urgency: 'timely',
      },
    ],
  }
}

function told(
  scene: KnownScene,
  ranked: readonly Standing[],
  measure: Measure,
  unit: Unit | undefined,
): string {
  const place = unit ? ranked.findIndex(({ unitId }) => unitId === unit.id) : -1
  const own = ranked[place]
  const line = (standing: Standing): string => `${nameOf(scene, standing.unitId)}：${figures(standing)}`
  if (unit && own) {
    return [
      `${unit.name}${titles[measure]}排第${place + 1}（共${ranked.length}家，截至${asOf(scene.now)}）。`,
      figures(own),
    ].join('\n')
  }
  const rest = ranked.length - LINES
  return [
    `**按${titles[measure]}排**（截至${asOf(scene.now)}）：`,
    ...ranked.slice(0, LINES).map((standing, index) => `${index + 1}. ${line(standing)}`),
    ...(rest > 0 ? [`还有${rest}家，可按单位问，例如「城关镇怎么样」。`] : []),
  ].join('\n')
}

function figures({ total, closed, overdue, reports: sent, onTime }: Standing): string {
  const punctual = sent > 0 ? `，按时报送${onTime}/${sent}` : ''
  return `隐患${total}处，销号${closed}处（${rectificationRate(total, closed)}），逾期${overdue}处${punctual}`
}

const titles: Readonly<Record<Measure, string>> = {
  overdue: '逾期数',
  rate: '销号率',
  found: '登记数',
  punctual: '按时报送',
}

function nameOf({ directory }: KnownScene, id: string): string {
  return directory.units.get(id)?.name ?? directory.communities.get(id)?.name ?? '其他'
}

/** Among so many compounds, those with most hazards, the order is sought. */
const COMMUNITIES = 200

async function communities(scene: KnownScene, campaign: Campaign): Promise<readonly Standing[]> {
  const tallies = await hazards.tallyByCommunity(scene.tx, campaign.id, scene.now, COMMUNITIES)
  return tallies.map(({ communityId, total, closed, overdue }) => ({
    unitId: communityId,
    total,
    closed,
    overdue,
    reports: 0,
    onTime: 0,
  }))
}

/** The places that have hazards in their area or owe reports, each with its figures. */
async function standings(scene: KnownScene, campaign: Campaign): Promise<readonly Standing[]> {
  const tallies = await hazards.tallyByLocality(scene.tx, campaign.id, scene.now)
  const punctuality = new Map(
    (await reports.punctuality(scene.tx, campaign.id)).map((each) => [each.unitId, each]),
  )
  return tallies.flatMap(({ localityId, total, closed, overdue }) => {
    if (localityId === null) return []
    const sent = punctuality.get(localityId)
    return [
      { unitId: localityId, total, closed, overdue, reports: sent?.reports ?? 0, onTime: sent?.onTime ?? 0 },
    ]
  })
}
