import Router from '@koa/router'
import Koa from 'koa'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Log } from '../ports/log.ts'

/** What `/healthz` answers. `ok` false makes it 503. */
export type Health = Readonly<{ ok: boolean }> & Readonly<Record<string, unknown>>

export type HttpOptions = Readonly<{
  routers: readonly Router[]
  health(): Promise<Health>
  log: Log
}>

/** The program's HTTP server: the platforms' callbacks and `/healthz`. */
export function createHttpServer({ routers, health, log }: HttpOptions): Server {
  const app = new Koa()
  const router = new Router()
  router.get('/healthz', async (ctx) => {
    const state = await health()
    ctx.status = state.ok ? 200 : 503
    ctx.body = state
  })
  // Koa's own error listener prints stacks to the console; ours logs one line.
  app.on('error', (error: Error & { expose?: boolean }) => {
    if (!error.expose) log.error({ err: error }, 'http: unexpected error')
  })
  for (const each of [router, ...routers]) app.use(each.routes())
  const server = createServer(app.callback())
  // Platforms answer within seconds; a slow sender must not hold a connection for minutes.
  server.requestTimeout = 15_000
  server.headersTimeout = 10_000
  return server
}

/** Starts listening; answers the address. A port that is taken is said in words. */
export async function listen(server: Server, port: number, host: string): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`端口 ${port} 已被占用，请换一个 PORT，或先停掉占用它的程序。`)
          : error,
      )
    })
    server.listen(port, host, resolve)
  })
  const { port: bound } = server.address() as AddressInfo
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`
}

/** Takes no new connection and resolves when the running requests are answered. */
export async function close(server: Server): Promise<void> {
  server.closeIdleConnections()
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    setTimeout(() => server.closeAllConnections(), 5000).unref()
  })
}
