import { createHash } from 'node:crypto'
import { wecomChat } from '../../chats.ts'
import { fieldsOf, textOf, textsOf } from '../../http.ts'
import type { Fields } from '../../http.ts'
import { createWindow } from '../../limits.ts'
import { checkCard } from '../cards/check.ts'
import { CgiError } from '../errors.ts'
import type { Ground } from '../ground.ts'
import { plain, post, renderBody, renderCard } from '../render.ts'
import type { Rendered } from '../render.ts'
import type { Exchange } from './exchange.ts'

/** How an answer came; what may be said differs (D101463, D101031, D101138). */
export type Way = 'socket' | 'address' | 'response_url'

/** Does what the AI bot answers and pushes; everything throws what the platform would answer. */
export interface Answers {
  /** An answer to a message; `exchange` is undefined when the req_id belongs to nothing alive. */
  respond(exchange: Exchange | undefined, body: Fields, way: Way): void
  welcome(exchange: Exchange | undefined, body: Fields): void
  update(exchange: Exchange | undefined, body: Fields): void
  /** A message of the bot's own accord, into a chat where somebody has spoken to it. */
  push(body: Fields): void
  /** Somebody has spoken to the bot in that chat. */
  heard(chat: string): void
}

const answerableMs = 24 * 3_600_000
const streamLimit = 20_480
const ways: Readonly<Record<Way, readonly string[]>> = {
  socket: [
    'stream',
    'template_card',
    'stream_with_template_card',
    'markdown',
    'file',
    'image',
    'voice',
    'video',
  ],
  address: ['stream', 'template_card', 'stream_with_template_card'],
  response_url: ['markdown', 'template_card'],
}

