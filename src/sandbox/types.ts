import type { WeComFault, WeComOptions } from './wecom/options.ts'
import type { SandboxTemplate } from './wecom/template.ts'

export type SandboxPlatform = 'dingtalk' | 'wecom'

/** A person of the sandbox. `userId` is the DingTalk staffId; an outsider has none towards the bot. */
export type SandboxPerson = Readonly<{
  userId: string
  name: string
  /** Shown under the name on the page: unit and role, e.g. "城关镇 · 联络员". */
  title: string
  mobile?: string
  outsider?: boolean
  /** Where the person has an account. Absent: DingTalk, and WeCom for members of a WeCom group. */
  platforms?: readonly SandboxPlatform[]
}>

export type SandboxGroup = Readonly<{
  id: string
  title: string
  members: readonly string[]
  /** Absent: DingTalk. */
  platform?: SandboxPlatform
}>

export type SandboxApp = Readonly<{
  clientId: string
  clientSecret: string
  robotCode: string
  /** The bot's display name in chats. */
  name: string
  /** Interactive card templates that exist (and are published) in this double. */
  cardTemplates?: readonly string[]
  /** Templates that exist but were never published: sending one is refused as DingTalk refuses it. */
  unpublishedTemplates?: readonly string[]
}>

export type SandboxOptions = Readonly<{
  app: SandboxApp
  corpId: string
  people: readonly SandboxPerson[]
  groups: readonly SandboxGroup[]
  now(): Date
  /** Called when someone moves the clock on the page; resolves when everything due on the way has happened. */
  moveClock?(to: Date): Promise<void>
  /** HTTP push mode: where the double delivers robot messages and card callbacks. Absent: Stream mode. */
  push?: Readonly<{ robotUrl: string; cardUrl?: string; cardSecret?: string }>
  /** Shorter waits for tests. Defaults are DingTalk's own. */
  timings?: Readonly<Partial<SandboxTimings>>
  /** Smaller quotas for tests. Defaults are those of a standard organisation. */
  limits?: Readonly<Partial<SandboxLimits>>
  /**
   * What is said while no socket is connected: `true` loses it, as the real platform does; by default it is kept
   * and delivered on connect, so that a restart during a demonstration costs nobody a message.
   */
  loseWhenOffline?: boolean
  /** The double of WeCom beside that of DingTalk. */
  wecom?: WeComOptions
  /** Sentences that the page offers this person to try. */
  phrases?(viewer: string): readonly string[]
}>

export type SandboxLimits = Readonly<{
  /** Calls of one API per second. */
  apiPerSecond: number
  /** API calls of the organisation per calendar month. */
  apiPerMonth: number
  /** Robot messages and card clicks that the platform pushes per calendar month. */
  pushPerMonth: number
  /** Messages of the robot in one group per minute. */
  groupPerMinute: number
}>

export type SandboxTimings = Readonly<{
  redeliverAfterMs: number
  pingEveryMs: number
  disconnectGraceMs: number
  cardAckMs: number
  sessionTtlMs: number
  ticketTtlMs: number
}>

/**
 * `url` is set when pressing only opens a page, which the viewer's browser does by itself. On WeCom's template cards
 * a button may stand in the menu at the top right (`menu`) or be a line at the bottom (`jump`).
 */
export type SandboxButton = Readonly<{
  label: string
  tone?: 'primary' | 'danger'
  url?: string
  part?: 'menu' | 'jump'
}>

/** One entry of a chat as the page and the tests see it. */
export type SandboxMessage = Readonly<{
  id: string
  chat: string
  /** A userId, `bot`, or `system` for the double's own notices. */
  from: string
  at: string
  kind: 'text' | 'markdown' | 'actionCard' | 'card' | 'picture' | 'richText' | 'template' | 'system'
  /** Plain text or markdown, the mentions rendered as @name. */
  text: string
  title?: string
  /** Addresses of pictures, served by the double itself. */
  pictures: readonly string[]
  /** A document, served by the double itself; `text` names it too. */
  file?: Readonly<{ name: string; bytes: number; url: string }>
  /** Buttons as the given viewer sees them. */
  buttons: readonly SandboxButton[]
  /** userIds that this message notified by a real @. */
  mentions: readonly string[]
  /** WeCom's template cards as the viewer sees them. */
  template?: SandboxTemplate
  /** The sender's name where it is not the chat's own bot: WeCom's group webhooks. */
  name?: string
  /** Which of WeCom's two markdown dialects the text is in. */
  dialect?: 'old' | 'new'
  /** A streamed answer that is still being written. */
  live?: boolean
  /** Interactive cards: public and private variables, already merged for the viewer. */
  variables?: Readonly<Record<string, string>>
  /** Who and what the message quotes, as one short line. */
  quoted?: string
  recalled?: boolean
  /** Bumped when an interactive card is redrawn. */
  revision: number
}>

/**
 * Direct chats have the id `direct:<userId>` on DingTalk and `wecom:direct:<userId>` on WeCom. Where WeCom has both an
 * AI bot and an app, that is the AI bot's and `wecom:app:<userId>` the app's, as they are two chats there.
 */
export type SandboxChat = Readonly<{
  id: string
  kind: 'group' | 'direct'
  /** A direct chat's title is the bot's name. */
  title: string
  members: readonly string[]
  /** Absent: DingTalk. */
  platform?: SandboxPlatform
  /** The menu below an app's chat. */
  menu?: readonly Readonly<{ name: string; key?: string; url?: string }>[]
}>

