import { PlatformError } from '../../chat/outgoing.ts'
import { isAllowedUrl } from '../shared/allowed-url.ts'
import { pictureType } from '../shared/picture-type.ts'
import { createTokenCache } from '../shared/token-cache.ts'
import type { RobotMessage } from './card-encoder.ts'
import { pictureEndings, type Sendable } from './documents.ts'
import { isStaleToken, platformError } from './errors.ts'
import { callBytes, callJson, downloadHosts, replyHosts } from './http.ts'
import type { Fields } from '../shared/network.ts'
import type { Bases, Call } from './http.ts'

const MAX_MEDIA = 20 * 1024 * 1024
const MEDIA_TIMEOUT_MS = 30_000
const UPLOAD = 'media/upload'

export type DingtalkApp = Bases &
  Readonly<{
    clientId: string
    clientSecret: string
    /** Equals the client id for apps of one's own organisation. */
    robotCode: string
    /** Hosts that session webhooks may live on; `replyHosts(bases)` when left out. */
    allowedHosts?: readonly string[] | undefined
    timeoutMs?: number | undefined
  }>

export type Picture = Readonly<{ bytes: Uint8Array; mime: string }>
export type CardSpace = Readonly<{
  openSpaceId: string
  /** `imGroupOpenSpaceModel` and `imGroupOpenDeliverModel`, or their one-to-one twins. */
  models: Fields
}>

/** The calls to DingTalk that the bot needs, each made once. They resolve when DingTalk has accepted, or throw PlatformError. */
export interface DingtalkClient {
  sendBySession(url: string, body: Fields): Promise<void>
  sendToGroup(openConversationId: string, message: RobotMessage): Promise<void>
  sendToPerson(userId: string, message: RobotMessage): Promise<void>
  /** A DING inside the app, which stays on top until it is read. */
  sendDing(userId: string, content: string): Promise<void>
  createCard(
    card: Readonly<{
      templateId: string
      outTrackId: string
      callback: Fields
      variables: Fields
      space: CardSpace
    }>,
  ): Promise<void>
  updateCard(outTrackId: string, variables: Fields): Promise<void>
  /** Returns a media id, usable in place of a picture's address in messages. */
  uploadPicture(picture: Picture): Promise<string>
  /** Returns a media id for a message of that document. */
  uploadFile(file: Sendable): Promise<string>
  downloadPicture(downloadCode: string): Promise<Picture>
  /** The bytes of a document, whatever they are. */
  downloadFile(downloadCode: string): Promise<Uint8Array>
}

type Meter = (kind: 'api' | 'webhook', call: string) => void

