import type { Router } from '@koa/router'
import type { Context } from 'koa'
import { readBody, textOf } from '../../http.ts'
import { disposition } from '../../shelves.ts'
import { CgiError } from '../errors.ts'
import type { Ground } from '../ground.ts'
import type { WeComOptions } from '../options.ts'
import type { Guards } from './guards.ts'

/** The largest file and the multipart wrapping around it. */
const largestBody = 20 * 1024 * 1024 + 64 * 1024

/** media/upload and media/get (D90253, D90254), webhook/upload_media (D99110), and the AI bot's encrypted files. */
export function addUploads(router: Router, ground: Ground, guards: Guards): void {
  const { media, wecom, now } = ground

  const upload = async (ctx: Context, owner: string): Promise<void> => {
    const type = textOf(ctx.query['type'])
    const bytes = await readBody(ctx, largestBody, new CgiError(40006, 'invalid media size'))
    const form = await new Response(bytes, { headers: { 'content-type': ctx.get('content-type') } })
      .formData()
      .catch(() => undefined)
    const file = form?.get('media')
    if (!file || typeof file === 'string') throw new CgiError(44001, 'empty media data')
    const given = { type, name: file.name, bytes: new Uint8Array(await file.arrayBuffer()), owner }
    const created = String(Math.floor(now().getTime() / 1000))
    ctx.body = { errcode: 0, errmsg: 'ok', type, media_id: media.add(given), created_at: created }
  }

  router.post('/cgi-bin/media/upload', guards.app, (ctx) => upload(ctx, 'app'))

  router.get('/cgi-bin/media/get', guards.app, (ctx) => {
    const medium = media.get(textOf(ctx.query['media_id']), 'app')
    ctx.type = medium.mime
    ctx.set('content-disposition', disposition(medium.name))
    ctx.body = Buffer.from(medium.bytes)
  })

  router.post('/cgi-bin/webhook/upload_media', guards.envelope, async (ctx) => {
    const key = webhookOf(wecom, textOf(ctx.query['key'])).key
    const type = textOf(ctx.query['type'])
    if (type !== 'file' && type !== 'voice') throw new CgiError(40004, 'invalid media type')
    // A webhook's media is usable by that robot only (field).
    await upload(ctx, `webhook ${key}`)
  })

  router.get('/sandbox/wecom-files/:key', (ctx) => {
    const file = media.file(textOf(ctx.params['key']))
    if (!file) {
      ctx.status = 403
      ctx.body = ''
      return
    }
    ctx.type = 'application/octet-stream'
    ctx.set('content-disposition', disposition(file.name))
    ctx.body = file.bytes
  })
}

/** The group webhook with that key; throws 93000 when there is none. */
export function webhookOf(wecom: WeComOptions, key: string): NonNullable<WeComOptions['webhooks']>[number] {
  const found = wecom.webhooks?.find((each) => each.key === key)
  if (!found) throw new CgiError(93000, 'invalid webhook url')
  return found
}
