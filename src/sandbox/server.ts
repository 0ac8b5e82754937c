import { Router } from '@koa/router'
import Koa from 'koa'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import type { Double } from './acts.ts'
import { createChats, platformOf } from './chats.ts'
import { addDingTalk } from './dingtalk/double.ts'
import { createFaults } from './faults.ts'
import { PageError, envelopes, isOwn, loopbackOnly } from './http.ts'
import { addPageApi } from './page-api.ts'
import { pageFiles } from './page-files.ts'
import { createFiles, createPictures } from './shelves.ts'
import type { Sandbox, SandboxOptions } from './types.ts'
import { addWeCom } from './wecom/double.ts'

/**
 * Doubles of DingTalk and, where the options name it, of WeCom for the given organisation, with one web page. They talk
 * to the official SDKs and to the bot's HTTP clients as the platforms would, and live in memory only.
 */
export function createSandbox(options: SandboxOptions): Sandbox {
  const counters = {
    opens: 0,
    sockets: 0,
    delivered: 0,
    acked: 0,
    redelivered: 0,
    calls: {} as Record<string, number>,
    wecom: { sockets: 0, delivered: 0, acked: 0, redelivered: 0, refused: 0 },
  }
  let port = 0
  const base = (): string => `http://127.0.0.1:${port}`

  let changed = (): void => undefined
  const faults = createFaults(() => changed())
  const chats = createChats(options)
  const pictures = createPictures()
  const files = createFiles()
  const router = new Router()
  const called = (path: string): void => void (counters.calls[path] = (counters.calls[path] ?? 0) + 1)
  const shared = { options, chats, pictures, files, faults, base, changed: () => changed() }
  const dingtalk = addDingTalk(router, { ...shared, counters })
  const wecom = options.wecom
    ? addWeCom(router, options.wecom, { ...shared, counters: counters.wecom, called })
    : undefined

  const doubleOf = (chat: string): Double => {
    const found = chats.chat(chat)
    return wecom && found && platformOf(found) === 'wecom' ? wecom : dingtalk
  }
  const onWeCom = (): NonNullable<typeof wecom> => {
    if (!wecom) throw new PageError(404, '这个演练里没有企业微信。')
    return wecom
  }
  const acts = {
    say: async (said) => doubleOf(said.chat).say(said),
    press: async (pressed) => doubleOf(chats.entry(pressed.message)?.chat ?? '').press(pressed),
    enter: async (entered) => wecom?.enter(entered),
    chooseMenu: async (chosen) => onWeCom().chooseMenu(chosen),
    dropSocket(how) {
      dingtalk.drop(how)
      wecom?.drop(how)
    },
  } satisfies Partial<Sandbox>
  const bots = () => ({
    bot: { name: options.app.name, connected: dingtalk.connected() },
    ...(wecom ? { wecom: { name: wecom.name, connected: wecom.connected() } } : {}),
  })
  const streams = addPageApi(router, { options, chats, pictures, files, faults, bots, acts })
  changed = streams.changed

  const koa = new Koa()
  koa.use(envelopes)
  koa.use(loopbackOnly)
  koa.use((ctx, next) => {
    if (!ctx.path.startsWith('/sandbox/') && router.match(ctx.path, ctx.method).route) called(ctx.path)
    return next()
  })
  koa.use(router.routes())
  koa.use(pageFiles)

  const server = createServer(koa.callback())
  const upgrades = new WebSocketServer({ noServer: true, maxPayload: 2 * 1024 * 1024 })
  server.on('upgrade', (request, socket, head) => {
    const { pathname } = new URL(request.url ?? '/', base())
    // WeCom's own address has no path, so any other than DingTalk's will do.
    const attach = pathname === '/connect' ? dingtalk.attach : wecom?.attach
    if (!attach || !isOwn(request.headers.host ?? '', request.headers.origin ?? '', '')) {
      socket.destroy()
      return
    }
    upgrades.handleUpgrade(request, socket, head, (client) => attach(client, request))
  })

  return {
    ...acts,
    rate: async (rated) => onWeCom().rate(rated),
    verifyCallback: (of) => onWeCom().verify(of),
    listen: (wanted = 0) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(wanted, '127.0.0.1', () => {
          server.off('error', reject)
          port = (server.address() as AddressInfo).port
          resolve({ url: base() })
        })
      }),
    close: () =>
      new Promise((resolve) => {
        dingtalk.close()
        wecom?.close()
        streams.close()
        upgrades.close()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
    addPicture(bytes, mime) {
      const id = pictures.add(bytes, mime)
      if (id === undefined) throw new PageError(415, '只能发图片，比如JPG或PNG，最多20MB。')
      return id
    },
    addFile(bytes, name) {
      const id = files.add(bytes, name)
      if (id === undefined) throw new PageError(413, '文件太大了，最多24MB。')
      return id
    },
    messages: (chat, viewer) => chats.list(chat, viewer),
    setFaults: (wanted) => faults.set(wanted),
    stats: counters,
  }
}
