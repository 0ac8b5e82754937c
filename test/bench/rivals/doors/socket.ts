import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { wecom } from '../../ways/secrets.ts'
import { createBot, listen, type RivalOptions, type Said } from '../bot.ts'
import { templateCard } from '../words.ts'

const HEARTBEAT_MS = 30_000

const Frame = z.object({
  cmd: z.string().optional(),
  headers: z.object({ req_id: z.string() }),
  errcode: z.number().optional(),
  body: z.unknown().optional(),
})
const Message = z.object({
  msgid: z.string(),
  from: z.object({ userid: z.string() }),
  create_time: z.number(),
  text: z.object({ content: z.string() }),
})

/** The long connection of WeCom's AI bot: what is asked is answered, everybody else is written to. */
export function openSocket({ port, sinkUrl, steps }: RivalOptions): void {
  const client = new WebSocket(sinkUrl.replace('http', 'ws'))
  const acks = new Map<string, Readonly<{ resolve: () => void; reject: (error: Error) => void }>>()
  const callbacks = new WeakMap<Said, string>()

  const frame = (cmd: string, req_id: string, body?: object): Promise<void> =>
    new Promise((resolve, reject) => {
      acks.set(req_id, { resolve, reject })
      client.send(JSON.stringify({ cmd, headers: { req_id }, ...(body && { body }) }))
    })
  const bot = createBot(steps, ({ userId, cardId, words }, said) => {
    const body = { msgtype: 'template_card', template_card: templateCard(words, cardId) }
    return userId === said.userId
      ? frame('aibot_respond_msg', callbacks.get(said) ?? '', body)
      : frame('aibot_send_msg', randomUUID(), { chatid: userId, chat_type: 1, ...body })
  })

  client.on('open', () => {
    void frame('aibot_subscribe', randomUUID(), { bot_id: wecom.botId, secret: wecom.botSecret })
    setInterval(() => void frame('ping', randomUUID()), HEARTBEAT_MS).unref()
  })
  client.on('message', (data) => {
    const { cmd, headers, errcode, body } = Frame.parse(JSON.parse((data as Buffer).toString('utf8')))
    if (cmd === 'aibot_msg_callback') return void hear(Message.parse(body), headers.req_id)
    const ack = acks.get(headers.req_id)
    acks.delete(headers.req_id)
    if (errcode === 0) ack?.resolve()
    else ack?.reject(new Error(`errcode ${errcode}`))
  })

  async function hear(payload: z.infer<typeof Message>, reqId: string): Promise<void> {
    const said: Said = {
      platform: 'wecom',
      messageId: payload.msgid,
      userId: payload.from.userid,
      text: payload.text.content,
      sentAt: payload.create_time * 1000,
      payload,
    }
    callbacks.set(said, reqId)
    await bot.accept(said)
  }

  listen(port, (_request, response) => response.end())
}
