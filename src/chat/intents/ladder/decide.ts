import { addWorkdays, dayOf, formatDay, formatMoment, timeOf } from '../../../domain/time/calendar.ts'
import { DomainError } from '../../../domain/errors.ts'
import { groupBy } from '../../../domain/group-by.ts'
import type { CircularKind, DecidedStep } from '../../../domain/ladder.ts'
import * as circulars from '../../../store/escalation/circulars.ts'
import type { Circular } from '../../../store/escalation/circulars.ts'
import type { Campaign } from '../../../store/directory.ts'
import * as conversations from '../../../store/conversations.ts'
import { changeCause, holdSteps, pendingMeant, withdrawSteps } from '../../../usecases/ladder/decide.ts'
import { publish, releaseStep, withdrawCircular } from '../../../usecases/ladder/release.ts'
import type { Pending } from '../../../usecases/ladder/review.ts'
import { pendingSteps } from '../../../usecases/ladder/review.ts'
import { unitName } from '../../saying/names.ts'
import type { KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import type { LadderSaid } from '../../understand/commands/ladder.ts'
import { documentOf, DRAFT_MARK, nameOf } from './documents.ts'
import { evidenceLines } from './evidence.ts'
import { publishExposure } from './exposure.ts'
import { unitNames } from './facts.ts'
import { kindsOf, shortName, spokesmen } from './notices.ts'
import { filed, groundOf, recalled, toGroups, toNamed } from './released.ts'

type Said<Act extends LadderSaid['act']> = Extract<LadderSaid, { act: Act }>

/** 「看通报稿」: the text as it would go out, and the material behind it. */
export async function view(scene: KnownScene, campaign: Campaign, said: Said<'view'>): Promise<Answer> {
  const ground = groundOf(scene, campaign)
  const pending = await pendingMeant(scene.tx, { ...ground, step: said.step, unitId: said.unit }, scene.now)
  const text = await documentOf(ground, said.step, pending)
  const name = shortName(said.step)
  return {
    reply: say(
      [
        DRAFT_MARK,
        text,
        '**附：材料**（不随稿发出）',
        ...(await evidenceLines(ground, pending)),
        `发：「发${name}」　缓：「先不发，缓3天」　撤：「收回${name}」`,
      ].join('\n'),
    ),
  }
}

/** 「发」「发通报」「发到群里」: a named person lets it go out. */
export async function release(scene: KnownScene, campaign: Campaign, said: Said<'release'>): Promise<Answer> {
  if (said.inGroups && (await conversations.groupsOf(scene.tx, campaign.id)).length === 0)
    throw new DomainError('ladder.no_group')
  if (said.kind === 'exposure') return publishExposure(scene, campaign, said.inGroups)
  if (said.kind === 'progress') return publishProgress(scene, campaign, said.inGroups)
  const ground = groundOf(scene, campaign)
  const waiting = kindsOf(await pendingSteps(scene.tx, ground, scene.now))
  const step = said.kind ?? waiting[0]
  if (said.inGroups && (step === undefined || !waiting.includes(step)))
    return intoGroups(scene, campaign, said.kind ?? 'circular')
  if (step === undefined) throw new DomainError('ladder.none_waiting')
  const { circular, released, unheard } = await releaseStep(
    scene.tx,
    {
      ...ground,
      step,
      unitId: said.unit,
      // Only a circular is for everybody; the other two are proposals to those who decide.
      inGroups: said.inGroups && step === 'circular',
      text: (pending) => documentOf(ground, step, pending),
      unitName: (unitId) => unitName(scene.directory, unitId),
      eventId: scene.eventId,
    },
    scene.person,
    scene.now,
  )
  const notices = [
    ...(step === 'circular' ? toNamed(ground, circular) : []),
    ...filed(ground, circular, scene.person.name),
    ...(circular.inGroupsAt ? await toGroups(ground, circular) : []),
  ]
  return {
    reply: say(releasedWords(scene, { circular, step, released, unheard })),
    tell: notices,
  }
}

function releasedWords(
  scene: KnownScene,
  given: Readonly<{
    circular: Circular
    step: DecidedStep
    released: readonly Pending[]
    unheard: readonly Pending[]
  }>,
): string {
  const { circular, step, released, unheard } = given
  const units = unitNames(
    scene.directory,
    released.map(({ step: { unitId } }) => unitId),
  )
  const behind = unheard.map(({ step: { unitId } }) => unitId)
  const until = unheard[0]?.step.hearUntil
  const example = formatDay(addWorkdays(dayOf(scene.now), 3, scene.workdays))
  const next = {
    circular: circular.inGroupsAt
      ? '已私聊发给被通报单位，也发到了群里。'
      : '已私聊发给被通报单位，没有发到群里；要发群里回「发到群里」。',
    summons: `下一步请定时间，例如「约谈 ${unitName(scene.directory, circular.unitIds[0] ?? null)} ${example}10点 事由：…」。`,
    listing: '建议已记录在案，请按程序报政府决定。',
  }[step]
  return [
    `已由您放行：${nameOf(step)}第${circular.number}号（${units}）。`,
    ...(behind.length > 0 && until
      ? [
          `${unitNames(scene.directory, behind)}还有事项的说明时间到${formatMoment(until, scene.now)}，那几项这次没有列入。`,
        ]
      : []),
    next,
    `发错了回「收回${shortName(step)}第${circular.number}号」。`,
  ].join('\n')
}

/** 「发进度通报」: to those who report one-to-one, or into the groups instead. */
async function publishProgress(scene: KnownScene, campaign: Campaign, inGroups: boolean): Promise<Answer> {
  const ground = groundOf(scene, campaign)
  const input = { campaign, kind: 'progress' as const, inGroups, eventId: scene.eventId }
  const { circular, first } = await publish(scene.tx, input, scene.person, scene.now)
  const direct = inGroups
    ? []
    : circular.unitIds.map((unitId) => ({
        to: spokesmen(scene.directory, unitId),
        speech: say(circular.text),
        key: `circular:${circular.id}:${unitId}`,
      }))
  const where = inGroups ? '工作群' : `${circular.unitIds.length}家单位（私聊）`
  const more = inGroups ? '' : '\n要发到群里回「发进度通报到群里」。'
  return {
    reply: say(`进度通报第${circular.number}号已发到${where}。${more}`),
    tell: [
      ...direct,
      ...(first ? filed(ground, circular, scene.person.name) : []),
      ...(inGroups ? await toGroups(ground, circular) : []),
    ],
  }
}

/** 「发到群里」 after it went out one-to-one. */
async function intoGroups(scene: KnownScene, campaign: Campaign, kind: CircularKind): Promise<Answer> {
  const input = { campaign, kind, inGroups: true, eventId: scene.eventId }
  const { circular } = await publish(scene.tx, input, scene.person, scene.now)
  return {
    reply: say(`${nameOf(kind)}第${circular.number}号已发到工作群。`),
    tell: await toGroups(groundOf(scene, campaign), circular),
  }
}

/** 「先不发，缓3天」. */
export async function hold(scene: KnownScene, campaign: Campaign, said: Said<'hold'>): Promise<Answer> {
  const { unit: unitId, step, days } = said
  const input = { ...groundOf(scene, campaign), unitId, step, days, eventId: scene.eventId }
  const { held, until } = await holdSteps(scene.tx, input, scene.person, scene.now)
  return {
    reply: say(
      `好，${namesOf(scene, held)}先不发，缓到${formatMoment(until, scene.now).replace(timeOf(until), '')}再请您定。\n这期间办结的会自动去掉；想提前发，随时回「发」。`,
    ),
  }
}

/** 「收回」: a proposal that waits, or 「收回通报第1号」 one that went out. */
export async function withdraw(
  scene: KnownScene,
  campaign: Campaign,
  said: Said<'withdraw'>,
): Promise<Answer> {
  const ground = groundOf(scene, campaign)
  const kind = said.kind ?? 'circular'
  const isStep = said.kind !== 'progress' && said.kind !== 'exposure'
  const step = said.kind === 'progress' || said.kind === 'exposure' ? undefined : said.kind
  const waits =
    said.number === undefined && isStep
      ? (await pendingSteps(scene.tx, ground, scene.now)).some(
          (each) =>
            (step === undefined || each.step.step === step) &&
            (said.unit === undefined || each.step.unitId === said.unit),
        )
      : false
  if (waits) {
    const input = { ...ground, step, unitId: said.unit, eventId: scene.eventId }
    const taken = await withdrawSteps(scene.tx, input, scene.person, scene.now)
    return { reply: say(`已收回：${namesOf(scene, taken)}这次不发。之后仍不办结，到时会再请您定。`) }
  }
  const input = { campaign, kind, number: said.number, eventId: scene.eventId }
  const circular = await withdrawCircular(scene.tx, input, scene.person, scene.now)
  return {
    reply: say(`${nameOf(kind)}第${circular.number}号已收回，已告诉收到过的单位。`),
    tell: await recalled(ground, circular),
  }
}

/** 「原因改为 整改不彻底」. */
export async function changeTheCause(
  scene: KnownScene,
  campaign: Campaign,
  said: Said<'cause'>,
): Promise<Answer> {
  const input = { ...groundOf(scene, campaign), unitId: said.unit, cause: said.cause, eventId: scene.eventId }
  const { changed, cause } = await changeCause(scene.tx, input, scene.person, scene.now)
  const [first] = kindsOf(changed)
  return {
    reply: say(
      `${namesOf(scene, changed)}的原因改为「${cause}」。发「看${shortName(first ?? 'circular')}稿」看改后的稿子。`,
    ),
  }
}

function namesOf(scene: KnownScene, pending: readonly Pending[]): string {
  const units = groupBy(pending, ({ step }) => step.unitId)
  return unitNames(scene.directory, [...units.keys()])
}

/** The newest released texts of a campaign, one line each. */
export async function releasedLines(scene: KnownScene, campaign: Campaign): Promise<readonly string[]> {
  const lines: string[] = []
  for (const kind of ['circular', 'summons', 'listing', 'exposure'] as const) {
    const found = await circulars.newest(scene.tx, campaign.id, kind)
    if (!found?.releasedAt) continue
    lines.push(
      `- ${nameOf(kind)}第${found.number}号，${formatDay(dayOf(found.releasedAt), Number(dayOf(scene.now).slice(0, 4)))}发：${unitNames(scene.directory, found.unitIds)}`,
    )
  }
  return lines
}
