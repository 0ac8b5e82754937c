import { Agent, request } from 'node:http'

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

type Answer = Readonly<{ errcode?: number; response_code?: string }>

/** Posts JSON; answers the fields of an answer that says errcode 0. */
export function postJson(url: string, body: object): Promise<Answer> {
  const text = JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
    const sending = request(url, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const answer = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Answer
        if (answer.errcode === 0) resolve(answer)
        else reject(new Error(`errcode ${answer.errcode}`))
      })
    })
    sending.on('error', reject)
    sending.end(text)
  })
}
