import type { Router } from '@koa/router'
import type { WebSocket } from 'ws'
import type { Double } from '../acts.ts'
import { chatsOn, wecomAppChat } from '../chats.ts'
import type { Chats } from '../chats.ts'
import type { Faults } from '../faults.ts'
import { PageError } from '../http.ts'
import type { Files, Pictures } from '../shelves.ts'
import type { Sandbox, SandboxChat, SandboxOptions, SandboxPerson } from '../types.ts'
import { addAddress } from './aibot/address.ts'
import { createAnswers } from './aibot/answers.ts'
import { createAiBot } from './aibot/bot.ts'
import { createSockets } from './aibot/sockets.ts'
import { addContacts } from './api/contacts.ts'
import { createGuards, createTokens } from './api/guards.ts'
import type { Guards } from './api/guards.ts'
import { addMenu } from './api/menu.ts'
import { addMessages } from './api/messages.ts'
import { addToken } from './api/token.ts'
import { addUploads } from './api/uploads.ts'
import { addWebhook } from './api/webhook.ts'
import { createAppCallback } from './callback/app.ts'
import { createCards } from './cards/store.ts'
import type { Ground } from './ground.ts'
import { createMedia } from './media.ts'
import { wecomLimits, wecomTimings } from './options.ts'
import type { WeComCounters, WeComOptions } from './options.ts'
import { createMembers } from './people.ts'
import { createPress } from './press.ts'
import { createSay } from './say.ts'

type Needs = Readonly<{
  options: SandboxOptions
  chats: Chats
  pictures: Pictures
  files: Files
  faults: Faults
  counters: WeComCounters
  base: () => string
  changed: () => void
  called: (path: string) => void
}>

type Member = Readonly<{ person: SandboxPerson; chat: SandboxChat }>

/** The double of WeCom, beyond what every double does. */
export interface WeComDouble extends Double {
  readonly name: string
  /** Takes a socket for the AI bot. */
  attach(client: WebSocket): void
  enter(entered: Parameters<Sandbox['enter']>[0]): void
  chooseMenu(chosen: Parameters<Sandbox['chooseMenu']>[0]): void
  rate(rated: Parameters<Sandbox['rate']>[0]): void
  verify(of: 'app' | 'aibot'): Promise<boolean>
}

/**
 * The double of WeCom: the API of a self-built app, its callback, the group webhooks, and the AI bot over its socket or
 * its address. D numbers in this folder name pages of https://developer.work.weixin.qq.com/document/path/<number>; what
 * they leave open is said where it is decided.
 */
export function addWeCom(router: Router, wecom: WeComOptions, needs: Needs): WeComDouble {
  const { options } = needs
  const chats = chatsOn('wecom', needs.chats)
  const ground: Ground = {
    ...needs,
    wecom,
    chats,
    members: createMembers(options, wecom),
    media: createMedia({ pictures: needs.pictures, files: needs.files, now: options.now, base: needs.base }),
    cards: createCards(chats, options.now),
    timings: { ...wecomTimings, ...wecom.timings },
    limits: { ...wecomLimits, ...wecom.limits },
    now: options.now,
  }
  if (wecom.webhooks?.some(({ group }) => chats.chat(group)?.kind !== 'group'))
    throw new Error('a group webhook of the double must belong to one of its WeCom groups')
  const tokens = createTokens(ground)
  const guards = createGuards(ground, tokens)
  addUploads(router, ground, guards)
  addWebhook(router, ground, guards)
  if (wecom.app) {
    addToken(router, ground, { app: wecom.app, tokens, guards })
    addContacts(router, ground, guards)
    addMessages(router, ground, { app: wecom.app, guards })
    addMenu(router, ground, { app: wecom.app, guards })
  }
  const callback = wecom.app?.callback
  const app = wecom.app && callback ? createAppCallback(ground, { ...wecom.app, callback }) : undefined
  const { aibot, sockets, address } = openAiBot(router, ground, guards)
  const say = createSay(ground, { app, aibot })
  const connected = (): boolean => (sockets ? sockets.connected() : true)

  /** The member in their own one-to-one chat; undefined elsewhere. */
  const at = ({ as, chat }: Readonly<{ as: string; chat: string }>): Member | undefined => {
    const found = chats.chat(chat)
    const person = ground.members.find(as)
    return person && found?.kind === 'direct' && found.members.includes(as)
      ? { person, chat: found }
      : undefined
  }
  const isApp = ({ person, chat }: Member): boolean =>
    wecom.app !== undefined && chat.id === wecomAppChat(person.userId, wecom)

  return {
    name: wecom.aibot?.name ?? wecom.app?.name ?? options.app.name,
    say,
    press: createPress(ground, { app, aibot, say }),
    connected,
    attach(client) {
      if (sockets) sockets.attach(client)
      else client.close(1008)
    },
    enter(entered) {
      const member = at(entered)
      if (member && isApp(member)) app?.event(member.person, 'enter_agent', { EventKey: '' })
      else if (member) aibot?.enter(member.person, member.chat)
    },
    chooseMenu(chosen) {
      const member = at(chosen)
      const item = member?.chat.menu?.find(({ key }) => key !== undefined && key === chosen.key)
      if (!member || !item) throw new PageError(404, '这个菜单已经不在了。')
      app?.event(member.person, 'click', { EventKey: chosen.key })
    },
    rate(rated) {
      const entry = chats.entry(rated.message)
      const person = ground.members.find(rated.as)
      if (!entry || !person || !chats.sees(rated.as, entry)) throw new PageError(404, '这条消息找不到了。')
      aibot?.rate(person, { entry, good: rated.good, content: rated.content ?? '' })
    },
    async verify(of) {
      const found = of === 'app' ? app : address
      return found ? found.verify() : false
    },
    drop(how) {
      if (how === 'wecom-socket') sockets?.drop('socket')
      if (how === 'wecom-subscription') sockets?.drop('subscription')
      if (how === 'wecom-kick') sockets?.drop('kick')
    },
    close() {
      app?.close()
      sockets?.close()
      address?.close()
    },
  }
}

/** The AI bot in its mode, or nothing where there is none. */
function openAiBot(router: Router, ground: Ground, guards: Guards) {
  const bot = ground.wecom.aibot
  if (!bot) return {}
  const answers = createAnswers(ground)
  if (bot.mode === 'socket') {
    const sockets = createSockets(ground, bot, answers)
    return { sockets, aibot: createAiBot(ground, bot, sockets, answers) }
  }
  if (!bot.callback) throw new Error('an AI bot in webhook mode needs a callback address')
  const address = addAddress(router, ground, { callback: bot.callback, answers, guards })
  return { address, aibot: createAiBot(ground, bot, address, answers) }
}
