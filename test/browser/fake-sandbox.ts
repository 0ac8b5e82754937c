import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { extname } from 'node:path'
import type {
  SandboxChat,
  SandboxFaults,
  SandboxGroup,
  SandboxMessage,
  SandboxPerson,
} from '../../src/sandbox/types.ts'

/** What the page asked the fake to do, in order. */
export type Asked = Readonly<{ path: string; body: Readonly<Record<string, unknown>> }>

/** A tiny stand-in for the sandbox's page API: just enough to see how the page behaves. */
export type FakeSandbox = Readonly<{
  url: string
  asked: readonly Asked[]
  /** Puts a message into a chat, or redraws the one with the same id, and tells every open page. */
  post(message: Partial<SandboxMessage> & Pick<SandboxMessage, 'chat' | 'from'>): string
  /** How the next presses are answered, after that many milliseconds. */
  answerPresses(answer: Readonly<{ ok: boolean; toast?: string }>, afterMs?: number): void
  /** Cuts every open event stream, as a restart would. */
  cutStreams(): void
  /** Forgets every message and cuts the streams, as a restart does. */
  startOver(): void
  close(): Promise<void>
}>

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Starts the fake on a free port of the loopback address. */
export async function startFakeSandbox(
  given: Readonly<{ people: readonly SandboxPerson[]; groups: readonly SandboxGroup[]; now: Date }>,
): Promise<FakeSandbox> {
  const asked: Asked[] = []
  const messages: SandboxMessage[] = []
  const pictures = new Map<string, Readonly<{ bytes: Buffer; mime: string }>>()
  const streams = new Map<ServerResponse, string>()
  let now = given.now
  let count = 0
  let press: Readonly<{ ok: boolean; toast?: string }> = { ok: true }
  let pressAfterMs = 0
  let faults: SandboxFaults = {
    qps: 0,
    busy: 0,
    timeout: 0,
    expiredToken: 0,
    expiredSession: 0,
    duplicate: 0,
    throttled: 0,
    quotaExceeded: 0,
  }

  const chatsOf = (as: string): SandboxChat[] => [
    ...given.groups
      .filter((one) => one.members.includes(as))
      .map((one) => ({ ...one, kind: 'group' as const })),
    { id: `direct:${as}`, kind: 'direct' as const, title: '清患', members: [as] },
  ]

  function post(message: Partial<SandboxMessage> & Pick<SandboxMessage, 'chat' | 'from'>): string {
    const id = message.id ?? `m${(count += 1)}`
    const i = messages.findIndex((one) => one.id === id)
    const before = messages[i]
    const whole: SandboxMessage = {
      kind: 'text',
      text: '',
      pictures: [],
      buttons: [],
      mentions: [],
      at: now.toISOString(),
      ...before,
      ...message,
      id,
      revision: before ? before.revision + 1 : 1,
    }
    if (before) messages[i] = whole
    else messages.push(whole)
    tell('message', whole, (as) => chatsOf(as).some((one) => one.id === whole.chat))
    return id
  }

  function tell(event: string, data: unknown, to: (as: string) => boolean): void {
    for (const [stream, as] of streams) {
      if (to(as)) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    }
  }

  function state(as: string): unknown {
    const chats = chatsOf(as)
    return {
      now: now.toISOString(),
      bot: { name: '清患', connected: true },
      people: given.people,
      chats,
      messages: messages.filter((one) => chats.some((chat) => chat.id === one.chat)),
      faults,
    }
  }

  async function write(path: string, request: IncomingMessage): Promise<unknown> {
    const bytes = await bodyOf(request)
    if (path === 'picture') {
      const id = `p${(count += 1)}`
      pictures.set(id, { bytes, mime: request.headers['content-type'] ?? 'image/jpeg' })
      return { id, url: `/sandbox/pictures/${id}` }
    }
    const body = JSON.parse(bytes.toString('utf8')) as Readonly<Record<string, unknown>>
    asked.push({ path, body })
    if (path === 'say') {
      const ids = (body['pictures'] ?? []) as readonly string[]
      const quoted = messages.find((one) => one.id === body['quote'])?.text
      const words = `${body['at'] ? '@清患 ' : ''}${String(body['text'])}`
      return {
        id: post({
          chat: String(body['chat']),
          from: String(body['as']),
          kind: ids.length > 0 ? 'richText' : 'text',
          text: words,
          pictures: ids.map((id) => `/sandbox/pictures/${id}`),
          mentions: (body['mention'] ?? []) as readonly string[],
          ...(quoted === undefined ? {} : { quoted }),
        }),
      }
    }
    if (path === 'press') {
      await new Promise((done) => setTimeout(done, pressAfterMs))
      return press
    }
    if (path === 'clock') {
      now = new Date(String(body['to']))
      tell('clock', { now: now.toISOString() }, () => true)
      return { now: now.toISOString() }
    }
    if (path === 'fault') {
      if (!('drop' in body)) faults = { ...faults, ...body }
      return faults
    }
    return undefined
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const as = url.searchParams.get('as') ?? ''
    const api = url.pathname.startsWith('/sandbox/api/')
      ? url.pathname.slice('/sandbox/api/'.length)
      : undefined
    const json = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    if (api === 'state') return json(200, state(as))
    if (api === 'stream') {
      response
        .writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
        .write(':\n\n')
      streams.set(response, as)
      response.on('close', () => streams.delete(response))
      return
    }
    if (api !== undefined && request.method === 'POST' && request.headers['x-sandbox'] === '1') {
      void write(api, request).then((body) => (body === undefined ? json(404, {}) : json(200, body)))
      return
    }
    if (api !== undefined) return json(404, { error: 'not here' })
    const picture = pictures.get(url.pathname.slice('/sandbox/pictures/'.length))
    if (picture) {
      response.writeHead(200, { 'content-type': picture.mime }).end(picture.bytes)
      return
    }
    void serve(url.pathname, response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}/`,
    asked,
    post,
    answerPresses(answer, afterMs = 0) {
      press = answer
      pressAfterMs = afterMs
    },
    cutStreams() {
      for (const stream of streams.keys()) stream.destroy()
    },
    startOver() {
      messages.length = 0
      for (const stream of streams.keys()) stream.destroy()
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

async function serve(path: string, response: ServerResponse): Promise<void> {
  const name = path === '/' ? '/index.html' : path
  try {
    const bytes = await readFile(new URL(`../../src/sandbox/page${name}`, import.meta.url))
    response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream' }).end(bytes)
  } catch {
    response.writeHead(404).end()
  }
}
