import { at, day, formatDue, formatMoment } from '../../../domain/time/calendar.ts'
import { DomainError } from '../../../domain/errors.ts'
import { registerHazard, type RegisteredHazard } from '../../../usecases/register-hazard.ts'
import type { Community } from '../../../store/directory.ts'
import type { Hazard } from '../../../store/hazards.ts'
import { hazardCard } from '../../cards/hazard-card.ts'
import { shortNumber, unitName, whatIsWrong, whereabouts } from '../../saying/names.ts'
import { currentCampaign, requireMay, type KnownScene } from '../../scene.ts'
import { say, type Answer, type Notice } from '../../saying/speech.ts'
import type { SaidHazard, Understanding } from '../../understand/types.ts'
import { peopleOf } from '../../saying/tell.ts'
import { tellReinspectors } from './notices.ts'

const MAX_AT_ONCE = 20

/** 「阳光花园3号楼2单元楼道堆满纸箱」, one or several at once, with or without photos. */
export async function register(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'register-hazard' }>,
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
  const photos = said.hazards.length === 1 ? scene.pictures : []
  for (const hazard of said.hazards) registered.push(await one(scene, hazard, photos))
  const tell = registered.flatMap((hazard) => (hazard.status === 'closed' ? [] : noticesFor(scene, hazard)))
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
    dialog: { kind: 'hazard-place', text: scene.text, hashes: scene.pictures },
  }
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
      photos,
      eventId: scene.eventId,
    },
    person,
    scene.sentAt,
  )
}

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
      ...(only.twin !== null ? [`和${only.twin}号像是同一处；重复的话回「${shortNumber(only)}作废」。`] : []),
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

function noticesFor(scene: KnownScene, hazard: Hazard): readonly Notice[] {
  if (hazard.status === 'to-reinspect') return tellReinspectors(scene, hazard, [])
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
      pictures: scene.pictures,
      key: `assigned:${hazard.code}:${hazard.version}`,
    },
  ]
}
