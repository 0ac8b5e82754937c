import { at, day, formatDue, formatMoment } from '../../../domain/time/calendar.ts'
import { DomainError } from '../../../domain/errors.ts'
import { registerHazard, type RegisteredHazard } from '../../../usecases/hazards/register-hazard.ts'
import type { Community } from '../../../store/directory.ts'
import type { Hazard } from '../../../store/hazards.ts'
import { hazardCard } from '../../cards/hazard-card.ts'
import { shortNumber, unitName, whatIsWrong, whereabouts } from '../../saying/names.ts'
import { currentCampaign, requireMay, type KnownScene } from '../../scene.ts'
import { say, type Answer, type DialogState, type Notice } from '../../saying/speech.ts'
import type { SaidHazard, Understanding } from '../../understand/types.ts'
import { peopleOf } from '../../saying/tell.ts'
import { drawn, toBrigade, toRole, toUnits } from './life/telling.ts'
import { tellReinspectors } from './notices.ts'

const MAX_AT_ONCE = 20

/**
 * 「阳光花园3号楼2单元楼道堆满纸箱」, one or several at once, with or without photos. Where several are registered, the
 * message's photos belong to none of them, unless `photosOf` says which are whose.
 */
export async function register(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'register-hazard' }>,
  photosOf: readonly (readonly string[])[] = said.hazards.length === 1 ? [scene.pictures] : [],
): Promise<Answer> {
  requireMay(scene, 'register')
  if (said.hazards.length > MAX_AT_ONCE)
    throw new DomainError('hazard.too_many', { max: String(MAX_AT_ONCE) })
  const [first] = said.hazards
  const fitting = first && said.hazards.length === 1 ? halfNamed(scene, first) : []
  if (fitting.length > 0) return whichOne(scene, fitting)
  const nowhere = said.hazards.find(({ community, place }) => !community && (!place || isInside(place)))
  if (nowhere) {
    return {
      reply: say('隐患在哪里？回小区名和位置就行，例如：阳光花园3号楼2单元。'),
      dialog: { kind: 'hazard-place', text: scene.text, hashes: scene.pictures },
    }
  }
  const registered: RegisteredHazard[] = []
  for (const [index, hazard] of said.hazards.entries())
    registered.push(await one(scene, hazard, photosOf[index] ?? []))
  const tell = registered.flatMap((hazard, index) =>
    hazard.status === 'closed' ? [] : noticesFor(scene, hazard, photosOf[index] ?? []),
  )
  return { ...answer(scene, registered), tell }
}

/** 3号楼2单元, 楼道, 地下车库: where inside a place, which without the place's name is nowhere. */
function isInside(place: string): boolean {
  return INSIDE.test(place)
}

const INSIDE =
  /^(?:[0-9一二三四五六七八九十]+(?:号楼|栋|幢|单元|号|楼|层)|楼道|楼梯间?|大?门口|走廊|走道|地下(?:室|车库)|车库|车棚|天井|首层|大厅|(?:消防|疏散)?(?:车)?通道|安全出口|电梯口|前室|楼顶|屋顶|[里内外处的、 ])+$/u

/**
 * The compounds that a half-said name may mean (阳光那边): those whose first two characters stand in the words. Empty
 * when the words name one in full, or none.
 */
function halfNamed(scene: KnownScene, said: SaidHazard): readonly Community[] {
  if (said.community) return []
  const fitting = [...scene.directory.communities.values()].filter(({ name }) =>
    said.description.includes(name.slice(0, 2)),
  )
  return fitting.length > 1 ? fitting.slice(0, 3) : []
}

/** Asks once which one is meant; the answer may be pressed or typed. */
function whichOne(scene: KnownScene, fitting: readonly Community[]): Answer {
  return {
    reply: {
      kind: 'card',
      card: {
        title: '是哪个小区？',
        lines: ['点一个，或者打出全名。'],
        actions: fitting.map(({ name }) => ({ label: name.slice(0, 8), say: name })),
      },
    },
    dialog: {
      kind: 'hazard-place',
      text: scene.text,
      hashes: scene.pictures,
      choices: fitting.map(({ id }) => id),
    },
  }
}

type WherePending = Extract<DialogState, { kind: 'hazard-place' }>

