import { createHmac, randomUUID } from 'node:crypto'
import { DINGTALK_SECRET } from '../ways/secrets.ts'
import { post } from './post.ts'
import { serveOrders } from './senders.ts'

// Signs and sends robot messages as DingTalk does, in a process of its own.

serveOrders((order, userId, text) => {
  const timestamp = String(Date.now())
  const sign = createHmac('sha256', DINGTALK_SECRET)
    .update(`${timestamp}\n${DINGTALK_SECRET}`)
    .digest('base64')
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
  return post(order.target, body, { 'content-type': 'application/json', timestamp, sign })
})
process.send?.('ready')