export function createAnswers(ground: Ground): Answers {
  const { chats, cards, members, faults, limits, timings, now } = ground
  const perMinute = createWindow(limits.chatPerMinute, 60_000, now)
  const perHour = createWindow(limits.chatPerHour, 3_600_000, now)
  const spoken = new Set<string>()

  const say = (chat: string, rendered: Rendered): string => {
    if (faults.take('wecomQuota') || !perMinute.take(chat) || !perHour.take(chat))
      throw new CgiError(45009, 'api freq out of limit')
    if (faults.take('wecomSpam')) throw new CgiError(40201, 'anti-spam check failed')
    return post(ground, chat, rendered).id
  }

  const writeStream = (exchange: Exchange, body: Fields, way: Way): void => {
    const part = fieldsOf(body['stream'])
    const id = textOf(part?.['id'])
    if (!part || id === '' || typeof (part['content'] ?? '') !== 'string')
      throw new CgiError(40058, 'invalid Request Parameter, stream')
    const content = textOf(part['content'])
    if (Buffer.byteLength(content) > streamLimit) throw new CgiError(45002, 'content size out of limit')
    const finished = part['finish'] === true
    const begun = exchange.streams.get(id)
    if (begun) {
      if (now().getTime() - begun.since >= limits.streamMs)
        throw new CgiError(846608, 'stream message update expired')
      Object.assign(begun, { content, finished })
      chats.redraw(begun.message)
    } else {
      const stream = { content, finished, message: '', since: now().getTime() }
      const feedback = textOf(fieldsOf(part['feedback'])?.['id'])
      const face = () => ({ text: stream.content, buttons: [], ...(stream.finished ? {} : { live: true }) })
      stream.message = say(exchange.chat, {
        draft: {
          kind: 'markdown',
          dialect: 'new',
          face,
          ...(feedback === '' ? {} : { queryKey: `feedback ${feedback}` }),
        },
      })
      exchange.streams.set(id, stream)
    }
    // Pictures at the end of a stream work in URL mode; over the socket the pages said they do not.
    if (finished && way === 'address') showItems(exchange.chat, part['msg_item'])
  }

  const showItems = (chat: string, items: unknown): void => {
    if (!Array.isArray(items)) return
    for (const item of items.slice(0, 10)) {
      const image = fieldsOf(fieldsOf(item)?.['image'])
      const bytes = Buffer.from(textOf(image?.['base64']), 'base64')
      if (createHash('md5').update(bytes).digest('hex') !== textOf(image?.['md5'])) continue
      const mime = bytes[0] === 0x89 ? 'image/png' : 'image/jpeg'
      const found = ground.media.pictureOf({ type: 'image', name: 'image', mime, bytes })
      const draft = { kind: 'picture', face: () => ({ text: '', buttons: [] }) } as const
      if (found !== undefined) post(ground, chat, { draft: { ...draft, pictures: [found] } })
    }
  }

  /** The exchange, if it is one of that kind that may still be answered. */
  const open = (exchange: Exchange | undefined, kind: Exchange['kind']): Exchange => {
    const isOpen =
      exchange?.kind === kind &&
      (kind === 'message'
        ? now().getTime() - exchange.at < answerableMs
        : !exchange.answered && performance.now() - exchange.since <= timings.answerMs)
    if (!isOpen) throw new CgiError(846605, 'invalid req_id')
    return exchange
  }

  return {
    respond(asked, body, way) {
      const exchange = open(asked, 'message')
      const type = textOf(body['msgtype'])
      if (!ways[way].includes(type)) throw new CgiError(40008, 'invalid message type')
      if (type === 'stream') return writeStream(exchange, body, way)
      if (type !== 'stream_with_template_card')
        return void say(exchange.chat, renderBody(ground, body, 'aibot'))
      // The card is checked first, so that a refusal changes nothing.
      const card =
        body['template_card'] === undefined ? undefined : renderCard(ground, body['template_card'], 'aibot')
      writeStream(exchange, body, way)
      if (card) say(exchange.chat, card)
    },
    welcome(asked, body) {
      const exchange = open(asked, 'enter')
      const type = textOf(body['msgtype'])
      if (type !== 'text' && type !== 'template_card') throw new CgiError(40008, 'invalid message type')
      const content = textOf(fieldsOf(body['text'])?.['content'])
      say(exchange.chat, type === 'text' ? plain(content, 'aibot') : renderBody(ground, body, 'aibot'))
      exchange.answered = true
    },
    update(asked, body) {
      const exchange = open(asked, 'card')
      const { task } = exchange
      if (body['response_type'] !== 'update_template_card' || !task)
        throw new CgiError(40058, 'invalid Request Parameter, response_type')
      const fields = fieldsOf(body['template_card']) ?? {}
      const card = checkCard({ task_id: task.taskId, ...fields }, 'aibot')
      if (card['task_id'] !== task.taskId) throw new CgiError(40058, 'invalid Request Parameter, task_id')
      const userIds = textsOf(body['userids'])?.flatMap((id) => members.byBotId(id)?.userId ?? [])
      cards.update(task, userIds, { card })
      exchange.answered = true
      exchange.updated?.()
    },
    push(body) {
      const id = textOf(body['chatid'])
      const asked = body['chat_type'] ?? 0
      const person = asked === 2 ? undefined : members.byBotId(id)
      const group = asked !== 1 && chats.chat(id)?.kind === 'group' ? id : undefined
      const chat = group ?? (person && wecomChat(person.userId))
      if (chat === undefined) throw new CgiError(93006, 'invalid chatid')
      if (!spoken.has(chat)) throw new CgiError(limits.unspokenCode, 'invalid chatid')
      say(chat, renderBody(ground, body, 'aibot'))
    },
    heard: (chat) => void spoken.add(chat),
  }
}

/** An answer to whatever kind of callback this was, as URL mode gives it in the body of its reply. */
export function answerAny(answers: Answers, exchange: Exchange, body: Fields): void {
  if (exchange.kind === 'enter') answers.welcome(exchange, body)
  else if (exchange.kind === 'card') answers.update(exchange, body)
  else answers.respond(exchange, body, 'address')
}
