import { day } from '../../../domain/time/calendar.ts'
import { lastSpan, sameSpanBefore, spanOf, type Span, type SpanKind } from '../../../domain/time/spans.ts'
import type { Campaign } from '../../../store/directory.ts'
import type { HazardFilter } from '../../../store/hazards.ts'
import * as hazards from '../../../store/hazards.ts'
import { movement, type Movement } from '../../../store/hazards/movements.ts'
import type { KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import { asOf, sentence } from './progress.ts'

/** What a question is about: the hazards, and what to call them. */
export type Asked = Readonly<{ filter: HazardFilter; name: string }>

/** Whether the words mean the span before the running one: 上周查了多少. */
function meansLast(text: string): boolean {
  return /上(?:个|一)?(?:周|星期|礼拜|月|半月)|昨[天日]/u.test(text)
}

/** 「城关镇本周查了多少」「上周情况」: what happened in that span, and where things stand now. */
export async function spanProgress(
  scene: KnownScene,
  campaign: Campaign,
  { filter, name }: Asked,
  kind: SpanKind,
): Promise<Answer> {
  const running = spanOf(kind, scene.now, campaign.plan.stages, day(campaign.startsOn))
  const span = (meansLast(scene.text) ? lastSpan(kind, scene.now) : undefined) ?? running
  const happened = await movement(scene.tx, filter, span)
  const tally = await hazards.tally(scene.tx, filter, scene.now)
  const lines = [
    `**${name} ${span.name}**：${said(happened)}。`,
    `截至${asOf(scene.now)}：${sentence(tally)}`,
  ]
  return { reply: say(lines.join('\n')) }
}

/** 「和上周比怎么样」: this week so far beside as much of the last, each number with its difference. */
export async function trend(
  scene: KnownScene,
  campaign: Campaign,
  { filter, name }: Asked,
  kind: SpanKind,
): Promise<Answer> {
  const before = sameSpanBefore(kind, scene.now)
  if (!before) return spanProgress(scene, campaign, { filter, name }, kind)
  const now = spanOf(kind, scene.now, campaign.plan.stages, day(campaign.startsOn))
  const [current, earlier] = [await movement(scene.tx, filter, now), await movement(scene.tx, filter, before)]
  const tally = await hazards.tally(scene.tx, filter, scene.now)
  const lines = [
    `**${name} ${now.name}和${before.name}比**`,
    compared('新登记', current.found, earlier.found, before),
    compared('提交整改', current.rectified, earlier.rectified, before),
    compared('销号', current.closed, earlier.closed, before),
    `截至${asOf(scene.now)}：${sentence(tally)}`,
  ]
  return { reply: say(lines.join('\n')) }
}

function said({ found, rectified, closed }: Movement): string {
  if (found + rectified + closed === 0) return '没有新登记，也没有整改和销号'
  return `新登记${found}处，提交整改${rectified}处，销号${closed}处`
}

function compared(what: string, now: number, before: number, { name }: Span): string {
  const change = now === before ? '持平' : now > before ? `多${now - before}处` : `少${before - now}处`
  return `- ${what}${now}处（${name}${before}处，${change}）`
}
