import { dayOf, type WorkdayTable } from '../domain/time/calendar.ts'
import type { Attachment } from '../domain/submissions/deliverables.ts'
import { DomainError } from '../domain/errors.ts'
import type { FileRefusal } from '../domain/submissions/file-type.ts'
import * as cards from '../store/cards.ts'
import * as conversations from '../store/conversations.ts'
import type { DirectoryCache } from '../store/directory.ts'
import type { Tx } from '../store/open.ts'
import type { MediaStore } from '../store/media.ts'
import * as outbox from '../store/outbox.ts'
import * as people from '../store/roster/people.ts'
import type { Card } from './cards/card.ts'
import { platforms, type ConversationRef, type InboundEvent, type Platform } from './inbound.ts'
import { withComplaints } from './intents/complaints/complaints.ts'
import { harmless } from './saying/harmless.ts'
import type { Address } from './outgoing.ts'
import { redraw, updates } from './redraw.ts'
import { route, type Manners } from './route.ts'
import type { Scene } from './scene.ts'
import { enclosed, mailbox } from './saying/enclosing.ts'
import { asSpeaker } from './speaker.ts'
import { say, withLines, type Answer, type DialogState } from './saying/speech.ts'
import { enclosures, merge, toAddress, toRecipients, type Leaving } from './saying/tell.ts'

export type DispatchDeps = Manners &
  Readonly<{
    directories: DirectoryCache
    workdays: WorkdayTable
    /** Whether cards on that platform can be redrawn; where not, redraws are not even queued. */
    redraws(platform: Platform): boolean
    /** Whether documents can be sent one-to-one there. */
    carriesFiles(platform: Platform): boolean
    photoSettleMs: number
    media: Pick<MediaStore, 'put' | 'get'>
  }>

/** Why a document was not taken; `lost` could not be fetched. */
export type RefusedFile = Readonly<{ name: string; why: FileRefusal | 'lost' | 'too-much' }>

/** Why a picture was not taken. */
export type RefusedPicture = 'not-a-picture' | 'too-large'

/** An event that was stored, with its pictures and documents fetched. */
export type StoredEvent = Readonly<{
  id: bigint
  event: InboundEvent
  pictures: readonly string[]
  /** How many of its pictures could not be fetched. */
  lostPictures: number
  refusedPictures?: readonly RefusedPicture[]
  files?: readonly Attachment[]
  refusedFiles?: readonly RefusedFile[]
  /** The table of communities' files among them, if one is. */
  sheet?: Scene['sheet']
}>

/** How long the bot remembers what it has asked. */
const DIALOG_MS = 30 * 60 * 1000

/**
 * One event, one transaction: who speaks, what is meant, the rows, the ledger, the outbox, and the event marked done.
 * Answers what the pressed card looks like now, for a platform that redraws it at once. Throws DomainError before
 * anything is kept; `refuse` then turns it into a sentence in a transaction of its own.
 */
export async function dispatch(
  tx: Tx,
  stored: StoredEvent,
  deps: DispatchDeps,
  now: Date,
): Promise<Card | undefined> {
  const { event } = stored
  const pressed = event.kind === 'card-action' ? await cards.find(tx, event.cardId) : null
  const scene = await enter(tx, stored, pressed, deps, now)
  if (!scene) return undefined
  const routed = await route(scene, deps, event.kind === 'message' ? event.unreadable : undefined)
  const told = await withComplaints(scene, routed)
  const heard = withRefused(
    withLost(told, scene.lostPictures),
    linesOf(stored.refusedPictures ?? [], stored.refusedFiles ?? []),
  )
  const answer = enclosed(heard, scene, deps.carriesFiles(scene.platform))
  const redrawn = platforms.some(deps.redraws) ? await redraw(scene, answer, pressed) : []
  await leave(scene, answer, updates(scene, redrawn), deps)
  return redrawn.find(({ sent }) => sent.cardId === pressed?.cardId)?.card
}

/** Whoever sent a picture that did not arrive is told so, also when the words were understood. */
function withLost(answer: Answer, lost: number): Answer {
  const { reply } = answer
  if (lost === 0) return answer
  if (!reply) return { ...answer, reply: say('刚才的照片没有收到，请重发一次。') }
  return { ...answer, reply: withLines(reply, [`有${lost}张照片没有收到，请私聊重发。`]) }
}

const refusedBecause: Readonly<Record<RefusedFile['why'], string>> = {
  type: '这种文件收不了。请发 PDF、Word、Excel、PPT 或图片；压缩包请解开后分别发。',
  mismatch: '文件内容和名字对不上，没有收下。请另存为 PDF 再发。',
  empty: '文件是空的，请重新发一次。',
  'too-large': '文件超过20MB，没有收下。请压缩或分成几份再发。',
  'too-much': '展开以后太大，没有收下。一张表最多5000行、100列，请删掉多余的内容再发。',
  lost: '文件没有收到，请重发一次。',
}

const pictureRefusedBecause: Readonly<Record<RefusedPicture, string>> = {
  'not-a-picture': '有一张图片打不开，不是照片，没有收下。请重新拍一张发来。',
  'too-large': '有一张照片太大，没有收下。请在相册里选「原图」以外的方式再发一次。',
}

/** Why pictures and documents were not taken, each reason of a picture once. */
function linesOf(pictures: readonly RefusedPicture[], files: readonly RefusedFile[]): readonly string[] {
  return [
    ...[...new Set(pictures)].map((why) => pictureRefusedBecause[why]),
    ...files.map(({ name, why }) => `「${name}」${refusedBecause[why]}`),
  ]
}

