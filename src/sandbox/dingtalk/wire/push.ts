import { createHmac } from 'node:crypto'
import { parseFields } from '../../http.ts'
import type { SandboxOptions, SandboxTimings } from '../../types.ts'
import { redeliveries } from './route.ts'
import type { Counters, Route } from './route.ts'

type Needs = Readonly<{
  push: NonNullable<SandboxOptions['push']>
  clientSecret: string
  now: () => Date
  timings: SandboxTimings
  counters: Counters
}>

/** How long a robot push waits for its answer; the platform's own bound is undocumented. */
const robotPushMs = 3_000

/** HTTP push mode: robot messages and card callbacks as signed POST requests to the bot. */
export function createPush(needs: Needs): Route & Readonly<{ close(): void }> {
  const { push, now, timings, counters } = needs
  const stop = new AbortController()
  const timers = new Set<NodeJS.Timeout>()
  // One after the other, so that two messages said in a row arrive in that order.
  let previous: Promise<unknown> = Promise.resolve()

  const post = async (url: string, headers: Record<string, string>, body: unknown, withinMs: number) => {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
        body: JSON.stringify(body),
        redirect: 'manual',
        signal: AbortSignal.any([stop.signal, AbortSignal.timeout(withinMs)]),
      })
      const text = await answer.text()
      return answer.status === 200 ? text : undefined
    } catch {
      return undefined
    }
  }

  const deliver = async (message: unknown, left: number): Promise<void> => {
    // KB0699: the signature covers the time and the secret, neither the body nor the address.
    const timestamp = String(now().getTime())
    const sign = createHmac('sha256', needs.clientSecret)
      .update(`${timestamp}\n${needs.clientSecret}`)
      .digest('base64')
    counters.delivered += 1
    const answer = await post(push.robotUrl, { timestamp, sign }, message, robotPushMs)
    if (answer !== undefined) {
      counters.acked += 1
      return
    }
    if (left === 0 || stop.signal.aborted) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      counters.redelivered += 1
      void deliver(message, left - 1)
    }, timings.redeliverAfterMs)
    timers.add(timer)
  }

  return {
    robot(message) {
      previous = previous.then(() => deliver(message, redeliveries))
    },
    async card(callback, registered) {
      const url = registered?.url ?? push.cardUrl
      if (url === undefined) return undefined
      const secret = registered ? registered.secret : push.cardSecret
      const timestamp = String(now().getTime())
      // KB 01-0096: only the timestamp is signed here, unlike the robot's signature.
      const headers: Record<string, string> =
        secret === undefined
          ? {}
          : {
              'x-ddpaas-signature-timestamp': timestamp,
              'x-ddpaas-signature': createHmac('sha256', secret).update(timestamp).digest('base64'),
            }
      counters.delivered += 1
      const answer = await post(url, headers, callback, timings.cardAckMs)
      if (answer === undefined) return undefined
      counters.acked += 1
      return parseFields(answer) ?? {}
    },
    close() {
      stop.abort()
      for (const timer of timers) clearTimeout(timer)
    },
  }
}
