import { decrypt, encrypt, getSignature } from '@wecom/crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { until } from '../office.ts'
import { keys } from './office.ts'

export type Call = Readonly<{
  method: string
  query: URLSearchParams
  body: string
  /** What the official library decrypts, and whether the signature was right. */
  message: string
  receiver: string
  signed: boolean
}>

type Answer = Readonly<{ status?: number; body?: string; afterMs?: number }>

export type Receiver = Readonly<{
  url: string
  calls: Call[]
  /** The next POST that was not taken yet. */
  next(): Promise<Call>
  /** How POSTs are answered from now on; empty 200 at first. */
  answer(how: (call: Call) => Answer): void
  /** How the verification is answered from now on; rightly at first. */
  answerVerification(how: (words: string) => Answer): void
}>

/** The bot's callback address, on the official library that the product uses. */
export async function startReceiver(): Promise<Receiver> {
  const calls: Call[] = []
  let how = (_: Call): Answer => ({})
  let verification = (words: string): Answer => ({ body: words })
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const query = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams
      const body = Buffer.concat(parts).toString('utf8')
      const encrypted =
        request.method === 'GET'
          ? (query.get('echostr') ?? '')
          : body.startsWith('{')
            ? String((JSON.parse(body) as { encrypt: string }).encrypt)
            : (/<Encrypt><!\[CDATA\[(.*?)\]\]><\/Encrypt>/.exec(body)?.[1] ?? '')
      const call = { method: request.method ?? '', query, body, ...opened(query, encrypted) }
      calls.push(call)
      const answer = request.method === 'GET' ? verification(call.message) : how(call)
      setTimeout(() => {
        response.writeHead(answer.status ?? 200, { 'content-type': 'text/plain' })
        response.end(answer.body ?? '')
      }, answer.afterMs ?? 0)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  let taken = 0
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/wecom`,
    calls,
    async next() {
      const call = await until(() => calls.filter((each) => each.method === 'POST')[taken])
      taken += 1
      return call
    },
    answer: (wanted) => void (how = wanted),
    answerVerification: (wanted) => void (verification = wanted),
  }
}

function opened(query: URLSearchParams, encrypted: string): Pick<Call, 'message' | 'receiver' | 'signed'> {
  const part = (name: string): string => query.get(name) ?? ''
  const signature = getSignature(keys.token, part('timestamp'), part('nonce'), encrypted)
  const signed = signature === part('msg_signature')
  try {
    const { message, id } = decrypt(keys.aesKey, encrypted)
    return { message, receiver: id, signed }
  } catch {
    return { message: '', receiver: '', signed }
  }
}

/** The leaf of that name in a decrypted XML message. */
export function leaf(call: Call, tag: string): string {
  const found = new RegExp(`<${tag}>(?:<!\\[CDATA\\[)?(.*?)(?:\\]\\]>)?</${tag}>`, 's').exec(call.message)
  return found?.[1] ?? ''
}

/** A passive reply of the app, sealed by the official library; `spoil` changes what is signed afterwards. */
export function xmlReply(plain: string, receiver: string, spoil = ''): string {
  const encrypted = encrypt(keys.aesKey, plain, receiver)
  const signature = getSignature(keys.token, '1716000000', 'ours', encrypted)
  return `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt><MsgSignature><![CDATA[${spoil}${signature}]]></MsgSignature><TimeStamp>1716000000</TimeStamp><Nonce><![CDATA[ours]]></Nonce></xml>`
}

/** A reply in URL mode, with the nonce of the call that it answers unless told otherwise. */
export function jsonReply(call: Call, body: unknown, nonce = call.query.get('nonce') ?? ''): string {
  const encrypted = encrypt(keys.aesKey, JSON.stringify(body), '')
  const timestamp = 1716000000
  const msgsignature = getSignature(keys.token, timestamp, nonce, encrypted)
  return JSON.stringify({ encrypt: encrypted, msgsignature, timestamp, nonce })
}
