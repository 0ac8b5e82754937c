import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { DINGTALK_SECRET } from '../../ways/secrets.ts'
import { bodyOf, createBot, listen, type RivalOptions } from '../bot.ts'
import { postJson } from '../post.ts'
import { markdown } from '../words.ts'

const Robot = z.object({
  msgId: z.string(),
  senderStaffId: z.string(),
  createAt: z.number(),
  sessionWebhook: z.string(),
  text: z.object({ content: z.string() }),
})

/** DingTalk's signed robot callbacks, answered by session webhook. */
export function openWebhook({ port, steps }: RivalOptions): void {
  const webhooks = new Map<string, string>()
  const bot = createBot(steps, async ({ userId, words }) => {
    const content = { title: words.title, text: markdown(words) }
    await postJson(webhooks.get(userId) ?? '', { msgtype: 'markdown', markdown: content })
  })

  async function accept(text: string): Promise<void> {
    const payload = Robot.parse(JSON.parse(text))
    webhooks.set(payload.senderStaffId, payload.sessionWebhook)
    await bot.accept({
      platform: 'dingtalk',
      messageId: payload.msgId,
      userId: payload.senderStaffId,
      text: payload.text.content,
      sentAt: payload.createAt,
      payload,
    })
  }

  listen(port, (request, response) => {
    const end = (status: number): void => {
      response.statusCode = status
      response.setHeader('content-type', 'application/json')
      response.end('{}')
    }
    if (!isAuthentic(request.headers)) return end(401)
    bodyOf(request)
      .then(accept)
      .then(
        () => end(200),
        () => end(503),
      )
  })
}

function isAuthentic({ timestamp, sign }: Readonly<Record<string, unknown>>): boolean {
  if (Math.abs(Date.now() - Number(timestamp)) > 3_600_000) return false
  const expected = createHmac('sha256', DINGTALK_SECRET)
    .update(`${String(timestamp)}\n${DINGTALK_SECRET}`)
    .digest('base64')
  const [a, b] = [Buffer.from(String(sign)), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
