import type { Router } from '@koa/router'
import { randomBytes, randomUUID } from 'node:crypto'
import { ApiError, OapiError, PageError, readBody, readJson, textOf } from '../http.ts'
import { pictureLimit, pictureUrl, shownFile } from '../shelves.ts'
import type { Files, Picture, Pictures, SandboxFile } from '../shelves.ts'
import type { SandboxApp } from '../types.ts'
import type { Guards } from './wire/guards.ts'
import type { Uploaded } from './render.ts'

type Needs = Readonly<{
  app: SandboxApp
  pictures: Pictures
  files: Files
  guards: Guards
  now: () => Date
  base: () => string
}>

/** How long a download address works; the platform's own bound is undocumented. */
const downloadMs = 15 * 60_000

const kinds: Readonly<Record<string, Readonly<{ limit: number; names: RegExp }>>> = {
  image: { limit: pictureLimit, names: /\.(jpe?g|gif|png|bmp)$/i },
  voice: { limit: 2 * 1024 * 1024, names: /\.(amr|mp3|wav)$/i },
  video: { limit: pictureLimit, names: /\.mp4$/i },
  file: { limit: pictureLimit, names: /\.(docx?|xlsx?|pptx?|zip|pdf|rar)$/i },
}

const mimes: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  png: 'image/png',
  bmp: 'image/bmp',
}

/** Fetching what people sent (KB0719) and uploading what the bot shows (KB0646). Returns how to find what was uploaded. */
export function addMedia(router: Router, needs: Needs): Uploaded {
  const { app, pictures, files, guards, now } = needs
  const downloads = new Map<string, Readonly<{ picture: Picture | SandboxFile; until: number }>>()
  const uploads = new Map<string, string>()

  router.post('/v1.0/robot/messageFiles/download', guards.api, async (ctx) => {
    const body = await readJson(
      ctx,
      new ApiError(400, 'invalidParameter.param.invalid', '请求体应为JSON对象'),
    )
    if (textOf(body['robotCode']) !== app.robotCode)
      throw new ApiError(400, 'invalidParameter.robotCode.auth', '机器人权限校验不通过')
    const code = textOf(body['downloadCode'])
    const picture = pictures.byCode(code) ?? files.byCode(code)
    if (!picture) throw new ApiError(400, 'invalidParameter.downloadCode.invalid', 'downloadCode不合法')
    for (const [key, { until }] of downloads) if (until <= now().getTime()) downloads.delete(key)
    const key = randomBytes(16).toString('hex')
    downloads.set(key, { picture, until: now().getTime() + downloadMs })
    ctx.body = { downloadUrl: `${needs.base()}/sandbox/files/${key}` }
  })

  router.get('/sandbox/files/:key', (ctx) => {
    const found = downloads.get(textOf(ctx.params['key']))
    if (!found || found.until <= now().getTime()) throw new PageError(403, '下载地址已失效。')
    ctx.type = found.picture.mime
    ctx.body = Buffer.from(found.picture.bytes)
  })

  router.post('/media/upload', guards.oapi, async (ctx) => {
    const tooBig = new OapiError(40009, '不合法的文件大小')
    // The multipart wrapping takes a little room of its own.
    const bytes = await readBody(ctx, pictureLimit + 64 * 1024, tooBig)
    const form = await new Response(bytes, { headers: { 'content-type': ctx.get('content-type') } })
      .formData()
      .catch(() => undefined)
    const media = form?.get('media')
    const given = form?.get('type')
    const type = textOf(ctx.query['type']) || (typeof given === 'string' ? given : '')
    const kind = kinds[type]
    if (!kind) throw new OapiError(40004, '不合法的媒体文件类型')
    if (!media || typeof media === 'string') throw new OapiError(41005, '缺少多媒体文件数据')
    if (media.size === 0 || media.size > kind.limit) throw tooBig
    if (!kind.names.test(media.name)) throw new OapiError(40004, '不合法的媒体文件类型')
    const mediaId = `${type === 'image' ? '@' : '$'}${randomUUID().replaceAll('-', '')}`
    if (type === 'image') {
      const ending = media.name.split('.').at(-1)?.toLowerCase() ?? ''
      const id = pictures.add(new Uint8Array(await media.arrayBuffer()), mimes[ending] ?? 'image/jpeg')
      if (id === undefined) throw tooBig
      uploads.set(mediaId, id)
    } else if (type === 'file') {
      const id = files.add(new Uint8Array(await media.arrayBuffer()), media.name)
      if (id !== undefined) uploads.set(mediaId, id)
    }
    ctx.body = { errcode: 0, errmsg: 'ok', type, media_id: mediaId, created_at: now().getTime() }
  })

  return {
    picture(mediaId) {
      const id = uploads.get(mediaId) ?? ''
      return pictures.get(id) && pictureUrl(id)
    },
    file(mediaId, name) {
      const file = files.get(uploads.get(mediaId) ?? '')
      return file && shownFile(file, name)
    },
  }
}
