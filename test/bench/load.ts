import { createHmac, randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { wallClock } from './clock.ts'
import { managerId, SECRET, senderId, SENDERS, sentence } from './county.ts'
import type { Sent } from './figures.ts'

export type LoadOrder = Readonly<{
  robotUrl: string
  sinkUrl: string
  messages: number
  /** Messages a second, spread evenly whatever the answers do; 0: each sender sends as soon as he is acked. */
  perSecond: number
  /** `greet` makes everybody say something first, so that everybody has a live session webhook. */
  kind: 'greet' | 'register'
}>

// Signs and sends robot messages as DingTalk does, in a process of its own.

const agent = new Agent({ keepAlive: true, maxSockets: 256 })
const said = new Map<number, number>()

function post(order: LoadOrder, userId: string, text: string): Promise<number> {
  const timestamp = String(Date.now())
  const sign = createHmac('sha256', SECRET).update(`${timestamp}\n${SECRET}`).digest('base64')
  const body = JSON.stringify({
    msgId: `msg${randomUUID()}`,
    msgtype: 'text',
    text: { content: text },
    conversationType: '1',
    conversationId: `cid-${userId}`,
    senderStaffId: userId,
    senderId: `$:LWCP_v1:$${userId}`,
    senderNick: userId,
    senderCorpId: 'dingbench',
    chatbotUserId: '$:LWCP_v1:$bot',
    chatbotCorpId: 'dingbench',
    robotCode: 'dingbench',
    createAt: Date.now(),
    sessionWebhook: `${order.sinkUrl}/robot/sendBySession?session=${userId}`,
    sessionWebhookExpiredTime: Date.now() + 90 * 60 * 1000,
  })
  return deliver(order.robotUrl, body, { timestamp, sign })
}

function deliver(url: string, body: string, signed: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...signed,
    }
    const sending = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
      response.on('error', reject)
    })
    sending.on('error', (error: NodeJS.ErrnoException) => {
      // A connection that idled between two phases may be closed by the server just as it is used again.
      if (sending.reusedSocket && error.code === 'ECONNRESET')
        deliver(url, body, signed).then(resolve, reject)
      else reject(error)
    })
    sending.end(body)
  })
}

async function send(order: LoadOrder, sender: number): Promise<Sent> {
  const n = said.get(sender) ?? 0
  said.set(sender, n + 1)
  const at = wallClock()
  const status = await post(order, senderId(sender), sentence(sender, n))
  return { sender, at, ackedAt: wallClock(), status }
}

async function run(order: LoadOrder): Promise<readonly Sent[]> {
  if (order.kind === 'greet') {
    for (let i = 0; i < SENDERS; i++) await post(order, managerId(i), '你好')
    return []
  }
  if (order.perSecond > 0) return steady(order)
  const sent: Sent[] = []
  let left = order.messages
  const one = async (sender: number): Promise<void> => {
    while (left-- > 0) sent.push(await send(order, sender))
  }
  await Promise.all(Array.from({ length: SENDERS }, (_, sender) => one(sender)))
  return sent
}

async function steady(order: LoadOrder): Promise<readonly Sent[]> {
  const begin = performance.now()
  const sending: Promise<Sent>[] = []
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(order.messages, Math.floor(((performance.now() - begin) * order.perSecond) / 1000))
      while (sending.length < due) sending.push(send(order, sending.length % SENDERS))
      if (due < order.messages) return
      clearInterval(timer)
      resolve()
    }, 2)
  })
  return Promise.all(sending)
}

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (sent) => process.send?.({ sent }),
    (error: unknown) => process.send?.({ failed: String(error) }),
  )
})
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
