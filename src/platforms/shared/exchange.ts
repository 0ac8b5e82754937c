import { Agent as HttpAgent, request as overHttp, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as overHttps } from 'node:https'
import { readBounded } from './read-bounded.ts'

export type Exchange = Readonly<{
  url: string
  method: 'GET' | 'POST' | 'PUT'
  headers: Readonly<Record<string, string>>
  body?: string | FormData | undefined
  /** For the whole of it, to the last byte of the answer. */
  timeoutMs: number
  /** Gives it up earlier. */
  signal?: AbortSignal | undefined
  /** The most bytes that an answer may have. */
  limit: number
}>

/** Idle connections are dropped after 4 s, as fetch does: sooner than a server closes one just as it is used again. */
const idling = { keepAlive: true, timeout: 4000 } as const
const plain = new HttpAgent(idling)
const secure = new HttpsAgent(idling)

/**
 * One HTTP request and its whole answer, whatever the status; `bytes` is undefined when there are more than `limit`.
 * Follows no redirect and unpacks nothing. Rejects like fetch: a TimeoutError, an AbortError, or Node's error with its
 * `code`. Not fetch itself, because that takes four times the processor time for a short message.
 */
export async function exchange(
  given: Exchange,
): Promise<Readonly<{ status: number; bytes: Buffer | undefined; disposition?: string }>> {
  const { method, signal, timeoutMs } = given
  const url = new URL(given.url)
  const { body, type } = await encode(given.body)
  const headers = {
    'accept-encoding': 'identity',
    ...given.headers,
    ...(type !== undefined && { 'content-type': type }),
    ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
  }
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise((resolve, reject) => {
      const options = { method, headers, ...(signal && { signal }) }
      const request =
        url.protocol === 'https:'
          ? overHttps(url, { ...options, agent: secure })
          : overHttp(url, { ...options, agent: plain })
      timer = setTimeout(() => {
        reject(new DOMException('the answer took too long', 'TimeoutError'))
        request.destroy()
      }, timeoutMs)
      const read = async (response: IncomingMessage): Promise<void> =>
        resolve({
          status: response.statusCode ?? 0,
          bytes: await readBounded(response, given.limit),
          ...named(response),
        })
      request.on('response', (response) => void read(response).catch(reject))
      request.on('error', reject)
      request.end(body)
    })
  } finally {
    clearTimeout(timer)
  }
}

/** Where the name of a downloaded file stands. */
function named({ headers }: IncomingMessage): { disposition?: string } {
  const disposition = headers['content-disposition']
  return disposition === undefined ? {} : { disposition }
}

async function encode(
  body: Exchange['body'],
): Promise<Readonly<{ body?: string | Buffer; type?: string | undefined }>> {
  if (body === undefined) return {}
  if (typeof body === 'string') return { body }
  const form = new Response(body)
  return {
    body: Buffer.from(await form.arrayBuffer()),
    type: form.headers.get('content-type') ?? undefined,
  }
}
