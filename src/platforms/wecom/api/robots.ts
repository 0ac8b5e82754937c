import { createHash } from 'node:crypto'
import { PlatformError } from '../../../chat/outgoing.ts'
import { createAlarm } from './errors.ts'
import { apiHosts, callJson } from './http.ts'
import type { Fields } from '../../shared/network.ts'
import type { Call } from './http.ts'
import { MEDIA_TIMEOUT_MS, uploadable, uploadNamed } from './media.ts'
import type { Named, Picture } from './media.ts'
import type { ClientOptions } from './client.ts'

const MAX_WEBHOOK_PICTURE = 2 * 1024 * 1024

/** The calls that need no access token: their address is the secret. They resolve when WeCom has accepted, or throw PlatformError. */
export interface RobotClient {
  /** Posts `body` (msgtype and its part) into the group that the key belongs to. */
  sendByWebhook(key: string, body: Fields): Promise<void>
  /** Returns a media id that is good for this webhook only, for three days. */
  uploadToWebhook(key: string, file: Named): Promise<string>
  /** Answers a message to the AI bot by its `response_url`, which can be done once. */
  answerByUrl(url: string, body: Fields): Promise<void>
}

/** A client for group webhooks and response addresses. It holds nothing. */
export function createRobotClient(options: ClientOptions): RobotClient {
  const { settings, now, log, meter, timeoutMs } = options
  const { apiBase } = settings
  const base = `${apiBase}/cgi-bin`
  const alarm = createAlarm(log, now)
  const common = { method: 'POST', allowedHosts: apiHosts(apiBase), timeoutMs, alarm } as const

  return {
    // https://developer.work.weixin.qq.com/document/path/99110
    async sendByWebhook(key, body) {
      const name = 'webhook/send'
      meter('webhook', name)
      const url = `${base}/${name}?${new URLSearchParams({ key })}`
      const answer = await callJson({ ...common, name, url, body, repeatable: false })
      // Without an errcode of 0 nobody has said that it was sent.
      if (answer['errcode'] === undefined) throw new PlatformError(name, 'no-errcode', 'unknown')
    },

    async uploadToWebhook(key, file) {
      const name = 'webhook/upload_media'
      const url = `${base}/${name}?${new URLSearchParams({ key, type: 'file' })}`
      return uploadNamed(name, file, (form) => {
        meter('webhook', name)
        const call: Call = { ...common, name, url, body: form, repeatable: true, timeoutMs: MEDIA_TIMEOUT_MS }
        return callJson(call)
      })
    },

    // https://developer.work.weixin.qq.com/document/path/101138
    async answerByUrl(url, body) {
      const name = 'aibot/response'
      meter('api', name)
      await callJson({ ...common, name, url, body, repeatable: false })
    },
  }
}

/** A picture as a group webhook takes it, inside the message itself: JPG or PNG of at most 2 MB. */
export function webhookPicture({ bytes, mime }: Picture): Fields {
  if (bytes.length > MAX_WEBHOOK_PICTURE || !uploadable[mime])
    throw new PlatformError('webhook/send', 'picture-not-sendable', 'never')
  const md5 = createHash('md5').update(bytes).digest('hex')
  return { msgtype: 'image', image: { base64: Buffer.from(bytes).toString('base64'), md5 } }
}
