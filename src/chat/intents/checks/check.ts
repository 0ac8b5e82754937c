import {
  withPhotos,
  withResults,
  type Checklist,
  type Found,
  type SaidResults,
} from '../../../domain/communities/checks.ts'
import { DomainError } from '../../../domain/errors.ts'
import { dayOf, formatDay } from '../../../domain/time/calendar.ts'
import * as checks from '../../../store/communities/checks.ts'
import type { Campaign, Community } from '../../../store/directory.ts'
import { recordCheck } from '../../../usecases/communities/record-check.ts'
import { releaseChecks } from '../../../usecases/communities/release-checks.ts'
import { checklistCalled } from '../../saying/checklists.ts'
import { withoutPhones } from '../../saying/harmless.ts'
import { requireMay, type KnownScene } from '../../scene.ts'
import { say, withLines, type Answer, type DialogState } from '../../saying/speech.ts'
import { categories, type Category, type SaidHazard } from '../../understand/types.ts'
import type { CheckSaid } from '../../understand/commands/places/said.ts'
import { findSpot } from '../../understand/hazards/places.ts'
import { register } from '../hazards/register.ts'

type Said<A extends CheckSaid['act']> = Extract<CheckSaid, { act: A }>
type Waiting = Extract<DialogState, { kind: 'check' }>

/** 「检查阳光花园」「用电动自行车检查表查阳光花园」「暗访阳光花园」: the list, to be answered as it is easiest. */
export function begin(
  scene: KnownScene,
  lists: readonly Checklist[],
  place: Community,
  said: Said<'check'>,
): Answer {
  requireMay(scene, said.covert ? 'check-covertly' : 'check')
  if (said.covert && scene.conversation.kind === 'group') throw new DomainError('check.only_direct')
  const list = said.list === undefined ? lists[0] : checklistCalled(lists, said.list)
  if (!list) throw new DomainError('check.unknown_list', { names: lists.map(({ name }) => name).join('、') })
  const covert = said.covert ? ({ covert: true } as const) : {}
  return {
    reply: say(
      [
        `**${place.name} · ${list.name}检查**${said.covert ? '（暗访，公布前只有您知道）' : ''}`,
        ...list.items.map(({ text }, index) => `${index + 1}. ${text}`),
        '一次答完：「都符合」「除第3项外都符合」「3不符合：2号楼楼道堆物；其余都符合」；也可以一项一项答，半小时内有效。',
      ].join('\n'),
    ),
    dialog: { kind: 'check', communityId: place.id, checklist: list.key, found: [], ...covert },
  }
}

/** 「有哪些检查表」. */
export function listOfLists(lists: readonly Checklist[]): Answer {
  const lines = lists.map(({ name, items }) => `- ${name}（${items.length}项）`)
  return {
    reply: say(
      ['**检查表**', ...lines, '用哪张就发「检查阳光花园 电动自行车检查表」，换成您要查的。'].join('\n'),
    ),
  }
}

/** Answers to the list that somebody has in front of him. */
export async function answerCheck(
  scene: KnownScene,
  campaign: Campaign,
  lists: readonly Checklist[],
  said: SaidResults,
): Promise<Answer> {
  const { dialog, directory } = scene
  if (dialog?.kind !== 'check') throw new DomainError('check.none')
  const list = lists.find(({ key }) => key === dialog.checklist)
  const place = directory.communities.get(dialog.communityId)
  if (!list || !place) throw new DomainError('check.none')
  if (dialog.covert && scene.conversation.kind === 'group') throw new DomainError('check.only_direct')
  const known = withResults(dialog.found, said, list.items.length)
  const { open, unknown } = known
  const [number] = unknown
  if (number !== undefined)
    throw new DomainError('check.unknown_item', { number: String(number), size: String(list.items.length) })
  const items = said.items.map(({ n }) => n)
  const photos = [...(dialog.photos ?? []), ...scene.pictures]
  const pictured = photos.length > 0 ? withPhotos(known.found, items, photos) : undefined
  const found = pictured?.found ?? known.found
  if (open.length > 0) {
    const shown = open.length > 6 ? `${open.slice(0, 6).join('、')} 等${open.length}` : open.join('、')
    return {
      reply: say(
        `记下了${pictured ? `，${saysPhotos(photos.length, pictured.shown)}` : ''}。还差第${shown}项；其余没问题就回「其余都符合」。`,
      ),
      dialog: { ...dialog, found, items, photos: pictured ? [] : photos },
    }
  }
  const remark =
    pictured === undefined
      ? photos.length > 0
        ? '照片没有对应的不符合项，没有存。'
        : ''
      : `${saysPhotos(photos.length, pictured.shown)}。`
  return finish(scene, campaign, { list, place, found, dialog, remark })
}

const saysPhotos = (count: number, items: readonly number[]): string =>
  items.length > 1
    ? `${count}张照片依次归到第${items.join('、')}项`
    : `${count}张照片归到第${items[0] ?? ''}项`

