import { PlatformError } from '../../../chat/outgoing.ts'
import type { Log } from '../../../ports/log.ts'
import { createTokenCache } from '../../shared/token-cache.ts'
import type { TemplateCard } from '../card-encoder.ts'
import { openMedia, RefusedError } from '../crypto.ts'
import type { WecomSettings } from '../settings.ts'
import { createAlarm, isStaleToken, platformError } from './errors.ts'
import { apiHosts, callBytes, callJson, createGate, pictureHosts, throwRefusal } from './http.ts'
import { jsonFields, type Fields } from '../../shared/network.ts'
import type { Call, Status } from './http.ts'
import { documentOf, MEDIA_TIMEOUT_MS, mediaIdOf, pictureForm, pictureOf, uploadNamed } from './media.ts'
import type { Document, Named, Picture } from './media.ts'

const MAX_DOWNLOAD = 20 * 1024 * 1024
const UPLOAD = 'media/upload'
/** WeCom refuses more than about ten calls at the same time (45033). */
const MOST_AT_ONCE = 8

export type Department = Readonly<{ id: number; name: string; parentId: number }>
export type Member = Readonly<{ userId: string; name: string; departments: readonly number[] }>
/** A menu entry says its sentence when it is tapped, as a button does. */
export type MenuEntry = Readonly<{ name: string; say: string }>
export type Menu = readonly (MenuEntry | Readonly<{ name: string; entries: readonly MenuEntry[] }>)[]

/**
 * The calls to WeCom that the bot needs, each made once. They resolve when WeCom has accepted, or throw PlatformError.
 * Those of the app throw `no-app` where none is configured.
 */
