import { serveSink } from './listen.ts'
import { createTally } from './tally.ts'

// Plays the server API of WeCom in a process of its own, and notes when each answer arrived.

const tally = createTally()
let sent = 0

serveSink(tally, ({ url, body, at }) => {
  const ok = { errcode: 0, errmsg: 'ok' }
  if (url.startsWith('/cgi-bin/gettoken')) return { ...ok, access_token: 'invented', expires_in: 7200 }
  if (!url.startsWith('/cgi-bin/message/send')) return ok
  sent += 1
  tally.note(/"touser":"(\w+)"/.exec(body)?.[1] ?? '', body, at)
  // As WeCom does, for cards with buttons only.
  const code = body.includes('"button_interaction"') ? { response_code: `invented-${sent}` } : {}
  return { ...ok, msgid: `m${sent}`, ...code }
})
