import type { CampaignFile } from '../../src/campaign-file/view.ts'
import { platforms, type Platform } from '../../src/chat/inbound.ts'
import type { Config } from '../../src/config.ts'
import { createSandbox } from '../../src/sandbox/server.ts'
import type { Sandbox, SandboxPerson } from '../../src/sandbox/types.ts'
import { freePort } from './county-parts.ts'

/** The work group of the story on each platform. */
export const groups: Readonly<Record<Platform, string>> = {
  dingtalk: 'cidStoryGroup==',
  wecom: 'wrStoryGroup',
}

const TEMPLATE = '11111111-2222-3333-4444-555555555555.schema'
const dingtalkApp = {
  clientId: 'ding-story',
  clientSecret: 'invented-secret',
  robotCode: 'ding-story',
  name: '清患',
}
const corpId = 'ww-story'
const wecomApp = { corpId, agentId: 1000002, secret: 'invented-app-secret' }
const wecomBot = { botId: 'aib-story', secret: 'invented-bot-secret' }
const callback = { token: 'inventedToken', encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG' }
const webhookKey = 'invented-webhook-key'

export type PlatformOptions = Readonly<{
  file: CampaignFile
  platform: Platform
  /** Who is elsewhere, by name; the first platform counts where somebody has several. */
  elsewhere: Readonly<Record<string, readonly Platform[]>>
  strangers: readonly Readonly<{ userId: string; name: string; outsider?: boolean }>[]
  groups: readonly Readonly<{ id: string; title: string }>[]
  mode: 'stream' | 'webhook'
  cards: boolean
  dataDir: string
  now(): Date
}>

/** One platform of a story: its double's counters, and where people talk there. */
export type Ground = Readonly<{
  platform: Platform
  group: string
  direct(userId: string): string
  /** Whether the program holds its connection there, in the mode that has one. */
  isConnected(): boolean
  /** Whether everything that the double has delivered is taken. */
  isTaken(): boolean
  /** As how many messages that is said. */
  parts(said: Readonly<{ chat: string; text: string; pictures: number }>): number
}>

export type Cast = Readonly<{
  userId: string
  name: string
  /** Where somebody has an account, the one that the story's people use first. */
  platforms: readonly Platform[]
}>

export type Platforms = Readonly<{
  sandbox: Sandbox
  /** Where the sandbox's page and its documents lie. */
  sandboxUrl: string
  config: Config
  people: readonly Cast[]
  grounds: readonly Ground[]
  ground(platform: Platform): Ground
}>

/** The campaign file with everybody's account where the story wants it; nobody else has one. */
export function accountsOn(
  file: CampaignFile,
  given: Pick<PlatformOptions, 'platform' | 'elsewhere'>,
): CampaignFile {
  return {
    ...file,
    groups: [],
    people: file.people.map(({ dingtalk, wecom, ...person }) => {
      const account = dingtalk ?? wecom
      const at = given.elsewhere[person.name] ?? [given.platform]
      if (account === undefined) return person
      return {
        ...person,
        ...(at.includes('dingtalk') ? { dingtalk: account } : {}),
        ...(at.includes('wecom') ? { wecom: account } : {}),
      }
    }),
  }
}

/** Opens the doubles that the story's people need, and says how the program finds them. */
export async function openPlatforms(options: PlatformOptions): Promise<Platforms> {
  const { file, platform, elsewhere, mode, cards, now } = options
  const isStream = mode === 'stream'
  const people: readonly Cast[] = [
    ...file.people.map(({ key, name, dingtalk, wecom }) => ({
      userId: dingtalk ?? wecom ?? key,
      name,
      platforms: elsewhere[name] ?? [platform],
    })),
    ...options.strangers.map(({ userId, name }) => ({ userId, name, platforms: [platform] })),
  ]
  const used = platforms.filter((each) => people.some((person) => person.platforms.includes(each)))
  const on = (at: Platform): readonly string[] =>
    people.filter((person) => person.platforms.includes(at)).map(({ userId }) => userId)
  const unitOf = new Map(file.people.map(({ name, unit }) => [name, unit]))
  const outside = new Set(options.strangers.filter(({ outsider }) => outsider).map(({ userId }) => userId))
  const port = used.includes('wecom') || !isStream ? await freePort() : 0
  const here = `http://127.0.0.1:${port}`
  const called = (path: string) => ({
    url: here + path,
    token: callback.token,
    aesKey: callback.encodingAesKey,
  })

  const sandbox = createSandbox({
    app: { ...dingtalkApp, cardTemplates: [TEMPLATE] },
    corpId: 'ding-corp',
    people: people.map(({ userId, name, platforms }): SandboxPerson => ({
      userId,
      name,
      title: unitOf.get(name) ?? '',
      platforms,
      ...(outside.has(userId) ? { outsider: true } : {}),
    })),
    groups: [
      ...used.map((at) => ({ id: groups[at], title: file.campaign.title, members: on(at), platform: at })),
      ...options.groups.map((group) => ({ ...group, members: on(platform), platform })),
    ],
    now,
    timings: { redeliverAfterMs: 5000 },
    ...(isStream
      ? {}
      : {
          push: {
            robotUrl: `${here}/dingtalk/robot`,
            cardUrl: `${here}/dingtalk/card`,
            cardSecret: 'card-secret',
          },
        }),
    ...(used.includes('wecom')
      ? {
          wecom: {
            corpId,
            app: { ...wecomApp, name: '清患助手', callback: called('/wecom/app') },
            aibot: {
              id: wecomBot.botId,
              secret: wecomBot.secret,
              name: '清患',
              mode: isStream ? ('socket' as const) : ('webhook' as const),
              callback: called('/wecom/aibot'),
            },
            webhooks: isStream ? [] : [{ group: groups.wecom, key: webhookKey }],
            timings: { retryAfterMs: 50 },
            // The story's clock stands still while people talk: its minutes are not real ones.
            limits: { chatPerMinute: 1000, memberPerMinute: 1000, webhookPerMinute: 1000 },
          },
        }
      : {}),
  })
  const { url } = await sandbox.listen()
  const config: Config = {
    port,
    host: '127.0.0.1',
    dataDir: options.dataDir,
    logLevel: 'error',
    ...(used.includes('dingtalk')
      ? {
          dingtalk: {
            ...dingtalkApp,
            mode,
            apiBase: url,
            oapiBase: url,
            ...(cards ? { cardTemplateId: TEMPLATE, cardCallbackSecret: 'card-secret' } : {}),
          },
        }
      : {}),
    ...(used.includes('wecom')
      ? {
          wecom: {
            apiBase: url,
            socketUrl: url.replace('http', 'ws'),
            app: { ...wecomApp, callback },
            bot: isStream ? { mode: 'socket', ...wecomBot } : { mode: 'webhook', callback },
            webhookKeys: isStream ? {} : { [groups.wecom]: webhookKey },
          },
        }
      : {}),
  }
  const { stats } = sandbox
  const all: Readonly<Record<Platform, Ground>> = {
    dingtalk: {
      platform: 'dingtalk',
      group: groups.dingtalk,
      direct: (userId) => `direct:${userId}`,
      isConnected: () => isStream && stats.sockets > 0,
      isTaken: () => stats.acked >= stats.delivered,
      parts: () => 1,
    },
    wecom: {
      platform: 'wecom',
      group: groups.wecom,
      direct: (userId) => `wecom:app:${userId}`,
      isConnected: () => isStream && stats.wecom.sockets > 0,
      // The socket has no acknowledgements: there, what is stored is counted.
      isTaken: () => isStream || stats.wecom.acked >= stats.wecom.delivered - stats.wecom.redelivered,
      parts: ({ chat, text, pictures }) => {
        if (chat.startsWith('wecom:app:')) return (text.trim() === '' ? 0 : 1) + pictures
        return text.trim() === '' && pictures > 1 ? pictures : 1
      },
    },
  }
  return {
    sandbox,
    sandboxUrl: url,
    config,
    people,
    grounds: used.map((at) => all[at]),
    ground: (at) => all[at],
  }
}