/** What somebody answers who was asked which compound: 家园, 第二个, 3; undefined when it fits none or several. */
export function chosen(scene: KnownScene, { choices = [] }: WherePending): string | undefined {
  const offered = choices.flatMap((id) => scene.directory.communities.get(id) ?? [])
  const text = scene.text
    .replace(/[。！!~ ]+$/gu, '')
    .replace(/^(?:是|就是)|(?:那个|那边|的|小区|吧)+$/gu, '')
  const nth = /^第?([1-3一二三])个?$/u.exec(text)?.[1]
  if (nth) return offered['123'.includes(nth) ? Number(nth) - 1 : '一二三'.indexOf(nth)]?.name
  if (text.length < 2) return undefined
  const fitting = offered.filter(({ name, aliases }) =>
    [name, ...aliases].some((each) => each.endsWith(text)),
  )
  return fitting.length === 1 ? fitting[0]?.name : undefined
}

/** The words with the compound named in full: 阳光那边楼道堆杂物 is 阳光家园楼道堆杂物. */
export function inFull(text: string, name: string): string {
  const half = new RegExp(`${name.slice(0, 2)}(?:那边|这边|那里|这里|那儿|这儿|那个?小区|小区)?的?`, 'u')
  return half.test(text) ? text.replace(half, name) : `${name} ${text}`
}

/** The words that were asked for where they hang: true when they name a place and are nothing else. */
export function namesPlace(text: string, whole: Understanding): boolean {
  if (whole.intent !== 'register-hazard' || text.length > 40 || /[？?吗呢啥]|了没/u.test(text)) return false
  return whole.hazards.some(
    ({ community, place }) => community !== undefined || (place !== undefined && text.includes(place)),
  )
}

async function one(
  scene: KnownScene,
  said: SaidHazard,
  photos: readonly string[],
): Promise<RegisteredHazard> {
  const { directory, person } = scene
  const campaign = currentCampaign(scene)
  const community = (said.community && directory.communities.get(said.community)) || null
  const ownUnit = directory.units.get(person.unitId)
  return registerHazard(
    scene.tx,
    {
      campaign,
      community,
      communityName: community ? null : (said.community ?? null),
      place: said.place ?? null,
      description: said.description,
      category: said.category,
      grade: said.severity ?? 'general',
      responsibleId: said.responsible && directory.units.has(said.responsible) ? said.responsible : null,
      finderLocalityId:
        ownUnit && ['township', 'street'].includes(ownUnit.kind) ? ownUnit.id : (ownUnit?.parentId ?? null),
      dueAt: said.due ? dueInstant(said.due) : null,
      fixedOnSpot: said.fixedOnSpot ?? false,
      hearsay: HEARSAY.test(scene.text),
      photos,
      eventId: scene.eventId,
    },
    person,
    scene.sentAt,
  )
}

/** The finder says himself that somebody has to look first. */
const HEARSAY = /待核实|待确认|待查实|请(?:属地|社区|镇里|街道)?核实/u

/** `2026-05-20` is until 18:00 of that day, `2026-05-20T12:00` to the minute. */
export function dueInstant(due: string): Date {
  const [date = '', time = '18:00'] = due.split('T')
  return at(day(date), time as `${number}:${number}`)
}

function answer(scene: KnownScene, registered: readonly RegisteredHazard[]): Answer {
  const codes = registered.map(({ code }) => code)
  const [only] = registered
  if (only && registered.length === 1) {
    const head = only.fixedOnSpot ? '已登记，当场整改' : '已登记'
    const card = hazardCard(only, 'finder', scene.directory, scene.now, [
      ...(only.twin !== null
        ? [`和${only.twin}号像是同一处；重复的话回「${shortNumber(only)}并入${only.twin}号」。`]
        : []),
      ...unreached(scene, only),
      photoHint(scene, only),
    ])
    return {
      reply: {
        kind: 'card',
        card: { ...card, title: `${head} ${shortNumber(only)}（${only.code}）` },
        about: { hazardId: only.id, view: 'finder' },
      },
      dialog: { kind: 'photos', codes, step: only.fixedOnSpot ? 'after' : 'before' },
    }
  }
  return several(scene, registered)
}

