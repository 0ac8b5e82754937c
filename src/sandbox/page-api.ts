import type { Router } from '@koa/router'
import type { Context } from 'koa'
import type { ServerResponse } from 'node:http'
import type { Chats } from './chats.ts'
import { faultsOf } from './faults.ts'
import type { Faults } from './faults.ts'
import { PageError, fieldsOf, readBody, readJson, textOf, textsOf } from './http.ts'
import type { Fields } from './http.ts'
import { disposition, fileLimit, pictureLimit, pictureUrl } from './shelves.ts'
import type { Files, Pictures } from './shelves.ts'
import type { Sandbox, SandboxOptions, SandboxState } from './types.ts'

type Needs = Readonly<{
  options: SandboxOptions
  chats: Chats
  pictures: Pictures
  files: Files
  faults: Faults
  bots: () => Pick<SandboxState, 'bot' | 'wecom'>
  acts: Pick<Sandbox, 'say' | 'press' | 'enter' | 'chooseMenu' | 'dropSocket'>
}>

/** The open event streams. */
export interface PageStreams {
  /** Tells every page to fetch the state again. */
  changed(): void
  close(): void
}

const forms = ['voice', 'video', 'file', 'location', 'link'] as const
const drops = ['socket', 'server-disconnect', 'wecom-socket', 'wecom-subscription', 'wecom-kick'] as const
const shownPerChat = 200
/** A page that reads so slowly is cut off; it reconnects and fetches the state. */
const unreadLimit = 8 * 1024 * 1024
const keepAliveMs = 15_000

/** The page's calls, as types.ts lists them. */
export function addPageApi(router: Router, needs: Needs): PageStreams {
  const streams = new Map<ServerResponse, string>()
  addReads(router, needs)
  addDocuments(router, needs.files)
  const announceClock = (): void => {
    for (const response of streams.keys())
      write(response, 'clock', { now: needs.options.now().toISOString() })
  }
  addActs(router, needs, announceClock)

  router.get('/sandbox/api/stream', (ctx) => {
    const response = ctx.res
    ctx.respond = false
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    response.write(': open\n\n')
    streams.set(response, textOf(ctx.query['as']))
    const keepAlive = setInterval(() => response.write(': still here\n\n'), keepAliveMs)
    response.on('error', () => response.destroy())
    response.on('close', () => {
      clearInterval(keepAlive)
      streams.delete(response)
    })
  })

  // One listener for all pages writes at once and in the order of happening, so no page sees another order.
  needs.chats.subscribe((entry) => {
    for (const [response, viewer] of streams)
      if (needs.chats.sees(viewer, entry)) write(response, 'message', needs.chats.view(entry, viewer))
  })

  return {
    changed() {
      for (const response of streams.keys()) write(response, 'state', {})
    },
    close() {
      for (const response of streams.keys()) response.destroy()
    },
  }
}

function write(response: ServerResponse, event: string, data: unknown): void {
  if (response.writableLength > unreadLimit) response.destroy()
  else response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
}

