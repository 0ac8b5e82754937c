import type { Router } from '@koa/router'
import { randomBytes } from 'node:crypto'
import { parseFields, readJson, textOf } from '../../http.ts'
import type { Fields } from '../../http.ts'
import { badJson } from '../api/guards.ts'
import type { Guards } from '../api/guards.ts'
import { createLine } from '../callback/order.ts'
import { createSender } from '../callback/sender.ts'
import { CgiError } from '../errors.ts'
import type { Ground } from '../ground.ts'
import type { WeComCallback } from '../options.ts'
import { answerAny } from './answers.ts'
import type { Answers } from './answers.ts'
import { exchangeOf } from './exchange.ts'
import type { Begin, Exchange } from './exchange.ts'
import type { AiBotRoute } from './route.ts'

const responseMs = 3_600_000

/**
 * The AI bot in URL mode (D101033, D101031, D101138): callbacks as encrypted JSON, answers in their replies, an
 * unfinished stream asked for again, and one more message through the `response_url`. There is no push.
 */
export function addAddress(
  router: Router,
  ground: Ground,
  given: Readonly<{ callback: WeComCallback; answers: Answers; guards: Guards }>,
): AiBotRoute & Readonly<{ verify(): Promise<boolean> }> {
  const { timings, limits, counters, faults, now, base } = ground
  const { callback, answers } = given
  const sender = createSender({ ...ground, callback, speaks: { as: 'json' } })
  const line = createLine(faults, timings.holdMs)
  const codes = new Map<string, Readonly<{ exchange: Exchange; until: number }>>()
  const timers = new Set<NodeJS.Timeout>()
  let closed = false

  router.post('/cgi-bin/aibot/response', given.guards.envelope, async (ctx) => {
    const code = textOf(ctx.query['response_code'])
    const body = await readJson(ctx, badJson())
    const found = codes.get(code)
    // What the platform says to a code that is used up or over is unknown.
    if (!found || now().getTime() >= found.until)
      throw new CgiError(40058, 'invalid Request Parameter, response_code')
    codes.delete(code)
    answers.respond({ ...found.exchange, kind: 'message' }, body, 'response_url')
    ctx.body = { errcode: 0, errmsg: 'ok' }
  })

  const responseUrl = (exchange: Exchange): string => {
    const code = randomBytes(24).toString('base64url')
    codes.set(code, { exchange, until: now().getTime() + responseMs })
    for (const [oldest, { until }] of codes) if (until <= now().getTime()) codes.delete(oldest)
    return `${base()}/cgi-bin/aibot/response?response_code=${code}`
  }

  const apply = (exchange: Exchange, reply: string): void => {
    if (reply === '') return
    try {
      const body = parseFields(reply)
      if (!body) throw new CgiError(40035, 'no JSON')
      answerAny(answers, exchange, body)
    } catch (error) {
      if (!(error instanceof CgiError)) throw error
      counters.refused += 1
    }
  }

  /** Asks for the rest of an unfinished stream, until it is finished or over. */
  const poll = (exchange: Exchange, body: Fields): void => {
    const unfinished = [...exchange.streams].find(([, stream]) => !stream.finished)
    const over =
      now().getTime() - exchange.at >= limits.streamMs ||
      performance.now() - exchange.since >= limits.streamMs
    if (!unfinished || over || closed) return
    const timer = setTimeout(async () => {
      timers.delete(timer)
      const { msgid, aibotid, chatid, chattype, from } = body
      const asked = {
        msgid,
        aibotid,
        chatid,
        chattype,
        from,
        msgtype: 'stream',
        stream: { id: unfinished[0] },
      }
      const answer = await sender.deliver(JSON.stringify(asked), { once: true })
      apply(exchange, answer?.reply ?? '')
      poll(exchange, body)
    }, timings.pollMs)
    timers.add(timer)
  }

  return {
    send(begin: Begin, body) {
      const exchange = exchangeOf(begin, now())
      const answerable = begin.kind === 'message' || begin.kind === 'card'
      const whole = { ...body, ...(answerable ? { response_url: responseUrl(exchange) } : {}) }
      line.send(async () => {
        // Events come once; whether messages are repeated is documented only as "may".
        const answer = await sender.deliver(JSON.stringify(whole), { once: begin.kind !== 'message' })
        apply(exchange, answer?.reply ?? '')
        poll(exchange, body)
      })
      return true
    },
    connected: () => true,
    verify: sender.verify,
    close() {
      closed = true
      for (const timer of timers) clearTimeout(timer)
      sender.close()
      line.close()
    },
  }
}
