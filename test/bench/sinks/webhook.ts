import { serveSink } from './listen.ts'
import { createTally } from './tally.ts'

// Plays DingTalk's session webhook and robot API in a process of its own, and notes when each answer arrived.

const tally = createTally()

serveSink(tally, ({ url, body, at }) => {
  if (url.startsWith('/v1.0/oauth2/')) return { accessToken: 'invented', expireIn: 7200 }
  tally.note(/session=(\w+)/.exec(url)?.[1] ?? '', body, at)
  return { errcode: 0, errmsg: 'ok' }
})
