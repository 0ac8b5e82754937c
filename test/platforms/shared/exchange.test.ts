import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { exchange, type Exchange } from '../../../src/platforms/shared/exchange.ts'

let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function serve(answer: RequestListener): Promise<string> {
  server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

const call = (url: string, given: Partial<Exchange> = {}) =>
  exchange({ url, method: 'POST', headers: {}, body: '{}', timeoutMs: 5000, limit: 1000, ...given })

async function wordsOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

describe('One exchange with a platform', () => {
  test('brings the words there and the answer back, whatever its status', async () => {
    const url = await serve((request, response) => {
      void wordsOf(request).then((words) => {
        response.statusCode = 403
        response.end(`${request.method} ${request.headers['x-token']} ${words}`)
      })
    })
    const { status, bytes } = await call(url, { method: 'PUT', headers: { 'x-token': 'a' }, body: '隐患' })
    expect([status, bytes?.toString()]).toEqual([403, 'PUT a 隐患'])
  })

  test('uses the connection of the last one again', async () => {
    const ports = new Set<number | undefined>()
    const url = await serve((request, response) => {
      ports.add(request.socket.remotePort)
      response.end('ok')
    })
    for (let i = 0; i < 5; i++) await call(url)
    expect(ports.size).toBe(1)
  })

  test('sends a form with a picture in it', async () => {
    const url = await serve((request, response) => {
      void wordsOf(request).then((words) => response.end(`${request.headers['content-type']}\n${words}`))
    })
    const form = new FormData()
    form.append('media', new Blob(['bytes'], { type: 'image/png' }), 'picture.png')
    const words = String((await call(url, { body: form })).bytes)
    const boundary = /^multipart\/form-data; boundary=(\S+)/.exec(words)?.[1] ?? 'none'
    expect(words.split(`--${boundary}`)[1]).toMatch(
      /name="media"; filename="picture.png"\r\nContent-Type: image\/png\r\n\r\nbytes/i,
    )
  })

  test('answers a redirect as it stands and asks nobody else', async () => {
    let asked = 0
    const url = await serve((_, response) => {
      asked += 1
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    expect((await call(url)).status).toBe(302)
    expect(asked).toBe(1)
  })

  test('stops reading an answer that is too large, and hangs up', async () => {
    let hungUp: Promise<unknown> | undefined
    const url = await serve((_, response) => {
      hungUp = once(response, 'close')
      const pour = (): void => {
        while (!response.destroyed && response.write('x'.repeat(1000)));
        response.once('drain', pour)
      }
      pour()
    })
    expect((await call(url)).bytes).toBeUndefined()
    await hungUp
  })

  test('gives up on an answer that trickles in for too long', async () => {
    const url = await serve((_, response) => {
      const trickle = setInterval(() => response.write(' '), 10)
      response.on('close', () => clearInterval(trickle))
    })
    await expect(call(url, { timeoutMs: 100 })).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  test('gives up at once when the process stops', async () => {
    const stop = new AbortController()
    const url = await serve(() => stop.abort())
    await expect(call(url, { signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' })
    await expect(call(url, { signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('tells by its code that nobody answered, or that the answer broke off', async () => {
    const url = await serve((request) => request.socket.destroy())
    await expect(call(url)).rejects.toMatchObject({ code: 'ECONNRESET' })
    await new Promise((resolve) => server?.close(resolve))
    await expect(call(url)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    const half = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half', () => request.socket.destroy())
    })
    await expect(call(half)).rejects.toMatchObject({ code: 'ECONNRESET' })
  })
})