export interface WecomClient {
  /** Sends `body` (msgtype and its part) to one member. The response code, if any, updates that card within 72 h. */
  sendToPerson(userId: string, body: Fields): Promise<Readonly<{ msgId?: string; responseCode?: string }>>
  updateCard(userId: string, responseCode: string, card: TemplateCard): Promise<void>
  recall(msgId: string): Promise<void>
  /** Returns a media id, good for three days in every app of the corp. JPG or PNG, at most 10 MB. */
  uploadPicture(picture: Picture): Promise<string>
  /** The same for a document, of at most 20 MB. */
  uploadFile(file: Named): Promise<string>
  /** The picture behind a media id that a member has sent. */
  downloadMedia(mediaId: string): Promise<Picture>
  /** An encrypted picture sent to the AI bot; its address lives five minutes. */
  downloadEncrypted(url: string, aesKey: string): Promise<Picture>
  /** The same two for documents, whatever they are. */
  downloadDocument(mediaId: string): Promise<Document>
  downloadEncryptedDocument(url: string, aesKey: string): Promise<Document>
  /** The member with that phone number, undefined when there is none. Misses are counted against us: ask `members`. */
  userIdByMobile(mobile: string): Promise<string | undefined>
  member(userId: string): Promise<Member>
  /** The departments that the app can see. */
  departments(): Promise<readonly Department[]>
  /** Plain user ids by encrypted ones (`wo…`); those that are not to be known are left out. At most 1000. */
  plainUserIds(openUserIds: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** At most three columns of at most five entries. */
  createMenu(columns: Menu): Promise<void>
}

export type ClientOptions = Readonly<{
  settings: WecomSettings
  now(): Date
  log: Log
  /** Counts one call, e.g. ('api', 'message/send'). */
  meter(kind: 'api' | 'webhook' | 'stream', call: string): void
  timeoutMs?: number | undefined
}>

/** A client for one app. Holds its access token; nothing else. */
export function createWecomClient(options: ClientOptions): WecomClient {
  const { settings, now, log, meter, timeoutMs } = options
  const { app, apiBase } = settings
  const base = `${apiBase}/cgi-bin`
  const alarm = createAlarm(log, now)
  const gate = createGate(MOST_AT_ONCE)
  const tokens = createTokenCache(issueToken, now)
  const common = { allowedHosts: apiHosts(apiBase), timeoutMs, alarm } as const

  // https://developer.work.weixin.qq.com/document/path/91039
  async function issueToken() {
    const name = 'gettoken'
    if (!app) throw new PlatformError(name, 'no-app', 'never')
    const query = new URLSearchParams({ corpid: app.corpId, corpsecret: app.secret })
    const answer = await callJson({
      ...common,
      name,
      url: `${base}/gettoken?${query}`,
      method: 'GET',
      repeatable: true,
    })
    const { access_token, expires_in } = answer
    if (typeof access_token !== 'string' || access_token === '')
      throw new PlatformError(name, 'no-token', 'later')
    return { token: access_token, expiresInMs: (typeof expires_in === 'number' ? expires_in : 7200) * 1000 }
  }

  /** Tries once more with a fresh token when the old one is refused: a refused call has done nothing. */
  async function withToken<T>(name: string, work: (token: string) => Promise<T>): Promise<T> {
    return gate(async () => {
      const token = await tokens.get()
      try {
        meter('api', name)
        return await work(token)
      } catch (error) {
        if (!isStaleToken(error)) throw error
        const fresh = await tokens.replace(token)
        meter('api', name)
        return work(fresh)
      }
    })
  }

  function apiUrl(name: string, token: string, query: Readonly<Record<string, string>> = {}): string {
    return `${base}/${name}?${new URLSearchParams({ access_token: token, ...query })}`
  }

  function get(name: string, query: Readonly<Record<string, string>> = {}): Promise<Fields> {
    return withToken(name, (token) =>
      callJson({ ...common, name, url: apiUrl(name, token, query), method: 'GET', repeatable: true }),
    )
  }

  function post(name: string, body: Fields, repeatable: boolean, query = {}): Promise<Fields> {
    return withToken(name, (token) =>
      callJson({ ...common, name, url: apiUrl(name, token, query), method: 'POST', body, repeatable }),
    )
  }

  // https://developer.work.weixin.qq.com/document/path/90253
  function upload(type: 'image' | 'file', form: FormData): Promise<Fields> {
    return withToken(UPLOAD, (token) =>
      callJson({
        ...common,
        name: UPLOAD,
        url: apiUrl(UPLOAD, token, { type }),
        method: 'POST',
        body: form,
        repeatable: true,
        timeoutMs: MEDIA_TIMEOUT_MS,
      }),
    )
  }

  function agentId(call: string): number {
    if (!app) throw new PlatformError(call, 'no-app', 'never')
    return app.agentId
  }

  function refused(call: string, code: string): PlatformError {
    alarm.raise({ code, call })
    return platformError({ call, status: 200, code, repeatable: false })
  }

  type Make<T> = (call: string, response: Status, bytes: Buffer) => T

  // https://developer.work.weixin.qq.com/document/path/90254
  function fetchMedia<T>(mediaId: string, make: Make<T>): Promise<T> {
    const name = 'media/get'
    return withToken(name, async (token) => {
      const url = apiUrl(name, token, { media_id: mediaId })
      const call: Call = {
        ...common,
        name,
        url,
        method: 'GET',
        repeatable: true,
        timeoutMs: MEDIA_TIMEOUT_MS,
      }
      const { response, bytes } = await callBytes(call, MAX_DOWNLOAD)
      // An error comes as JSON, with HTTP 200, in place of the file.
      const fields = bytes.length < 4096 ? jsonFields(bytes) : undefined
      if (fields) throwRefusal(call, fields)
      return make(name, response, bytes)
    })
  }

  async function fetchEncrypted<T>(url: string, aesKey: string, make: Make<T>): Promise<T> {
    const name = 'aibot/media'
    const call: Call = {
      name,
      url,
      method: 'GET',
      allowedHosts: pictureHosts(apiBase),
      repeatable: true,
      timeoutMs: MEDIA_TIMEOUT_MS,
    }
    const { response, bytes } = await callBytes(call, MAX_DOWNLOAD + 32)
    if (!response.ok) return make(name, response, bytes)
    try {
      return make(name, response, openMedia(bytes, aesKey))
    } catch (error) {
      if (error instanceof RefusedError) throw new PlatformError(name, `not-decrypted-${error.why}`, 'never')
      throw error
    }
  }

  return {
    // https://developer.work.weixin.qq.com/document/path/90236
    async sendToPerson(userId, body) {
      const name = 'message/send'
      const answer = await post(name, { touser: userId, agentid: agentId(name), ...body }, false)
      // 0 can mean that nobody got it. WeCom returns these ids in lower case.
      if (isNamed(answer['invaliduser'], userId)) throw refused(name, 'invalid-user')
      if (isNamed(answer['unlicenseduser'], userId)) throw refused(name, 'unlicensed-user')
      const { msgid, response_code } = answer
      return {
        ...(typeof msgid === 'string' && { msgId: msgid }),
        ...(typeof response_code === 'string' && response_code !== '' && { responseCode: response_code }),
      }
    },

    // https://developer.work.weixin.qq.com/document/path/94888
    async updateCard(userId, responseCode, card) {
      const name = 'message/update_template_card'
      // The task id is only for sending.
      const { task_id: _taskId, ...template_card } = card
      const body = { userids: [userId], agentid: agentId(name), response_code: responseCode, template_card }
      await post(name, body, false)
    },

    // https://developer.work.weixin.qq.com/document/path/94867
    async recall(msgId) {
      await post('message/recall', { msgid: msgId }, true)
    },

    async uploadPicture(picture) {
      return mediaIdOf(UPLOAD, await upload('image', pictureForm(UPLOAD, picture)))
    },
    uploadFile: (file) => uploadNamed(UPLOAD, file, (form) => upload('file', form)),

    downloadMedia: (mediaId) => fetchMedia(mediaId, pictureOf),
    downloadDocument: (mediaId) => fetchMedia(mediaId, documentOf),
    downloadEncrypted: (url, aesKey) => fetchEncrypted(url, aesKey, pictureOf),
    downloadEncryptedDocument: (url, aesKey) => fetchEncrypted(url, aesKey, documentOf),

    // https://developer.work.weixin.qq.com/document/path/95402
    async userIdByMobile(mobile) {
      try {
        const { userid } = await post('user/getuserid', { mobile }, true)
        return typeof userid === 'string' && userid !== '' ? userid : undefined
      } catch (error) {
        if (error instanceof PlatformError && /^(46004|60111|40003)$/.test(error.code)) return undefined
        throw error
      }
    },

    // https://developer.work.weixin.qq.com/document/path/90196
    async member(userId) {
      const { userid, name, department } = await get('user/get', { userid: userId })
      const departments = Array.isArray(department) ? department : []
      return {
        userId: typeof userid === 'string' ? userid : userId,
        name: typeof name === 'string' ? name : '',
        departments: departments.filter((id): id is number => typeof id === 'number'),
      }
    },

    // https://developer.work.weixin.qq.com/document/path/90208
    async departments() {
      const { department } = await get('department/list')
      return (Array.isArray(department) ? (department as Fields[]) : []).map(({ id, name, parentid }) => ({
        id: Number(id),
        name: typeof name === 'string' ? name : '',
        parentId: Number(parentid ?? 0),
      }))
    },

    // https://developer.work.weixin.qq.com/document/path/101521
    async plainUserIds(openUserIds) {
      const answer = await post('batch/openuserid_to_userid', { open_userid_list: openUserIds }, true)
      const list = Array.isArray(answer['userid_list']) ? (answer['userid_list'] as Fields[]) : []
      return new Map(
        list.flatMap(({ open_userid, userid }) =>
          typeof open_userid === 'string' && typeof userid === 'string'
            ? [[open_userid, userid] as const]
            : [],
        ),
      )
    },

    // https://developer.work.weixin.qq.com/document/path/90231
    async createMenu(columns) {
      const click = ({ name, say }: MenuEntry) => ({ type: 'click', name, key: say })
      const button = columns
        .slice(0, 3)
        .map((column) =>
          'entries' in column
            ? { name: column.name, sub_button: column.entries.slice(0, 5).map(click) }
            : click(column),
        )
      await post('menu/create', { button }, true, { agentid: String(agentId('menu/create')) })
    },
  }
}

function isNamed(list: unknown, userId: string): boolean {
  return typeof list === 'string' && list.toLowerCase().split('|').includes(userId.toLowerCase())
}