/** A client for one app. Holds its access token; nothing else. */
export function createDingtalkClient(app: DingtalkApp, now: () => Date, meter: Meter): DingtalkClient {
  const bases = [new URL(app.apiBase).origin, new URL(app.oapiBase).origin]
  const tokens = createTokenCache(issueToken, now)

  // https://open.dingtalk.com/document/orgapp/obtain-the-access_token-of-an-internal-app
  async function issueToken() {
    const name = 'oauth2/accessToken'
    const answer = await callJson({
      name,
      url: `${app.apiBase}/v1.0/oauth2/accessToken`,
      method: 'POST',
      body: { appKey: app.clientId, appSecret: app.clientSecret },
      allowedHosts: bases,
      repeatable: true,
      timeoutMs: app.timeoutMs,
    })
    const { accessToken, expireIn } = answer
    if (typeof accessToken !== 'string' || accessToken === '')
      throw new PlatformError(name, 'no-token', 'later')
    return { token: accessToken, expiresInMs: (typeof expireIn === 'number' ? expireIn : 7200) * 1000 }
  }

  /** Tries once more with a fresh token when the old one is refused: a refused call has done nothing. */
  async function withToken<T>(work: (token: string) => Promise<T>): Promise<T> {
    const token = await tokens.get()
    try {
      return await work(token)
    } catch (error) {
      if (!(error instanceof PlatformError && isStaleToken(error.code))) throw error
      return work(await tokens.replace(token))
    }
  }

  function api(method: 'POST' | 'PUT', name: string, body: Fields, repeatable: boolean): Promise<Fields> {
    return withToken((token) => {
      meter('api', name)
      return callJson({
        name,
        url: `${app.apiBase}/v1.0/${name}`,
        method,
        body,
        headers: { 'x-acs-dingtalk-access-token': token },
        allowedHosts: bases,
        repeatable,
        timeoutMs: app.timeoutMs,
      })
    })
  }

  // https://open.dingtalk.com/document/orgapp/download-the-file-content-of-the-robot-receiving-message
  async function downloadOf(downloadCode: string, name: string): Promise<Call> {
    const asked = 'robot/messageFiles/download'
    const { downloadUrl } = await api('POST', asked, { downloadCode, robotCode: app.robotCode }, true)
    if (typeof downloadUrl !== 'string') throw new PlatformError(asked, 'no-download-url', 'never')
    const allowedHosts = downloadHosts(app)
    return { name, url: overTls(downloadUrl, allowedHosts), method: 'GET', allowedHosts, repeatable: true }
  }

  // https://open.dingtalk.com/document/orgapp/upload-media-files
  function upload(type: 'image' | 'file', media: Blob, name: string): Promise<string> {
    return withToken(async (token) => {
      const form = new FormData()
      form.append('media', media, name)
      meter('api', UPLOAD)
      const answer = await callJson({
        name: UPLOAD,
        url: `${app.oapiBase}/media/upload?access_token=${encodeURIComponent(token)}&type=${type}`,
        method: 'POST',
        body: form,
        allowedHosts: bases,
        repeatable: true,
        timeoutMs: MEDIA_TIMEOUT_MS,
      })
      const mediaId = answer['media_id']
      if (typeof mediaId !== 'string' || mediaId === '')
        throw new PlatformError(UPLOAD, 'no-media-id', 'later')
      return mediaId
    })
  }

  function robotBody({ msgKey, msgParam }: RobotMessage) {
    return { robotCode: app.robotCode, msgKey, msgParam: JSON.stringify(msgParam) }
  }

  return {
    // https://open.dingtalk.com/document/orgapp/robot-reply-and-send-messages
    async sendBySession(url, body) {
      const name = 'robot/sendBySession'
      const allowedHosts = app.allowedHosts ?? replyHosts(app)
      meter('webhook', name)
      const answer = await callJson({
        name,
        url,
        method: 'POST',
        body,
        allowedHosts,
        repeatable: false,
        timeoutMs: app.timeoutMs,
      })
      // Without an errcode of 0 nobody has said that it was sent.
      if (answer['errcode'] === undefined) throw new PlatformError(name, 'no-errcode', 'unknown')
    },

    // https://open.dingtalk.com/document/orgapp/the-robot-sends-a-group-message
    async sendToGroup(openConversationId, message) {
      await api('POST', 'robot/groupMessages/send', { ...robotBody(message), openConversationId }, false)
    },

    // https://open.dingtalk.com/document/orgapp/chatbots-send-one-on-one-chat-messages-in-batches
    async sendToPerson(userId, message) {
      const name = 'robot/oToMessages/batchSend'
      const answer = await api('POST', name, { ...robotBody(message), userIds: [userId] }, false)
      // 200 can mean that nobody got it.
      if (isListed(answer['invalidStaffIdList']))
        throw platformError({ call: name, status: 200, code: 'staffId.invalid', repeatable: false })
      if (isListed(answer['flowControlledStaffIdList']))
        throw platformError({ call: name, status: 200, code: 'flow-controlled', repeatable: false })
    },

    async sendDing(userId, content) {
      const name = 'robot/ding/send'
      const body = { robotCode: app.robotCode, remindType: 1, receiverUserIdList: [userId], content }
      const answer = await api('POST', name, body, false)
      if (isListed(answer['failedList']) || isFilled(answer['failedList']))
        throw new PlatformError(name, 'ding-not-delivered', 'never')
    },

    // https://open.dingtalk.com/document/orgapp/create-and-deliver-cards
    async createCard({ templateId, outTrackId, callback, variables, space }) {
      const name = 'card/instances/createAndDeliver'
      const body = {
        cardTemplateId: templateId,
        outTrackId,
        ...callback,
        userIdType: 1,
        cardData: { cardParamMap: variables },
        openSpaceId: space.openSpaceId,
        ...space.models,
      }
      const answer = await api('POST', name, body, true).catch((error: unknown): Fields => {
        // The card's own id makes a repetition harmless: it is there already.
        if (error instanceof PlatformError && error.code === 'param.cardAlreadyExist') return {}
        throw error
      })
      if (answer['success'] === false || hasFailedDelivery(answer['result']))
        throw new PlatformError(name, 'card-not-delivered', 'never')
    },

    // https://open.dingtalk.com/document/orgapp/interactive-card-update-interface
    async updateCard(outTrackId, variables) {
      const body = {
        outTrackId,
        cardData: { cardParamMap: variables },
        // Without this, variables that are not given would vanish.
        cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
        userIdType: 1,
      }
      await api('PUT', 'card/instances', body, true)
    },

    uploadPicture(picture) {
      const extension = pictureEndings[picture.mime]
      if (!extension || picture.bytes.length > MAX_MEDIA)
        throw new PlatformError(UPLOAD, 'picture-not-uploadable', 'never')
      const blob = new Blob([Buffer.from(picture.bytes)], { type: picture.mime })
      return upload('image', blob, `picture.${extension}`)
    },

    uploadFile(file) {
      if (file.bytes.length > MAX_MEDIA) throw new PlatformError(UPLOAD, 'file-too-large', 'never')
      // What people read is the name in the message; this one only has to end rightly.
      return upload('file', new Blob([Buffer.from(file.bytes)]), `document.${file.type}`)
    },

    async downloadPicture(downloadCode) {
      const call = await downloadOf(downloadCode, 'picture/download')
      const bytes = await download(call)
      const mime = pictureType(bytes)
      if (!mime) throw new PlatformError(call.name, 'not-a-picture', 'never')
      return { bytes, mime }
    },

    async downloadFile(downloadCode) {
      return download(await downloadOf(downloadCode, 'file/download'))
    },
  }
}

async function download(call: Call): Promise<Buffer> {
  const { response, bytes } = await callBytes({ ...call, timeoutMs: MEDIA_TIMEOUT_MS }, MAX_MEDIA)
  if (!response.ok)
    throw platformError({
      call: call.name,
      status: response.status,
      code: String(response.status),
      repeatable: true,
    })
  return bytes
}

/** DingTalk's storage answers on both; a plain address that is not allowed as it stands is asked for over TLS. */
function overTls(url: string, allowedHosts: readonly string[]): string {
  return isAllowedUrl(url, allowedHosts) ? url : url.replace(/^http:/u, 'https:')
}

function isListed(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0
}

/** The failed receivers of a DING come as an object by user id. */
function isFilled(map: unknown): boolean {
  return typeof map === 'object' && map !== null && Object.keys(map).length > 0
}

/** `success: true` on top can still hide a delivery that failed. */
function hasFailedDelivery(result: unknown): boolean {
  if (typeof result !== 'object' || result === null) return false
  const deliveries: unknown = (result as Fields)['deliverResults']
  return (
    Array.isArray(deliveries) &&
    deliveries.some((delivery: unknown) => (delivery as Fields | null)?.['success'] === false)
  )
}
