import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { wallClock } from './clock.ts'

// Plays DingTalk's session webhook and robot API in a process of its own, and notes when each answer arrived.

let arrivals: Record<string, number[]> = {}
let counts = { replies: 0, notices: 0, robot: 0, odd: 0 }

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const at = wallClock()
    const url = request.url ?? ''
    response.setHeader('content-type', 'application/json')
    if (url.startsWith('/v1.0/oauth2/'))
      return void response.end('{"accessToken":"invented","expireIn":7200}')
    response.end('{"errcode":0,"errmsg":"ok"}')
    const session = /session=(\w)(\d+)/.exec(url)
    const text = Buffer.concat(chunks).toString('utf8')
    if (!session) counts.robot += 1
    else if (session[1] === 's' && text.includes('已登记')) {
      counts.replies += 1
      const list = (arrivals[session[2] ?? ''] ??= [])
      list.push(at)
    } else if (session[1] === 'm' && text.includes('请整改')) counts.notices += 1
    else counts.odd += 1
  })
})
server.keepAliveTimeout = 60_000

process.on('message', (order: 'reset' | 'counts' | 'arrivals') => {
  if (order === 'reset') {
    arrivals = {}
    counts = { replies: 0, notices: 0, robot: 0, odd: 0 }
  }
  process.send?.(order === 'arrivals' ? arrivals : counts)
})
process.on('disconnect', () => process.exit(0))
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
