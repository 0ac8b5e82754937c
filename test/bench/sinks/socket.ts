import { randomUUID } from 'node:crypto'
import { WebSocketServer, type WebSocket } from 'ws'
import { wallClock } from '../clock.ts'
import { run, type LoadOrder, type Say } from '../load/senders.ts'
import { wecom } from '../ways/secrets.ts'
import { serveSink } from './listen.ts'
import { createTally } from './tally.ts'
import { watchCommits } from './commits.ts'

// Plays the gateway of WeCom's AI bot in a process of its own: sends what people say, takes the answers, acks them.

type Frame = Readonly<{
  cmd?: string
  headers: Readonly<{ req_id: string }>
  body?: Readonly<{ bot_id?: string; secret?: string; chatid?: string }>
}>

const tally = createTally()
const server = serveSink(tally, () => ({ errcode: 0, errmsg: 'ok' }))
const gateway = new WebSocketServer({ server })
/** Who waits for the answer to a callback. */
const asked = new Map<string, Readonly<{ userId: string; answered: () => void }>>()
let bot: WebSocket | undefined
let subscribed = (): void => undefined
let ready = new Promise<void>((resolve) => (subscribed = resolve))

gateway.on('connection', (client) => {
  client.on('message', (data) => {
    const at = wallClock()
    const text = (data as Buffer).toString('utf8')
    take(client, JSON.parse(text) as Frame, text, at)
  })
  client.on('close', () => {
    if (bot !== client) return
    bot = undefined
    ready = new Promise((resolve) => (subscribed = resolve))
  })
})

function take(client: WebSocket, { cmd, headers, body }: Frame, text: string, at: number): void {
  const ack = (errcode: number): void => client.send(JSON.stringify({ headers, errcode, errmsg: 'ok' }))
  switch (cmd) {
    case 'aibot_subscribe':
      if (body?.bot_id !== wecom.botId || body.secret !== wecom.botSecret) return ack(40001)
      bot = client
      ack(0)
      return subscribed()
    case 'aibot_respond_msg': {
      const question = asked.get(headers.req_id)
      if (!question) return ack(846605)
      asked.delete(headers.req_id)
      tally.note(question.userId, text, at)
      ack(0)
      return question.answered()
    }
    case 'aibot_send_msg':
      tally.note(body?.chatid ?? '', text, at)
      return ack(0)
    default:
      return ack(0)
  }
}

process.on('message', (order: LoadOrder | string) => {
  if (typeof order === 'string') return
  obey(order).then(
    (sent) => process.send?.({ sent }),
    (error: unknown) => process.send?.({ failed: String(error) }),
  )
})

async function obey(order: LoadOrder) {
  await ready
  // The trigger costs a little, so it is there only where its news is wanted.
  const commits = order.perSecond > 0 ? await watchCommits(order.databaseUrl) : undefined
  const say: Say = async (_order, userId, text) => {
    const [msgid, req_id] = [randomUUID(), randomUUID()]
    const answered = new Promise<void>((resolve) => asked.set(req_id, { userId, answered: resolve }))
    bot?.send(
      JSON.stringify({
        cmd: 'aibot_msg_callback',
        headers: { req_id },
        body: {
          msgid,
          aibotid: wecom.botId,
          chattype: 'single',
          from: { userid: userId },
          create_time: Math.floor(Date.now() / 1000),
          msgtype: 'text',
          text: { content: text },
        },
      }),
    )
    // Nobody waits for what is answered to a greeting.
    if (order.kind === 'greet') return { ackedAt: undefined, status: 200 }
    const ackedAt = await commits?.of(msgid)
    await answered
    return { ackedAt, status: 200 }
  }
  try {
    return await run(order, say)
  } finally {
    await commits?.stop()
  }
}
