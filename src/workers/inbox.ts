import { ZodError } from 'zod'
import {
  dispatch,
  refuse,
  type DispatchDeps,
  type RefusedFile,
  type RefusedPicture,
  type StoredEvent,
} from '../chat/dispatch.ts'
import type { Card } from '../chat/cards/card.ts'
import { InboundEvent } from '../chat/inbound.ts'
import { PlatformError, type Messenger } from '../chat/outgoing.ts'
import { say } from '../chat/saying/speech.ts'
import { toAddress } from '../chat/saying/tell.ts'
import type { Attachment } from '../domain/submissions/deliverables.ts'
import { DomainError } from '../domain/errors.ts'
import { SHEET } from '../domain/communities/sheet.ts'
import { readSheet } from '../documents/read-sheet.ts'
import { judgeFile, safeName } from '../domain/submissions/file-type.ts'
import type { Log } from '../ports/log.ts'
import * as inbox from '../store/inbox.ts'
import type { ClaimedEvent } from '../store/inbox.ts'
import * as outbox from '../store/outbox.ts'
import type { MediaStore } from '../store/media.ts'
import type { Store, Tx } from '../store/open.ts'
import { startLoop, type Worker } from './loop.ts'
import { persevere } from './persevere.ts'
import { traceOf } from './trace.ts'

export type InboxDeps = Readonly<{
  store: Store
  media: MediaStore
  messengers: ReadonlyMap<string, Messenger>
  dispatch: DispatchDeps
  now(): Date
  log: Log
  /** Something was written to the outbox. */
  answered(): void
  /** The card that a handled event left behind. */
  handled(eventId: string, card: Card | undefined): void
  concurrency: number
  pollMs: number
  /** How long a copy of the program may sit on an event before another may take it. */
  leaseSeconds?: number
}>

const LEASE_SECONDS = 60
const MOST_ATTEMPTS = 8
const MOST_PICTURE_ATTEMPTS = 3

/** Handles stored events, oldest first in each conversation. An unexpected error is logged once and the event is kept. */
export function startInbox(deps: InboxDeps): Worker {
  return startLoop<ClaimedEvent>({
    claim: (limit) => inbox.claim(deps.store.db, limit, deps.leaseSeconds ?? LEASE_SECONDS),
    handle: (claimed) => handle(claimed, deps),
    failed: (error) => deps.log.error(traceOf(error), 'inbox: the database did not answer'),
    concurrency: deps.concurrency,
    pollMs: deps.pollMs,
  })
}

async function handle(claimed: ClaimedEvent, deps: InboxDeps): Promise<void> {
  const { store, log } = deps
  try {
    const event = InboundEvent.parse(claimed.payload)
    const { hashes, lost, refused } = await fetchPictures(event, claimed, deps)
    const documents = await fetchFiles(event, claimed, deps)
    const stored: StoredEvent = {
      id: claimed.id,
      event,
      pictures: hashes,
      lostPictures: lost,
      refusedPictures: refused,
      ...documents,
    }
    const now = deps.now()
    const card = await answer(stored, deps, now)
    deps.answered()
    deps.handled(event.eventId, card)
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 500) : 'unknown'
    // What cannot be read now cannot be read later.
    if (claimed.attempts < MOST_ATTEMPTS && !(error instanceof ZodError)) {
      log.warn(
        { event: String(claimed.id), attempt: claimed.attempts, ...traceOf(error) },
        'inbox: not handled yet, will try again',
      )
      await persevere(() => inbox.later(store.db, claimed.id, reason))
    } else {
      log.error({ event: String(claimed.id), ...traceOf(error) }, 'inbox: given up; the event is kept')
      await persevere(() =>
        store.transaction(async (tx) => {
          await inbox.fail(tx, claimed.id, reason)
          await apologise(tx, claimed, deps.now())
        }),
      )
      deps.answered()
    }
  }
}

async function answer(stored: StoredEvent, deps: InboxDeps, now: Date): Promise<Card | undefined> {
  try {
    return await deps.store.transaction((tx) => dispatch(tx, stored, deps.dispatch, now))
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    await deps.store.transaction((tx) => refuse(tx, stored, error, deps.dispatch, now))
    return undefined
  }
}

