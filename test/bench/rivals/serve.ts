import { createHmac, timingSafeEqual } from 'node:crypto'
import { Agent, createServer, request } from 'node:http'
import { z } from 'zod'

/** What a robot message says, as far as a rival looks at it. */
export const Said = z.object({
  msgId: z.string(),
  senderStaffId: z.string(),
  conversationId: z.string(),
  createAt: z.number(),
  sessionWebhook: z.string(),
  text: z.object({ content: z.string() }),
})
export type Said = Readonly<z.infer<typeof Said>>

/** One message that leaves after its transaction: to whom, and what. */
export type Leaving = Readonly<{ id: string; userId: string; body: object }>

/** The durable steps; how they are written down is what the rivals differ in. */
export interface Steps {
  /** Stores the event once; its row's id, or undefined when it was there. */
  store(said: Said): Promise<string | undefined>
  /** Everything that follows from the event, in one transaction. Answers what is to be sent. */
  handle(eventId: string, said: Said): Promise<readonly Leaving[]>
  markSent(ids: readonly string[]): Promise<void>
}

export type RivalOptions = Readonly<{ port: number; secret: string; steps: Steps }>

/** A bot in one short file: verifies, stores, acks, handles each sender's events in order, sends. No retries, no lanes in the database. */
export function serve({ port, secret, steps }: RivalOptions): void {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const webhooks = new Map<string, string>()
  const lanes = new Map<string, Promise<void>>()

  async function work(eventId: string, said: Said): Promise<void> {
    const leaving = await steps.handle(eventId, said)
    await Promise.all(leaving.map(({ userId, body }) => post(webhooks.get(userId) ?? '', body)))
    if (leaving.length > 0) await steps.markSent(leaving.map(({ id }) => id))
  }

  function post(url: string, body: object): Promise<void> {
    const text = JSON.stringify(body)
    return new Promise((resolve, reject) => {
      const sending = request(
        url,
        {
          method: 'POST',
          agent,
          headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
        },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () => {
            const { errcode } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { errcode?: number }
            if (errcode === 0) resolve()
            else reject(new Error(`errcode ${errcode}`))
          })
        },
      )
      sending.on('error', reject)
      sending.end(text)
    })
  }

  function isAuthentic(headers: Readonly<Record<string, unknown>>): boolean {
    const { timestamp, sign } = headers
    if (Math.abs(Date.now() - Number(timestamp)) > 3_600_000) return false
    const expected = createHmac('sha256', secret)
      .update(`${String(timestamp)}\n${secret}`)
      .digest('base64')
    const [a, b] = [Buffer.from(String(sign)), Buffer.from(expected)]
    return a.length === b.length && timingSafeEqual(a, b)
  }

  async function accept(text: string): Promise<void> {
    const said = Said.parse(JSON.parse(text))
    const eventId = await steps.store(said)
    if (eventId === undefined) return
    webhooks.set(said.senderStaffId, said.sessionWebhook)
    const before = lanes.get(said.senderStaffId) ?? Promise.resolve()
    const after = before
      .then(() => work(eventId, said))
      .catch((error: unknown) => void process.stderr.write(`${String(error)}\n`))
    lanes.set(said.senderStaffId, after)
  }

  const server = createServer((incoming, response) => {
    const end = (status: number): void => {
      response.statusCode = status
      response.setHeader('content-type', 'application/json')
      response.end('{}')
    }
    if (incoming.url === '/healthz') return end(200)
    if (!isAuthentic(incoming.headers)) return end(401)
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      accept(Buffer.concat(chunks).toString('utf8')).then(
        () => end(200),
        () => end(503),
      )
    })
  })
  server.listen(port, '127.0.0.1')
  process.on('SIGTERM', () => process.exit(0))
}

/** Where the words say it is, what is wrong, and the answers: the least that somebody writing by hand would do. */
export function read(
  text: string,
): Readonly<{ community: string; place: string; wrong: string }> | undefined {
  const match = /^(\p{L}+?)(\d+号楼\d+单元)(.+)$/u.exec(text)
  return match?.[1] && match[2] && match[3]
    ? { community: match[1], place: match[2], wrong: match[3] }
    : undefined
}

/** The answer to whoever registered. */
export function receipt(number: number, code: string, where: string, wrong: string): object {
  return card(
    `已登记 ${number}号（${code}）`,
    `**${where}**：${wrong}\n\n有照片请接着发，会归到${number}号。`,
  )
}

/** The notice to the responsible unit. */
export function notice(number: number, where: string, wrong: string): object {
  return card(`${number}号隐患请整改`, `**${where}**：${wrong}\n\n改完回「${number}号已改」并附一张照片。`)
}

function card(title: string, text: string): object {
  return { msgtype: 'markdown', markdown: { title, text: `### ${title}\n\n${text}` } }
}