function addReads(router: Router, needs: Needs): void {
  const { options, chats, pictures, faults } = needs
  router.get('/sandbox/api/state', (ctx) => {
    // Nobody, or somebody unknown, sees the people to choose from and no chat.
    const viewer = textOf(ctx.query['as'])
    const mine = chats.of(viewer)
    const state: SandboxState = {
      now: options.now().toISOString(),
      ...needs.bots(),
      people: options.people,
      chats: mine,
      messages: mine.flatMap((chat) => chats.list(chat.id, viewer, shownPerChat)),
      faults: faults.read(),
    }
    ctx.set('cache-control', 'no-store')
    ctx.body = state
  })

  router.get('/sandbox/api/phrases', (ctx) => {
    ctx.body = options.phrases?.(textOf(ctx.query['as'])) ?? []
  })

  router.get('/sandbox/pictures/:id', (ctx) => {
    const picture = pictures.get(textOf(ctx.params['id']))
    if (!picture) throw new PageError(404, '图片不在了。')
    ctx.set({
      'cache-control': 'private, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    })
    ctx.type = picture.mime
    ctx.body = Buffer.from(picture.bytes)
  })
}

function addDocuments(router: Router, files: Files): void {
  router.get('/sandbox/documents/:id', (ctx) => {
    const file = files.get(textOf(ctx.params['id']))
    if (!file) throw new PageError(404, '文件不在了。')
    ctx.set({
      'content-disposition': disposition(textOf(ctx.query['name']) || file.name),
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    })
    ctx.type = file.mime
    ctx.body = Buffer.from(file.bytes)
  })
}

function addActs(router: Router, needs: Needs, announceClock: () => void): void {
  const { options, pictures, files, faults, acts } = needs

  router.post('/sandbox/api/say', async (ctx) => {
    const body = await ownJson(ctx)
    const mention = optionalTexts(body, 'mention')
    const shown = optionalTexts(body, 'pictures')
    const documents = optionalTexts(body, 'files')
    const quote = textOf(body['quote'])
    const form = forms.find((each) => each === body['form'])
    const id = await acts.say({
      as: textOf(body['as']),
      chat: textOf(body['chat']),
      text: textOf(body['text']),
      at: body['at'] === true,
      ...(mention ? { mention } : {}),
      ...(shown ? { pictures: shown } : {}),
      ...(documents ? { files: documents } : {}),
      ...(quote === '' ? {} : { quote }),
      ...(form ? { form } : {}),
    })
    ctx.body = { id }
  })

  router.post('/sandbox/api/press', async (ctx) => {
    const body = await ownJson(ctx)
    const button = body['button']
    if (typeof button !== 'number') throw malformed()
    const choices = Object.entries(fieldsOf(body['choices']) ?? {}).map(([key, ids]) => {
      const chosen = textsOf(ids)
      if (!chosen) throw malformed()
      return [key, chosen] as const
    })
    const pressed = { as: textOf(body['as']), message: textOf(body['message']), button }
    ctx.body = await acts.press({ ...pressed, choices: Object.fromEntries(choices) })
  })

  router.post('/sandbox/api/enter', async (ctx) => {
    const body = await ownJson(ctx)
    await acts.enter({ as: textOf(body['as']), chat: textOf(body['chat']) })
    ctx.body = {}
  })

  router.post('/sandbox/api/menu', async (ctx) => {
    const body = await ownJson(ctx)
    const chosen = { as: textOf(body['as']), chat: textOf(body['chat']), key: textOf(body['key']) }
    await acts.chooseMenu(chosen)
    ctx.body = {}
  })

  router.post('/sandbox/api/picture', async (ctx) => {
    fromPage(ctx)
    const bytes = await readBody(ctx, pictureLimit, new PageError(413, '图片太大了，最多20MB。'))
    const id = pictures.add(bytes, ctx.get('content-type'))
    if (id === undefined) throw new PageError(415, '只能发图片，比如JPG或PNG。')
    ctx.body = { id, url: pictureUrl(id) }
  })

  router.post('/sandbox/api/file', async (ctx) => {
    fromPage(ctx)
    const tooBig = new PageError(413, '文件太大了，最多24MB。')
    const id = files.add(await readBody(ctx, fileLimit, tooBig), textOf(ctx.query['name']))
    if (id === undefined) throw new PageError(415, '这个文件没有名字，发不了。')
    ctx.body = { id }
  })

  let moving = false
  router.post('/sandbox/api/clock', async (ctx) => {
    const to = new Date(textOf((await ownJson(ctx))['to']))
    if (!options.moveClock) throw new PageError(501, '这个沙箱的时钟不能拨。')
    if (Number.isNaN(to.getTime())) throw malformed()
    if (to.getTime() < options.now().getTime()) throw new PageError(400, '时钟只能往后拨。')
    if (moving) throw new PageError(409, '时钟正在走，请等它走完。')
    moving = true
    try {
      await options.moveClock(to)
    } finally {
      moving = false
      announceClock()
    }
    ctx.body = { now: options.now().toISOString() }
  })

  router.post('/sandbox/api/fault', async (ctx) => {
    const body = await ownJson(ctx)
    const drop = drops.find((each) => each === body['drop'])
    if (drop) {
      acts.dropSocket(drop)
    } else {
      const wanted = faultsOf(body)
      if (!wanted) throw malformed()
      faults.set(wanted)
    }
    ctx.body = faults.read()
  })
}

/** A foreign page cannot send this header without asking first, and is never told yes. */
function fromPage(ctx: Context): void {
  if (ctx.get('x-sandbox') !== '1') throw new PageError(403, '沙箱只接受本机自己的页面。')
}

async function ownJson(ctx: Context): Promise<Fields> {
  fromPage(ctx)
  return readJson(ctx, malformed())
}

function optionalTexts(body: Fields, name: string): readonly string[] | undefined {
  if (body[name] === undefined) return undefined
  const texts = textsOf(body[name])
  if (!texts) throw malformed()
  return texts
}

function malformed(): PageError {
  return new PageError(400, '请求的格式不对。')
}