/** Several at once: a line each, the deadline said once where it is the same for all. */
function several(scene: KnownScene, registered: readonly Hazard[]): Answer {
  const open = registered.filter(({ dueAt }) => dueAt !== null)
  const common = new Set(open.map(({ dueAt }) => dueAt?.getTime())).size === 1 ? open[0]?.dueAt : null
  const lines = registered.map((hazard) => {
    const due = hazard.dueAt && !common ? `，${formatMoment(hazard.dueAt, scene.now)}前` : ''
    const fixed = hazard.fixedOnSpot ? '（当场已改）' : ''
    const where = `${whereabouts(scene.directory, hazard)} ${whatIsWrong(scene.directory, hazard)}`
    return `- **${shortNumber(hazard)}** ${where} — ${unitName(scene.directory, hazard.responsibleId)}${due}${fixed}`
  })
  const [first] = registered
  const n = first ? shortNumber(first) : '12号'
  const photos = scene.pictures.length
  return {
    reply: say(
      [
        `已登记${registered.length}处${common ? `，期限都是${formatDue(common, scene.now)}` : ''}：`,
        ...lines,
        photos > 0
          ? `${photos}张照片是哪一处的？回「${n}」就存进去。`
          : scene.conversation.kind === 'group'
            ? `照片请私聊发我，再说是几号，例如「${n}」。`
            : `有照片请接着发，再说是几号，例如「${n}」。`,
      ].join('\n'),
    ),
    // Whose photo it is only the finder knows; a guess would spoil the evidence.
    dialog: photos > 0 ? { kind: 'loose-photos', hashes: scene.pictures } : null,
  }
}

function photoHint(scene: KnownScene, hazard: Hazard): string {
  const n = shortNumber(hazard)
  const isGroup = scene.conversation.kind === 'group'
  if (scene.pictures.length > 0)
    return `已存${scene.pictures.length}张照片，还有请${isGroup ? '私聊发我' : '接着发'}。`
  return isGroup ? `照片请私聊直接发我，会归到${n}。` : `有照片请接着发，会归到${n}。`
}

/** Honest about a responsible unit that nobody of can be reached yet. */
function unreached(scene: KnownScene, hazard: Hazard): readonly string[] {
  const { responsibleId } = hazard
  if (
    !responsibleId ||
    hazard.status === 'closed' ||
    peopleOf(scene.directory, { unitId: responsibleId }, scene.now).length > 0
  )
    return []
  return [`${unitName(scene.directory, responsibleId)}还没有人接入，请电话告知。`]
}

function noticesFor(scene: KnownScene, hazard: Hazard, photos: readonly string[]): readonly Notice[] {
  if (hazard.status === 'to-reinspect') return tellReinspectors(scene, hazard, [])
  if (hazard.status === 'to-confirm') return askToConfirm(scene, hazard)
  return [...assign(scene, hazard, photos), ...suspected(scene, hazard)]
}

/** The locality looks first, the office where there is none; the unit that would have to rectify hears nothing yet. */
function askToConfirm(scene: KnownScene, hazard: Hazard): readonly Notice[] {
  const n = shortNumber(hazard)
  const speech = drawn(scene, hazard, 'reader', `${n}待确认，请核实`, [
    `属实回「${n}属实」，不属实请消安委办回「${n}作废」。`,
  ])
  return hazard.localityId
    ? toUnits(scene, 'unconfirmed', hazard, [hazard.localityId], speech)
    : [toRole('unconfirmed', hazard, 'office', speech)]
}

/** A hazard that was called major is put to the brigade, which alone confirms it. */
function suspected(scene: KnownScene, hazard: Hazard): readonly Notice[] {
  if (hazard.majorStage !== 'suspected') return []
  const title = `${shortNumber(hazard)}疑似重大，请确认`
  return toBrigade(scene, 'suspected', hazard, drawn(scene, hazard, 'reinspector', title))
}

function assign(scene: KnownScene, hazard: Hazard, photos: readonly string[]): readonly Notice[] {
  if (!hazard.responsibleId || hazard.responsibleId === scene.person.unitId) return []
  const card = hazardCard(hazard, 'rectifier', scene.directory, scene.now)
  return [
    {
      to: { unitId: hazard.responsibleId },
      speech: {
        kind: 'card',
        card: { ...card, title: `${shortNumber(hazard)}隐患请整改` },
        about: { hazardId: hazard.id, view: 'rectifier' },
      },
      pictures: photos,
      key: `assigned:${hazard.code}:${hazard.version}`,
    },
  ]
}
