import { randomBytes, randomInt } from 'node:crypto'
import { parseFields, textOf } from '../../http.ts'
import { seal, signatureOf, unseal } from '../crypto.ts'
import type { Ground } from '../ground.ts'
import type { WeComCallback } from '../options.ts'
import { leafOf, readXml, writeXml } from '../xml.ts'

/** What the bot answered in time: empty, or the decrypted words of its passive reply. */
export type Answer = Readonly<{ reply: string }>

/** Sends callbacks to one address, as the platform does after it has been saved. */
export interface CallbackSender {
  /** The verification on "save": a GET that must be answered in a second with exactly the decrypted words. */
  verify(): Promise<boolean>
  /** Sends, and sends again while it is refused; undefined when nobody took it. */
  deliver(message: string, how?: Readonly<{ once?: boolean }>): Promise<Answer | undefined>
  close(): void
}

type Needs = Pick<Ground, 'faults' | 'timings' | 'limits' | 'counters' | 'now'> &
  Readonly<{
    callback: WeComCallback
    /** The self-built app speaks XML and means the organisation; the AI bot speaks JSON and means nobody. */
    speaks: Readonly<{ as: 'xml'; corpId: string; agentId: number }> | Readonly<{ as: 'json' }>
  }>

const largestAnswer = 256 * 1024

/**
 * Callbacks of the self-built app (D90238) and of the AI bot in URL mode (D101033). The address is verified before the
 * first delivery, as the console would have done, and again as long as that fails.
 */
export function createSender(needs: Needs): CallbackSender {
  const { callback, speaks, faults, timings, limits, counters } = needs
  if (!isLoopback(callback.url)) throw new Error('a callback address of the double must lie on this machine')
  const receiver = speaks.as === 'xml' ? speaks.corpId : ''
  const stop = new AbortController()
  let verified: Promise<boolean> | undefined

  const addressed = (encrypted: string, spoil = false): Readonly<{ url: URL; nonce: string }> => {
    const timestamp = String(Math.floor(needs.now().getTime() / 1000))
    const nonce = String(randomInt(1_000_000_000, 2_000_000_000))
    const signature = signatureOf(callback.token, timestamp, nonce, encrypted)
    const url = new URL(callback.url)
    url.searchParams.set('msg_signature', spoil ? [...signature].reverse().join('') : signature)
    url.searchParams.set('timestamp', timestamp)
    url.searchParams.set('nonce', nonce)
    return { url, nonce }
  }

  const ask = async (url: URL, init: RequestInit, withinMs: number): Promise<string | undefined> => {
    try {
      const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(withinMs)])
      const answer = await fetch(url, { ...init, redirect: 'manual', signal })
      const bytes = Buffer.from(await answer.arrayBuffer())
      return answer.status === 200 && bytes.length <= largestAnswer ? bytes.toString('utf8') : undefined
    } catch {
      return undefined
    }
  }

  const verify = async (): Promise<boolean> => {
    const words = String(randomInt(1_000_000_000, 2_000_000_000)).repeat(2)
    const encrypted = seal(callback.aesKey, words, receiver)
    const { url } = addressed(encrypted)
    url.searchParams.set('echostr', encrypted)
    return (await ask(url, { method: 'GET' }, timings.verifyMs)) === words
  }

  const isVerified = async (): Promise<boolean> => {
    verified ??= verify()
    const passed = await verified
    if (!passed) verified = undefined
    return passed
  }

  /** One attempt: every one has a random start, time and nonce of its own. */
  const post = async (message: string): Promise<Answer | undefined> => {
    const meant = faults.take('wecomBadReceiver') ? `not-${receiver}` : receiver
    const sealed = seal(callback.aesKey, message, meant)
    const cut = faults.take('wecomBadPadding')
    const encrypted = cut ? Buffer.from(sealed, 'base64').subarray(0, -16).toString('base64') : sealed
    const { url, nonce } = addressed(encrypted, faults.take('wecomBadSignature'))
    const body =
      speaks.as === 'json'
        ? JSON.stringify({ encrypt: encrypted })
        : `<xml>${writeXml({ ToUserName: speaks.corpId, AgentID: String(speaks.agentId), Encrypt: encrypted })}</xml>`
    const type = speaks.as === 'json' ? 'application/json' : 'text/xml; charset=utf-8'
    counters.delivered += 1
    const init = { method: 'POST', headers: { 'content-type': type }, body }
    const answer = await ask(url, init, timings.callbackMs)
    if (answer === undefined) return undefined
    counters.acked += 1
    if (answer.trim() === '' || answer.trim() === 'success') return { reply: '' }
    const reply = speaks.as === 'json' ? openJson(answer, nonce) : openXml(answer)
    if (reply === undefined) counters.refused += 1
    return { reply: reply ?? '' }
  }

  /** The passive reply's envelope; the nonce and the time in it are the bot's own (D90241). */
  const openXml = (answer: string): string | undefined => {
    const xml = readXml(answer)
    if (!xml) return undefined
    return open(leafOf(xml, 'Encrypt'), {
      signature: leafOf(xml, 'MsgSignature'),
      timestamp: leafOf(xml, 'TimeStamp'),
      nonce: leafOf(xml, 'Nonce'),
    })
  }

  /** In URL mode the reply must carry the nonce of the call that it answers (D101033). */
  const openJson = (answer: string, nonce: string): string | undefined => {
    const fields = parseFields(answer)
    if (!fields || typeof fields['timestamp'] !== 'number' || String(fields['nonce']) !== nonce)
      return undefined
    const signature = textOf(fields['msgsignature'])
    return open(textOf(fields['encrypt']), { signature, timestamp: String(fields['timestamp']), nonce })
  }

  const open = (
    encrypted: string,
    signed: Readonly<{ signature: string; timestamp: string; nonce: string }>,
  ): string | undefined => {
    if (signed.signature !== signatureOf(callback.token, signed.timestamp, signed.nonce, encrypted))
      return undefined
    const opened = unseal(callback.aesKey, encrypted)
    return opened?.receiver === receiver ? opened.message : undefined
  }

  return {
    verify,
    async deliver(message, how) {
      if (!(await isVerified())) return undefined
      const tries = how?.once ? 1 : limits.deliveries
      for (let left = tries; left > 0 && !stop.signal.aborted; left -= 1) {
        if (left < tries) counters.redelivered += 1
        const answer = await post(message)
        if (answer) return answer
        if (left > 1) await pause(timings.retryAfterMs, stop.signal)
      }
      return undefined
    },
    close: () => stop.abort(),
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}

/** The double never sends anything off this machine. */
function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return /^https?:$/.test(protocol) && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
}

/** A 64-bit number as MsgIds are, too large for a JavaScript number. */
export function newMsgId(): bigint {
  return 7_000_000_000_000_000_000n + (randomBytes(8).readBigUInt64BE() >> 4n)
}