/** Photos alone while a check goes on: they show what was spoken of last, or what is said next. */
export function checkPhotos(scene: KnownScene, dialog: Waiting): Answer {
  const { pictures } = scene
  const pictured = withPhotos(dialog.found, dialog.items ?? [], pictures)
  if (pictured)
    return {
      reply: say(`${saysPhotos(pictures.length, pictured.shown)}。`),
      dialog: { ...dialog, found: pictured.found },
    }
  return {
    reply: say('照片收到了，是哪一项的？例如回「第3项不符合」。'),
    dialog: { ...dialog, photos: [...(dialog.photos ?? []), ...pictures].slice(-20) },
  }
}

async function finish(
  scene: KnownScene,
  campaign: Campaign,
  {
    list,
    place,
    found,
    dialog,
    remark,
  }: Readonly<{
    list: Checklist
    place: Community
    found: readonly Found[]
    dialog: Waiting
    remark: string
  }>,
): Promise<Answer> {
  const { tx, person, now, eventId } = scene
  const covert = dialog.covert === true
  const results = found.map((each) =>
    each.note === undefined ? each : { ...each, note: withoutPhones(each.note) },
  )
  const { drawNumber } = await recordCheck(
    tx,
    { campaign, community: place, checklist: list.key, results, covert, eventId },
    person,
    now,
  )
  const count = (result: Found['result']): number => results.filter((each) => each.result === result).length
  const head = `${place.name}${list.name}检查已记：${results.length}项，符合${count('fit')}，不符合${count('unfit')}${count('not-applicable') > 0 ? `，不涉及${count('not-applicable')}` : ''}。${drawNumber === null ? '' : `已算作第${drawNumber}次抽查的结果。`}${remark}`
  if (covert)
    return {
      reply: say(`${head}暗访结果公布前不通知对方，也不进各种统计。公布发「公布暗访」。`),
      dialog: null,
    }
  const hazards = hazardsIn(list, place, results)
  if (hazards.length === 0) return { reply: say(head), dialog: null }
  return registered(scene, head, hazards)
}

type Failed = Readonly<{ hazard: SaidHazard; photos: readonly string[] }>

/** What does not fit, as hazards: in the words that were said, or those of the list. */
function hazardsIn(list: Checklist, place: Community, results: readonly Found[]): readonly Failed[] {
  return results.flatMap(({ n, result, note, photos = [] }) => {
    const item = list.items[n - 1]
    if (result !== 'unfit' || !item) return []
    const spot = note ? findSpot(note, undefined, undefined).place : undefined
    return [
      {
        photos,
        hazard: {
          community: place.id,
          ...(spot ? { place: spot } : {}),
          category: asCategory(item.category),
          description: note && note.length >= 3 ? note : item.fault,
        },
      },
    ]
  })
}

const asCategory = (text: string): Category => categories.find((each) => each === text) ?? 'other'

async function registered(scene: KnownScene, head: string, failed: readonly Failed[]): Promise<Answer> {
  const photosOf = failed.map(({ photos }) => photos)
  const answer = await register(
    { ...scene, text: '', pictures: failed.length === 1 ? (photosOf[0] ?? []) : [] },
    { intent: 'register-hazard', hazards: failed.map(({ hazard }) => hazard) },
    photosOf,
  )
  const { reply } = answer
  if (!reply) return { ...answer, reply: say(head) }
  return {
    ...answer,
    reply: reply.kind === 'text' ? say(`${head}\n${reply.text}`) : withLines(reply, [head]),
  }
}

/** 「暗访记录」: one's own that nobody else knows of yet. */
export async function ownCovert(scene: KnownScene, campaign: Campaign): Promise<Answer> {
  requireMay(scene, 'check-covertly')
  if (scene.conversation.kind === 'group') throw new DomainError('check.only_direct')
  const own = await checks.unreleased(scene.tx, campaign.id, scene.person.id)
  if (own.length === 0) return { reply: say('您没有还没公布的暗访记录。') }
  const lines = own.slice(0, 10).map(({ communityId, at, results }) => {
    const unfit = results.filter(({ result }) => result === 'unfit').length
    return `- ${scene.directory.communities.get(communityId)?.name ?? ''} ${formatDay(dayOf(at))}：不符合${unfit}项`
  })
  return {
    reply: say(
      [
        `**还没公布的暗访**${own.length}次`,
        ...lines,
        '公布发「公布暗访」，不符合的会登记成隐患并通知。',
      ].join('\n'),
    ),
  }
}

/** 「公布暗访」: from here on it counts, and what did not fit is registered. */
export async function releaseCovert(
  scene: KnownScene,
  campaign: Campaign,
  lists: readonly Checklist[],
  communityId: string | undefined,
): Promise<Answer> {
  requireMay(scene, 'check-covertly')
  if (scene.conversation.kind === 'group') throw new DomainError('check.only_direct')
  const { tx, directory, person, now, eventId } = scene
  const released = await releaseChecks(tx, { campaign, communityId, eventId }, person, now)
  const places = released.flatMap((check) => directory.communities.get(check.communityId) ?? [])
  const hazards = released.flatMap(({ communityId: id, checklist, results }) => {
    const place = directory.communities.get(id)
    const list = lists.find(({ key }) => key === checklist)
    return place && list ? hazardsIn(list, place, results) : []
  })
  const head = `已公布${released.length}次暗访：${[...new Set(places.map(({ name }) => name))].join('、')}。`
  if (hazards.length === 0) return { reply: say(`${head}没有不符合的。`) }
  return registered(scene, head, hazards)
}
