import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { Words } from './words.ts'

/** A message that came in, as far as a rival looks at it. */
export type Said = Readonly<{
  platform: 'dingtalk' | 'wecom'
  /** The platform's own id of it. */
  messageId: string
  userId: string
  text: string
  /** Milliseconds since the epoch. */
  sentAt: number
  /** All of it, to be stored. */
  payload: object
}>

/** One message that leaves after its transaction: to whom, and what. */
export type Leaving = Readonly<{ id: string; userId: string; cardId: string; words: Words }>

/** The durable steps; how they are written down is what the rivals differ in. */
export interface Steps {
  /** Stores the event once; its row's id, or undefined when it was there. */
  store(said: Said): Promise<string | undefined>
  /** Everything that follows from the event, in one transaction. Answers what is to be sent. */
  handle(eventId: string, said: Said): Promise<readonly Leaving[]>
  markSent(ids: readonly string[]): Promise<void>
  /** Keeps the code with which a card of WeCom's app can be drawn anew. */
  keepCode(cardId: string, code: string, userId: string): Promise<void>
}

/** Sends one message; `said` is what it follows from. */
export type Send = (leaving: Leaving, said: Said) => Promise<void>

/** What a rival is started with. */
export type RivalOptions = Readonly<{ port: number; sinkUrl: string; steps: Steps }>

/** A bot in one short file: stores, and handles each sender's events in order. No retries, no lanes in the database. */
export function createBot(steps: Steps, send: Send): Readonly<{ accept(said: Said): Promise<void> }> {
  const lanes = new Map<string, Promise<void>>()

  async function work(eventId: string, said: Said): Promise<void> {
    const leaving = await steps.handle(eventId, said)
    await Promise.all(leaving.map((each) => send(each, said)))
    if (leaving.length > 0) await steps.markSent(leaving.map(({ id }) => id))
  }

  return {
    async accept(said) {
      const eventId = await steps.store(said)
      if (eventId === undefined) return
      const before = lanes.get(said.userId) ?? Promise.resolve()
      const after = before
        .then(() => work(eventId, said))
        .catch((error: unknown) => void process.stderr.write(`${String(error)}\n`))
      lanes.set(said.userId, after)
    },
  }
}

/** Listens, and says that it is well at /healthz. */
export function listen(port: number, hear: RequestListener): void {
  createServer((request, response) => {
    if (request.url !== '/healthz') return hear(request, response)
    response.end('{}')
  }).listen(port, '127.0.0.1')
  process.on('SIGTERM', () => process.exit(0))
}

/** The whole body of a request. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