/** GET /sandbox/api/state?as=<userId> */
export type SandboxState = Readonly<{
  now: string
  bot: Readonly<{ name: string; connected: boolean }>
  /** The bot on WeCom, where there is one. */
  wecom?: Readonly<{ name: string; connected: boolean }>
  people: readonly SandboxPerson[]
  chats: readonly SandboxChat[]
  /** The newest 200 of each chat that the viewer may see, oldest first. */
  messages: readonly SandboxMessage[]
  faults: SandboxFaults
}>

/** Faults on demand. A number is how many times it is still to happen. */
export type SandboxFaults = Readonly<{
  qps: number
  busy: number
  timeout: number
  expiredToken: number
  expiredSession: number
  duplicate: number
  throttled: number
  quotaExceeded: number
  /** No DING left. */
  dingQuota?: number
}> &
  Readonly<Partial<Record<WeComFault, number>>>

/** How a connection is cut; those of WeCom say so. */
export type SandboxDrop =
  | 'socket'
  | 'server-disconnect'
  /** The line is cut without a word. */
  | 'wecom-socket'
  /** The line stays open, but nothing more is delivered and every command is refused. */
  | 'wecom-subscription'
  /** Another connection takes the bot over. */
  | 'wecom-kick'

/*
 * The page's other calls, all JSON, all on loopback only, all with the header `x-sandbox: 1` (so that no foreign page can send them):
 *   POST /sandbox/api/say     {as, chat, text, at?: boolean, mention?: userId[], pictures?: pictureId[], files?: fileId[], quote?: messageId, form?} → {id}
 *   POST /sandbox/api/press   {as, message, button: index, choices?: {question: optionId[]}} → {ok: boolean, toast?: string}
 *   POST /sandbox/api/enter   {as, chat} → {}; somebody opens a chat with WeCom's bot
 *   POST /sandbox/api/menu    {as, chat, key} → {}; somebody chooses from the menu of WeCom's app
 *   POST /sandbox/api/picture body = the bytes, content-type image/* → {id, url}
 *   POST /sandbox/api/file?name=<name> body = the bytes → {id}
 *   POST /sandbox/api/clock   {to: ISO time} → {now}
 *   POST /sandbox/api/fault   Partial<SandboxFaults> | {drop: SandboxDrop} → SandboxFaults
 *   GET  /sandbox/api/phrases?as=<userId> → string[], empty where the sandbox offers none
 *   GET  /sandbox/api/stream?as=<userId>  server-sent events: `state` when anything else changed, `message` with a SandboxMessage
 *                                         (new, or redrawn with a higher revision), `clock` {now}. What happened before the stream
 *                                         opened is not repeated: fetch the state once it is open.
 */

/** The double, in the same process as whoever started it. */
export interface Sandbox {
  /** Binds to 127.0.0.1 and nothing else. */
  listen(port?: number): Promise<Readonly<{ url: string }>>
  close(): Promise<void>
  say(
    said: Readonly<{
      as: string
      chat: string
      text: string
      at?: boolean
      mention?: readonly string[]
      pictures?: readonly string[]
      /** Ids of documents, one-to-one only; each is a message of its own, after the words. */
      files?: readonly string[]
      quote?: string
      /** WeCom only: sends something else than words and pictures, which `text` then names (or transcribes). */
      form?: 'voice' | 'video' | 'file' | 'location' | 'link'
    }>,
  ): Promise<string>
  press(
    pressed: Readonly<{
      as: string
      message: string
      button: number
      /** What was chosen on a WeCom card, by question. */
      choices?: Readonly<Record<string, readonly string[]>>
    }>,
  ): Promise<Readonly<{ ok: boolean; toast?: string }>>
  /** Somebody opens a one-to-one chat on WeCom: enter_agent or, once a day, enter_chat. */
  enter(entered: Readonly<{ as: string; chat: string }>): Promise<void>
  /** Somebody chooses from the menu of WeCom's app. */
  chooseMenu(chosen: Readonly<{ as: string; chat: string; key: string }>): Promise<void>
  /** Somebody rates an answer of WeCom's AI bot, which must have asked for it with a feedback id. */
  rate(rated: Readonly<{ as: string; message: string; good: boolean; content?: string }>): Promise<void>
  /** What WeCom's console does on "save": whether the callback address answers the verification as it must. */
  verifyCallback(of: 'app' | 'aibot'): Promise<boolean>
  addPicture(bytes: Uint8Array, mime: string): string
  addFile(bytes: Uint8Array, name: string): string
  /** What `viewer` sees in a chat, oldest first. */
  messages(chat: string, viewer?: string): readonly SandboxMessage[]
  setFaults(faults: Partial<SandboxFaults>): void
  dropSocket(how: SandboxDrop): void
  /** Counters for tests: gateway opens, live sockets, frames delivered, acks received, redeliveries, API calls by path. */
  readonly stats: Readonly<{
    opens: number
    sockets: number
    delivered: number
    acked: number
    redelivered: number
    /** By path, and WeCom's frames by command. */
    calls: Readonly<Record<string, number>>
    /** WeCom: live sockets; callbacks sent, answered with 200 and sent again; answers that the platform could not read. */
    wecom: Readonly<{
      sockets: number
      delivered: number
      acked: number
      redelivered: number
      refused: number
    }>
  }>
}