/** Where there are several one-to-one chats, the one in which it was said. */
function doorOf(conversation: InboundEvent['conversation']): Readonly<{ door?: string }> {
  return conversation?.door === undefined ? {} : { door: conversation.door }
}

/** Nobody is left wondering: whoever said it hears that it was not handled. */
async function apologise(tx: Tx, claimed: ClaimedEvent, now: Date): Promise<void> {
  const parsed = InboundEvent.safeParse(claimed.payload)
  if (!parsed.success) return
  const { platform, conversation, speaker } = parsed.data
  const to =
    conversation?.kind === 'group'
      ? ({ platform, kind: 'group', id: conversation.id } as const)
      : ({ platform, kind: 'person', id: speaker.userId, ...doorOf(conversation) } as const)
  const text = '抱歉，刚才这条我没能处理，内容已经留存，会请管理员查看。急事请直接联系消安委办。'
  const given = { key: `e${claimed.id}:failed`, at: now, eventId: claimed.id }
  await outbox.add(tx, toAddress(to, say(text), given).messages)
}

/** Brings the documents in before the transaction. Each is looked at and kept as it is; of tables, only our own is opened. */
async function fetchFiles(
  event: InboundEvent,
  claimed: ClaimedEvent,
  deps: InboxDeps,
): Promise<Pick<StoredEvent, 'files' | 'refusedFiles' | 'sheet'>> {
  const files: Attachment[] = []
  let sheet: StoredEvent['sheet']
  const refusedFiles: RefusedFile[] = []
  for (const { code, name: told } of (event.kind === 'message' && event.files) || []) {
    const messenger = deps.messengers.get(event.platform)
    if (!messenger) throw new Error(`no way out for ${event.platform}`)
    try {
      const fetched = await messenger.fetchFile(code)
      const { bytes } = fetched
      const verdict = judgeFile({ name: told ?? fetched.name, bytes })
      if (!verdict.ok) {
        refusedFiles.push({ name: verdict.name, why: verdict.why })
        continue
      }
      if (verdict.name.endsWith('.xlsx')) {
        const table = await readSheet(bytes, (name) => name === SHEET)
        if (table.ok) sheet = { name: verdict.name, rows: table.rows }
        else if (table.why === 'too-large') {
          refusedFiles.push({ name: verdict.name, why: 'too-much' })
          continue
        }
      }
      const hash = await deps.media.put(deps.store.db, { bytes, mime: verdict.mime }, deps.now())
      files.push({ kind: 'file', hash, name: verdict.name })
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error
      if (error.outcome !== 'never' && claimed.attempts < MOST_PICTURE_ATTEMPTS) throw error
      refusedFiles.push({
        name: safeName(told ?? ''),
        why: error.code === 'too-large' ? 'too-large' : 'lost',
      })
      deps.log.warn(
        { event: String(claimed.id), call: error.call, code: error.code },
        'inbox: a document could not be fetched',
      )
    }
  }
  return { files, refusedFiles, ...(sheet ? { sheet } : {}) }
}

/** Brings the pictures in before the transaction: no network inside it. A picture that cannot be had is left out and counted. */
async function fetchPictures(
  event: InboundEvent,
  claimed: ClaimedEvent,
  deps: InboxDeps,
): Promise<Readonly<{ hashes: readonly string[]; lost: number; refused: readonly RefusedPicture[] }>> {
  if (event.kind !== 'message' || event.pictures.length === 0) return { hashes: [], lost: 0, refused: [] }
  const messenger = deps.messengers.get(event.platform)
  if (!messenger) throw new Error(`no way out for ${event.platform}`)
  const hashes: string[] = []
  const refused: RefusedPicture[] = []
  for (const code of event.pictures) {
    try {
      hashes.push(await deps.media.put(deps.store.db, await messenger.fetchPicture(code), deps.now()))
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error
      if (error.outcome !== 'never' && claimed.attempts < MOST_PICTURE_ATTEMPTS) throw error
      deps.log.warn(
        { event: String(claimed.id), call: error.call, code: error.code },
        'inbox: a picture could not be fetched',
      )
      if (error.code === 'too-large' || error.code === 'not-a-picture') refused.push(error.code)
    }
  }
  return { hashes, lost: event.pictures.length - hashes.length - refused.length, refused }
}