/** Whoever sent something that was not taken is told why, and what to do. */
function withRefused(answer: Answer, lines: readonly string[]): Answer {
  if (lines.length === 0) return answer
  const { reply } = answer
  return { ...answer, reply: reply ? withLines(reply, lines) : say(lines.join('\n')) }
}

/** Says no, politely, and marks the event done. */
export async function refuse(
  tx: Tx,
  stored: StoredEvent,
  error: DomainError,
  deps: DispatchDeps,
  now: Date,
): Promise<void> {
  const { event } = stored
  const pressed = event.kind === 'card-action' ? await cards.find(tx, event.cardId) : null
  const scene = await enter(tx, stored, pressed, deps, now)
  if (scene) await leave(scene, { reply: say(deps.wording.refusal(error)) }, [], deps)
}

/** Marks the event done and finds out who speaks where; undefined when somebody else has already handled it. */
async function enter(
  tx: Tx,
  stored: StoredEvent,
  pressed: cards.SentCard | null,
  deps: DispatchDeps,
  now: Date,
): Promise<Scene | undefined> {
  const { event, id } = stored
  const { platform, speaker } = event
  const conversation = event.conversation ?? whereabouts(event, pressed)
  const heard = await people.hearOnce(tx, id, {
    platform,
    ...speaker,
    conversation,
    reply: event.kind === 'message' ? event.reply : undefined,
    dialogKey: dialogKey(speaker.userId),
    at: now,
  })
  if (!heard) return undefined
  const regionId = heard.regionId ?? heard.groupRegionId
  const revision = heard.regionId ? heard.revision : heard.groupRevision
  const directory =
    regionId !== null && revision !== null ? await deps.directories.of(tx, regionId, revision) : null
  const person = heard.personId ? directory?.people.get(heard.personId) : undefined
  return {
    tx,
    now,
    sentAt: event.sentAt,
    eventId: id,
    platform,
    speaker: { ...speaker, nick: harmless(speaker.nick) },
    accountId: heard.accountId,
    conversation,
    conversationRow: heard.conversationId,
    boundCampaignId: heard.campaignId,
    text: harmless(event.kind === 'message' ? event.text : event.say),
    quoted: harmless(event.kind === 'message' ? (event.quoted?.text ?? '') : ''),
    pictures: stored.pictures,
    files: stored.files ?? [],
    ...(stored.sheet ? { sheet: stored.sheet } : {}),
    keep: (document) => deps.media.put(tx, document, now),
    recall: (hash) => deps.media.get(tx, hash),
    refusedFiles: (stored.refusedFiles ?? []).length + (stored.refusedPictures ?? []).length > 0,
    lostPictures: stored.lostPictures,
    dialog: (heard.dialog as DialogState | null) ?? null,
    person: person && directory ? asSpeaker(directory, person, dayOf(now)) : null,
    directory,
    workdays: deps.workdays,
    photoSettleMs: deps.photoSettleMs,
  }
}

/** Where a card was pressed when the platform does not say: where it was sent, else one-to-one. */
function whereabouts(event: InboundEvent, pressed: cards.SentCard | null): ConversationRef {
  if (pressed?.address.kind === 'group') return { kind: 'group', id: pressed.address.id }
  return { kind: 'direct', id: `direct:${event.speaker.userId}` }
}

/** One dialog a person, wherever he speaks: a hazard registered in the group gets its photos one-to-one. */
function dialogKey(userId: string): string {
  return `person:${userId}`
}

/** Writes what is to be said, and what the bot now waits for. */
async function leave(
  scene: Scene,
  answer: Answer,
  redrawn: readonly outbox.NewMessage[],
  deps: DispatchDeps,
): Promise<void> {
  const { tx, now, eventId, conversation, platform, speaker } = scene
  const here: Address =
    conversation.kind === 'group' ? { platform, kind: 'group', id: conversation.id } : mailbox(scene)
  const parcels: Leaving[] = []
  if (answer.withdraw !== undefined) await outbox.withdraw(tx, answer.withdraw)
  if (answer.reply && answer.gather) {
    const [message] = toAddress(here, answer.reply, {
      key: answer.gather.key,
      at: now,
      eventId,
      delayMs: answer.gather.waitMs,
    }).messages
    if (message) await outbox.replaceWaiting(tx, message)
  } else if (answer.reply) {
    const mention =
      conversation.kind === 'group' && speaker.reachable && !answer.unaddressed ? [speaker.userId] : []
    parcels.push(
      toAddress(here, answer.reply, {
        key: `e${eventId}`,
        at: now,
        eventId,
        mention,
        ...(answer.pictures ? { pictures: answer.pictures } : {}),
      }),
    )
  }
  if (answer.files) {
    const given = { key: `e${eventId}`, at: now, eventId, files: answer.files }
    parcels.push({ messages: enclosures(mailbox(scene), given), cards: [] })
  }
  const directory =
    scene.directory ?? (answer.regionId ? await deps.directories.current(tx, answer.regionId) : null)
  for (const notice of answer.tell ?? []) {
    if (directory)
      parcels.push(toRecipients(directory, notice, { at: now, eventId, except: scene.person?.id }))
  }
  const parcel = merge(parcels)
  const messages = [...parcel.messages, ...redrawn]
  const waiting = { platform, conversation: dialogKey(speaker.userId), userId: speaker.userId }
  if (answer.dialog) {
    const until = new Date(now.getTime() + DIALOG_MS)
    await outbox.addAndWait(tx, messages, { ...waiting, state: answer.dialog, until })
  } else {
    await outbox.add(tx, messages)
    if (answer.dialog === null && scene.dialog !== null) await conversations.setDialog(tx, waiting, null, now)
  }
  await cards.remember(
    tx,
    parcel.cards.filter(({ address }) => deps.redraws(address.platform)),
    now,
  )
}
