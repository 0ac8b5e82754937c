import {
  inWan,
  parties,
  partyNames,
  planStateNames,
  planStates,
  totals,
  type PlanStep,
} from '../../../domain/communities/plan.ts'
import * as plans from '../../../store/communities/plans.ts'
import type { CommunityPlan } from '../../../store/communities/plans.ts'
import type { Campaign, Community } from '../../../store/directory.ts'
import { draftPlan, fundPlan, stepPlan } from '../../../usecases/communities/plan-community.ts'
import { withoutPhones } from '../../saying/harmless.ts'
import { unitName } from '../../saying/names.ts'
import type { KnownScene } from '../../scene.ts'
import { say, type Answer, type Notice, type Speech } from '../../saying/speech.ts'
import type { PlanSaid } from '../../understand/commands/places/said.ts'

type Said<A extends PlanSaid['act']> = Extract<PlanSaid, { act: A }>

/** 资金：业主18万元（到位10万元）、物业5万元，缺口13万元. */
function moneyOf({ funds }: CommunityPlan): string {
  const { planned, secured, gap } = totals(funds)
  if (planned === 0 && secured === 0)
    return '资金还没报。报资金发「资金 业主18万 物业5万 政府10万」，前面带小区名。'
  const shares = parties
    .filter((party) => funds[party].planned > 0 || funds[party].secured > 0)
    .map((party) => {
      const { planned: due, secured: there } = funds[party]
      return `${partyNames[party]}${inWan(due)}${there > 0 ? `（到位${inWan(there)}）` : ''}`
    })
  return `资金：${shares.join('、')}；共${inWan(planned)}，${gap > 0 ? `**还差${inWan(gap)}**` : '已全部到位'}。`
}

/** 「阳光花园方案」. */
export async function planOf(scene: KnownScene, campaign: Campaign, place: Community): Promise<Answer> {
  const plan = await plans.find(scene.tx, campaign.id, place.id)
  if (!plan)
    return {
      reply: say(`${place.name}还没有方案。属地发「${place.name} 方案：拆除违建、增设充电棚」就能报。`),
    }
  const measures = plan.measures.length > 160 ? `${plan.measures.slice(0, 160)}…` : plan.measures
  const lines = [
    `**${place.name}方案**（${unitName(scene.directory, place.unitId)}）：${planStateNames[plan.state]}`,
    ...(plan.returned ? [`退回原因：${plan.returned}`] : []),
    measures,
    moneyOf(plan),
  ]
  return { reply: say(lines.map(withoutPhones).join('\n')) }
}

const LINES = 10

/** 「方案进度」: which community stands where, and the money that is missing. */
export async function planList(
  { tx, directory }: KnownScene,
  campaign: Campaign,
  unitId: string | undefined,
): Promise<Answer> {
  const rows = (await plans.list(tx, campaign.id)).flatMap((plan) => {
    const place = directory.communities.get(plan.communityId)
    return place && (unitId === undefined || place.unitId === unitId) ? [{ plan, place }] : []
  })
  if (rows.length === 0)
    return {
      reply: say('还没有小区报方案。属地发「阳光花园 方案：拆除违建、增设充电棚」就能报（换成小区名）。'),
    }
  const count = planStates
    .map((state) => ({ state, n: rows.filter(({ plan }) => plan.state === state).length }))
    .filter(({ n }) => n > 0)
    .map(({ state, n }) => `${planStateNames[state]}${n}`)
  const gap = rows.reduce((sum, { plan }) => sum + totals(plan.funds).gap, 0)
  return {
    reply: say(
      [
        `**一小区一策**：${rows.length}个小区，${count.join('；')}${gap > 0 ? `；资金共缺${inWan(gap)}` : ''}`,
        ...rows.slice(0, LINES).map(({ plan, place }) => {
          const missing = totals(plan.funds).gap
          return `- ${place.name}：${plan.returned ? '已退回，待重报' : planStateNames[plan.state]}${missing > 0 ? `，缺${inWan(missing)}` : ''}`
        }),
        ...(rows.length > LINES
          ? [`还有${rows.length - LINES}个，可按单位问，例如「城关镇方案进度」。`]
          : []),
      ].join('\n'),
    ),
  }
}

