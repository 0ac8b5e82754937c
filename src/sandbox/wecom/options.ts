/** Where WeCom calls the bot, with the two values that its console shows; `aesKey` has 43 characters. */
export type WeComCallback = Readonly<{ url: string; token: string; aesKey: string }>

/** The organisation on WeCom, with a self-built app, an AI bot, or both. */
export type WeComOptions = Readonly<{
  corpId: string
  app?: Readonly<{ agentId: number; secret: string; name?: string; callback?: WeComCallback }>
  aibot?: Readonly<{
    id: string
    secret: string
    name: string
    /** Over the bot's own WebSocket, or by calls of its address. */
    mode: 'socket' | 'webhook'
    callback?: WeComCallback
  }>
  /** Group robots that can only send: one key, one group. */
  webhooks?: readonly Readonly<{ group: string; key: string }>[]
  /** Where API calls may come from. Absent: anywhere. */
  trustedIps?: readonly string[]
  /** How the AI bot is told who speaks: `encrypted` for bots that an ordinary member created. */
  userIdMode?: 'plaintext' | 'encrypted'
  timings?: Readonly<Partial<WeComTimings>>
  limits?: Readonly<Partial<WeComLimits>>
}>

export type WeComTimings = Readonly<{
  /** How long the platform waits for the answer to a callback (D90238: 5 s). */
  callbackMs: number
  /** How long it waits when an address is verified (D90238: 1 s). */
  verifyMs: number
  /** The pause before a refused callback comes again; undocumented. */
  retryAfterMs: number
  /** How long a card event or a welcome may be answered (D101463: 5 s). */
  answerMs: number
  /** A socket that is silent for so long is closed; the real value is unknown. */
  silenceMs: number
  /** When an acknowledgement comes with the `wecomLateAck` fault. */
  lateAckMs: number
  /** How often an unfinished stream is asked for in URL mode; about a second, undocumented. */
  pollMs: number
  /** How long a message held back by the `wecomOutOfOrder` fault waits for one to go before it. */
  holdMs: number
}>

export type WeComLimits = Readonly<{
  /** How often a callback is sent in all: field logs say 3, some readers count 4. */
  deliveries: number
  /** Messages of the AI bot per chat (D101463). */
  chatPerMinute: number
  chatPerHour: number
  /** Messages of the app to one member; more are dropped in silence (D90312). */
  memberPerMinute: number
  /** Messages of one group webhook (D99110). */
  webhookPerMinute: number
  /** Calls of one API (D90312). */
  apiPerMinute: number
  tokensPerMinute: number
  /** How long a stream may be written to: 6 minutes seen in the field, 10 in the newer pages. */
  streamMs: number
  /** What pushing into a chat answers in which nobody has spoken; the real code is uncertain (93006 or 93001). */
  unspokenCode: number
}>

export const wecomTimings: WeComTimings = {
  callbackMs: 5_000,
  verifyMs: 1_000,
  retryAfterMs: 1_000,
  answerMs: 5_000,
  silenceMs: 75_000,
  lateAckMs: 6_000,
  pollMs: 1_000,
  holdMs: 2_000,
}

export const wecomLimits: WeComLimits = {
  deliveries: 3,
  chatPerMinute: 30,
  chatPerHour: 1_000,
  memberPerMinute: 30,
  webhookPerMinute: 20,
  apiPerMinute: 10_000,
  tokensPerMinute: 600,
  streamMs: 6 * 60_000,
  unspokenCode: 93006,
}

/** WeCom's faults on demand, each counted down as it happens. */
export const wecomFaults = [
  /** The next API call finds the token expired (42001). */
  'wecomExpiredToken',
  /** The next API call finds the token invalidated (40014). */
  'wecomInvalidToken',
  /** The platform is busy (-1). */
  'wecomBusy',
  /** Over a quota (45009); for the AI bot's sends as well. */
  'wecomQuota',
  /** Too many calls at once (45033). */
  'wecomConcurrency',
  /** The call comes from an address that is not trusted (60020). */
  'wecomUntrustedIp',
  /** An API call takes effect, but its answer never comes. */
  'wecomTimeout',
  /** What the AI bot sends takes effect, but the acknowledgement never comes. */
  'wecomDropAck',
  /** The acknowledgement comes later than the SDK waits. */
  'wecomLateAck',
  /** The AI bot's answer is stopped by the spam check (40201). */
  'wecomSpam',
  /** The same message or event comes twice. */
  'wecomDuplicate',
  /** A message comes after the one that was said later. */
  'wecomOutOfOrder',
  /** A callback is signed wrongly, meant for somebody else, or cut off. */
  'wecomBadSignature',
  'wecomBadReceiver',
  'wecomBadPadding',
] as const
export type WeComFault = (typeof wecomFaults)[number]

export type WeComCounters = {
  sockets: number
  delivered: number
  acked: number
  redelivered: number
  refused: number
}
