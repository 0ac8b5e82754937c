import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { wallClock } from '../clock.ts'
import type { Tally } from './tally.ts'

/** What came to a sink by HTTP; the time is when all of it was there. */
export type Received = Readonly<{ url: string; body: string; at: number }>

/** Serves HTTP on a free port, which is the first thing told to the parent, and answers its questions about the tally. */
export function serveSink(tally: Tally, respond: (received: Received) => object): Server {
  const server = createServer((request: IncomingMessage, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const at = wallClock()
      const body = Buffer.concat(chunks).toString('utf8')
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(respond({ url: request.url ?? '', body, at })))
    })
  })
  server.keepAliveTimeout = 60_000
  process.on('message', (question: unknown) => {
    if (typeof question === 'string') process.send?.(tally.answer(question))
  })
  process.on('disconnect', () => process.exit(0))
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
  return server
}
