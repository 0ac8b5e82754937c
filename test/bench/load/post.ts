import { Agent, request } from 'node:http'
import { wallClock } from '../clock.ts'
import type { Sent } from '../figures.ts'

const agent = new Agent({ keepAlive: true, maxSockets: 256 })

/** Posts over kept connections, as a platform does; acked when the answer is there, whatever it says. */
export function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<Pick<Sent, 'ackedAt' | 'status'>> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': Buffer.byteLength(body) }
    const options = { method: 'POST', agent, headers: { ...headers, ...length } }
    const sending = request(url, options, (response) => {
      response.resume()
      response.on('end', () => resolve({ status: response.statusCode ?? 0, ackedAt: wallClock() }))
      response.on('error', reject)
    })
    sending.on('error', (error: NodeJS.ErrnoException) => {
      // A connection that idled between two phases may be closed by the server just as it is used again.
      if (sending.reusedSocket && error.code === 'ECONNRESET') post(url, body, headers).then(resolve, reject)
      else reject(error)
    })
    sending.end(body)
  })
}
