import { seal } from '../ways/sealed.ts'
import { wecom } from '../ways/secrets.ts'
import { post } from './post.ts'
import { serveOrders } from './senders.ts'

// Encrypts, signs and sends the callbacks of a self-built app as WeCom does, in a process of its own.

let messages = 7_480_000_000_000_000_000n

serveOrders((order, userId, text) => {
  messages += 1n
  const message = [
    `<xml><ToUserName><![CDATA[${wecom.corpId}]]></ToUserName>`,
    `<FromUserName><![CDATA[${userId}]]></FromUserName>`,
    `<CreateTime>${Math.floor(Date.now() / 1000)}</CreateTime>`,
    `<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${text}]]></Content>`,
    `<MsgId>${messages}</MsgId><AgentID>${wecom.agentId}</AgentID></xml>`,
  ].join('')
  const { encrypted, query } = seal(message)
  const envelope = [
    `<xml><ToUserName><![CDATA[${wecom.corpId}]]></ToUserName>`,
    `<AgentID><![CDATA[${wecom.agentId}]]></AgentID>`,
    `<Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`,
  ].join('')
  return post(`${order.target}?${query}`, envelope, { 'content-type': 'text/xml' })
})
process.send?.('ready')
