import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'

export type Sent = Readonly<{
  socket: number
  cmd: string
  reqId: string
  body: Record<string, unknown>
}>
type Answer = Readonly<{ errcode: number; errmsg?: string; body?: unknown }> | 'silence' | 'hang-up'

export type Gateway = Awaited<ReturnType<typeof startGateway>>

/** The AI bot's gateway, as small as the tests need it, on a free port of the loopback address. */
export async function startGateway() {
  const sockets: WebSocket[] = []
  const sent: Sent[] = []
  const state = {
    /** How a subscription is answered. */
    subscribe: { errcode: 0 } as Answer,
    /** Whether heartbeats are answered. */
    isAlive: true,
    /** How everything else is answered; called once for every frame. */
    answer: (_frame: Sent): Answer => ({ errcode: 0 }),
  }
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise((resolve) => server.once('listening', resolve))

  server.on('connection', (ws) => {
    const socket = sockets.push(ws) - 1
    ws.on('message', (data) => {
      const { cmd, headers, body } = JSON.parse(String(data)) as {
        cmd: string
        headers: { req_id: string }
        body?: Record<string, unknown>
      }
      const frame = { socket, cmd, reqId: headers.req_id, body: body ?? {} }
      if (cmd === 'ping') {
        if (state.isAlive) ws.send(JSON.stringify({ headers, errcode: 0 }))
        return
      }
      sent.push(frame)
      const answer = cmd === 'aibot_subscribe' ? state.subscribe : state.answer(frame)
      if (answer === 'hang-up') return ws.terminate()
      if (answer !== 'silence') ws.send(JSON.stringify({ headers, ...answer }))
    })
  })

  function callback(socket: number, cmd: string, reqId: string, body: unknown): void {
    sockets[socket]?.send(JSON.stringify({ cmd, headers: { req_id: reqId }, body }))
  }
  const isLive = (socket: WebSocket) => socket.readyState === socket.OPEN

  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sockets,
    sent,
    state,
    message: (socket: number, reqId: string, body: unknown) =>
      callback(socket, 'aibot_msg_callback', reqId, body),
    event: (socket: number, reqId: string, body: unknown) =>
      callback(socket, 'aibot_event_callback', reqId, body),
    /** Frames of one kind, in their order. */
    of: (cmd: string) => sent.filter((frame) => frame.cmd === cmd),
    live: () => sockets.filter(isLive).length,
    async close() {
      for (const socket of sockets) socket.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
