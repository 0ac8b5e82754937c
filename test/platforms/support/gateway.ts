import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'

export type Ack = Readonly<{ socket: number; messageId: string; code: number; data: string }>

export type Gateway = Awaited<ReturnType<typeof startGateway>>

/** DingTalk's Stream gateway, as small as the tests need it, on a free port of the loopback address. */
export async function startGateway() {
  const opens: { body: Record<string, unknown>; at: number }[] = []
  const tickets: (string | null)[] = []
  const sockets: WebSocket[] = []
  const acks: Ack[] = []
  const state = {
    /** What the next opens are answered with instead of an endpoint. */
    refuseOpen: undefined as undefined | { status: number; body: unknown },
    /** Answers upgrades with 401. */
    refuseUpgrade: false,
    /** Closes every socket as soon as it is open. */
    closeAtOnce: false,
    endpoint: '',
    ticket: 'a+b/c=',
  }
  const http: Server = createServer((request, response) => void answer(request, response))
  const wss = new WebSocketServer({ noServer: true, autoPong: true })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    opens.push({ body: JSON.parse(body) as Record<string, unknown>, at: performance.now() })
    const refused = state.refuseOpen
    response.writeHead(refused?.status ?? 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(refused?.body ?? { endpoint: state.endpoint, ticket: state.ticket }))
  }

  http.on('upgrade', (request, socket, head) => {
    if (state.refuseUpgrade) return void socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n')
    tickets.push(new URL(request.url ?? '', 'http://x').searchParams.get('ticket'))
    wss.handleUpgrade(request, socket, head, (ws) => {
      const index = sockets.push(ws) - 1
      ws.on('message', (data) => {
        const ack = JSON.parse(String(data)) as { code: number; headers: { messageId: string }; data: string }
        acks.push({ socket: index, messageId: ack.headers.messageId, code: ack.code, data: ack.data })
      })
      if (state.closeAtOnce) ws.close(1008)
    })
  })
  http.listen(0, '127.0.0.1')
  await new Promise((resolve) => http.once('listening', resolve))
  const { port } = http.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  state.endpoint = `ws://127.0.0.1:${port}/connect`

  function frame(socket: number, type: string, topic: string, messageId: string, data: unknown): void {
    const headers = {
      appId: 'a',
      connectionId: 'c',
      contentType: 'application/json',
      messageId,
      time: '1',
      topic,
    }
    sockets[socket]?.send(JSON.stringify({ specVersion: '1.0', type, headers, data: JSON.stringify(data) }))
  }

  return {
    url,
    state,
    opens,
    tickets,
    sockets,
    acks,
    robot: (socket: number, messageId: string, data: unknown) =>
      frame(socket, 'CALLBACK', '/v1.0/im/bot/messages/get', messageId, data),
    press: (socket: number, messageId: string, data: unknown) =>
      frame(socket, 'CALLBACK', '/v1.0/card/instances/callback', messageId, data),
    system: (socket: number, topic: string, messageId: string, data: unknown) =>
      frame(socket, 'SYSTEM', topic, messageId, data),
    raw: (socket: number, text: string) => sockets[socket]?.send(text),
    liveSockets: () => sockets.filter((socket) => socket.readyState === socket.OPEN).length,
    async close() {
      for (const socket of sockets) socket.terminate()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}