/** 「阳光花园 方案：…，资金 业主18万」: drafted, and the brigade is asked to verify it. */
export async function draft(
  scene: KnownScene,
  campaign: Campaign,
  place: Community,
  said: Said<'plan-draft'>,
): Promise<Answer> {
  const { tx, directory, person, now, eventId } = scene
  const { measures, funds } = said
  const plan = await draftPlan(
    tx,
    { directory, campaign, community: place, measures: withoutPhones(measures), funds, eventId },
    person,
    now,
  )
  return {
    reply: say(`已记下${place.name}的方案，等消防大队核实。${moneyOf(plan)}`),
    tell: askBrigade(scene, place, plan),
  }
}

/** 「阳光花园 资金到位 业主10万」. */
export async function fund(
  { tx, directory, person, now, eventId }: KnownScene,
  campaign: Campaign,
  place: Community,
  said: Said<'plan-funds'>,
): Promise<Answer> {
  const plan = await fundPlan(
    tx,
    { directory, campaign, community: place, funds: said.funds, eventId },
    person,
    now,
  )
  return { reply: say(`已记。${place.name}${moneyOf(plan)}`) }
}

const said: Readonly<Record<PlanStep, string>> = {
  verify: '已核实，等专班研究确认',
  confirm: '已确认，属地可以执行了',
  execute: '已开始执行',
  finish: '已记成完成',
  return: '已退回属地重报',
}

/** 「核实阳光花园方案」 and the steps after it. */
export async function step(
  scene: KnownScene,
  campaign: Campaign,
  place: Community,
  { step: to, reason }: Said<'plan-step'>,
): Promise<Answer> {
  const { tx, directory, person, now, eventId } = scene
  const plan = await stepPlan(
    tx,
    { directory, campaign, community: place, step: to, reason, eventId },
    person,
    now,
  )
  return { reply: say(`${place.name}的方案${said[to]}。`), tell: tellOn(scene, place, plan, to) }
}

function card(
  place: Community,
  plan: CommunityPlan,
  title: string,
  action?: Readonly<{ label: string; say: string }>,
): Speech {
  return {
    kind: 'card',
    card: {
      title,
      lines: [plan.measures.slice(0, 200), moneyOf(plan)].map(withoutPhones),
      actions: action
        ? [
            { ...action, tone: 'primary' },
            { label: '看方案', say: `${place.name}方案` },
          ]
        : [],
    },
  }
}

function askBrigade(
  { directory, eventId }: KnownScene,
  place: Community,
  plan: CommunityPlan,
): readonly Notice[] {
  const speech = card(place, plan, `${place.name}的方案请核实`, {
    label: '核实',
    say: `核实${place.name}方案`,
  })
  return [...directory.units.values()]
    .filter(({ kind }) => kind === 'fire')
    .map(({ id }) => ({
      to: { unitId: id, roles: ['liaison'] as const },
      speech,
      key: `plan:${plan.id}:${eventId}`,
    }))
}

/** Whoever has the next step is asked; the locality hears what became of its plan. */
function tellOn(scene: KnownScene, place: Community, plan: CommunityPlan, step: PlanStep): readonly Notice[] {
  const key = `plan:${plan.id}:${scene.eventId}`
  const locality = { unitId: place.unitId, roles: ['liaison'] as const }
  switch (step) {
    case 'verify': {
      const speech = card(place, plan, `${place.name}的方案请专班确认`, {
        label: '确认',
        say: `确认${place.name}方案`,
      })
      return [{ to: { regionRole: 'office' }, speech, key }]
    }
    case 'confirm': {
      const speech = card(place, plan, `${place.name}的方案专班已确认`, {
        label: '开始执行',
        say: `执行${place.name}方案`,
      })
      return [{ to: locality, speech, key }]
    }
    case 'return':
      return [
        {
          to: locality,
          speech: say(
            `${place.name}的方案退回了：${plan.returned ?? ''}。改好再发「${place.name} 方案：…」。`,
          ),
          key,
        },
      ]
    case 'execute':
    case 'finish':
      return []
  }
}
