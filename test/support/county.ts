import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp, type App } from '../../src/app.ts'
import { parseCampaignFile } from '../../src/campaign-file/parse.ts'
import type { CampaignFile } from '../../src/campaign-file/view.ts'
import type { Config } from '../../src/config.ts'
import { createSandbox } from '../../src/sandbox/server.ts'
import type { Sandbox, SandboxMessage, SandboxPerson } from '../../src/sandbox/types.ts'
import { openStore, type Store } from '../../src/store/open.ts'
import { loadCampaign } from '../../src/usecases/load-campaign.ts'
import { quiet } from './quiet.ts'
import { until } from './until.ts'

export type CountyOptions = Readonly<{
  /** How DingTalk's messages come in. */
  mode: 'stream' | 'webhook'
  /** Shanghai time at which the story begins, e.g. `2026-11-23 09:00`. */
  from: string
  /** Interactive cards; without them the buttons say their sentence. */
  cards?: boolean
  campaign?: string
  databaseUrl?: string
}>

/** What one person sees and does. Names are those of the campaign file. */
export type Voice = Readonly<{
  /** Says something one-to-one, waits until it is handled, and answers what the bot then said there. */
  tells(text: string, ...photos: readonly string[]): Promise<string>
  /** Says something in the group, the bot mentioned. */
  says(text: string, ...photos: readonly string[]): Promise<string>
  /** Presses a button of the newest message that has one, one-to-one (or in the group). */
  presses(label: string, where?: 'group'): Promise<string>
  /** Everything that the bot has told this person one-to-one. */
  heard(): readonly string[]
  /** The newest thing that the bot has told this person one-to-one. */
  last(): string
}>

/** A county's work group, played against the double of DingTalk with the real SDK and the real program. */
export type County = Readonly<{
  app: App
  store: Store
  sandbox: Sandbox
  file: CampaignFile
  person(name: string): Voice
  /** What the bot has said in the group. */
  inGroup(): readonly string[]
  now(): Date
  /** Moves the clock, stopping at everything that is due on the way. */
  clockTo(moment: string): Promise<void>
  settle(): Promise<void>
  close(): Promise<void>
}>

export const GROUP = 'cidStoryGroup=='
const TEMPLATE = '11111111-2222-3333-4444-555555555555.schema'

/** `2026-11-27 18:00` in Shanghai. */
export function shanghai(moment: string): Date {
  return new Date(`${moment.replace(' ', 'T')}:00+08:00`)
}

/** A picture of a few bytes; the same name is the same picture. */
function photo(name: string): Uint8Array {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  return Buffer.concat([png, Buffer.from(name)])
}

/** Opens a county: database, double, program, campaign loaded, everybody of the roster bound, the group bound. */
export async function openCounty(options: CountyOptions): Promise<County> {
  let now = shanghai(options.from)
  const clock = (): Date => now
  const parsed = parseCampaignFile(
    readFileSync(
      new URL(`../../prisma/campaigns/${options.campaign ?? '003-fire-lanes.yaml'}`, import.meta.url),
      'utf8',
    ),
  )
  if (!parsed.ok) throw new Error('the example campaign is wrong')
  const file = parsed.campaign
  const dataDir = await mkdtemp(join(tmpdir(), 'qinghuan-'))
  const store = await openStore({ databaseUrl: options.databaseUrl })
  const { campaignId } = await store.transaction((tx) => loadCampaign(tx, file, now))
  await store.db.conversation.create({
    data: {
      platform: 'dingtalk',
      externalId: GROUP,
      kind: 'group',
      title: file.campaign.title,
      campaignId,
      heardAt: now,
    },
  })

  const people = file.people.map((person): SandboxPerson => ({
    userId: person.dingtalk ?? person.key,
    name: person.name,
    title: person.unit,
  }))
  const appSettings = {
    clientId: 'ding-story',
    clientSecret: 'invented-secret',
    robotCode: 'ding-story',
    name: '清患',
  }
  const robotPort = options.mode === 'webhook' ? await freePort() : 0
  const sandbox = createSandbox({
    app: { ...appSettings, cardTemplates: [TEMPLATE] },
    corpId: 'ding-corp',
    people,
    groups: [{ id: GROUP, title: file.campaign.title, members: people.map(({ userId }) => userId) }],
    now: clock,
    timings: { redeliverAfterMs: 5000 },
    ...(options.mode === 'webhook'
      ? {
          push: {
            robotUrl: `http://127.0.0.1:${robotPort}/dingtalk/robot`,
            cardUrl: `http://127.0.0.1:${robotPort}/dingtalk/card`,
            cardSecret: 'card-secret',
          },
        }
      : {}),
  })
  const { url } = await sandbox.listen()
  const config: Config = {
    port: robotPort,
    host: '127.0.0.1',
    dataDir,
    logLevel: 'error',
    dingtalk: {
      ...appSettings,
      mode: options.mode,
      apiBase: url,
      oapiBase: url,
      ...(options.cards ? { cardTemplateId: TEMPLATE, cardCallbackSecret: 'card-secret' } : {}),
    },
  }
  const app = createApp({ config, store, now: clock, log: quiet, pollMs: 50, photoSettleMs: 30 })
  await app.start()
  await until(() => sandbox.stats.sockets > 0 || options.mode === 'webhook')
  await app.scheduler.tick(now)

  const idOf = (name: string): string => {
    const found = people.find((person) => person.name === name)
    if (!found) throw new Error(`nobody is called ${name}`)
    return found.userId
  }
  const botTexts = (chat: string, viewer?: string): string[] =>
    sandbox
      .messages(chat, viewer)
      .filter(({ from }) => from === 'bot')
      .map(read)
  const settle = async (): Promise<void> => {
    await until(() => sandbox.stats.acked >= sandbox.stats.delivered)
    await app.drain()
    // A reply that waits for more photos leaves a moment later.
    await until(
      async () => (await store.db.outboxMessage.count({ where: { sentAt: null, givenUpAt: null } })) === 0,
    )
    await app.drain()
  }
  const after = async (chat: string, viewer: string, act: () => Promise<unknown>): Promise<string> => {
    const before = botTexts(chat, viewer).length
    const delivered = sandbox.stats.delivered
    await act()
    await until(() => sandbox.stats.delivered > delivered)
    await settle()
    return botTexts(chat, viewer).slice(before).join('\n---\n')
  }

  return {
    app,
    store,
    sandbox,
    file,
    now: clock,
    settle,
    inGroup: () => botTexts(GROUP),
    person(name) {
      const as = idOf(name)
      const direct = `direct:${as}`
      const pictures = (names: readonly string[]): string[] =>
        names.map((each) => sandbox.addPicture(photo(each), 'image/png'))
      return {
        tells: (text, ...photos) =>
          after(direct, as, () => sandbox.say({ as, chat: direct, text, pictures: pictures(photos) })),
        says: (text, ...photos) =>
          after(GROUP, as, () =>
            sandbox.say({ as, chat: GROUP, text, at: true, pictures: pictures(photos) }),
          ),
        presses(label, where) {
          const chat = where === 'group' ? GROUP : direct
          return after(chat, as, async () => {
            const message = sandbox
              .messages(chat, as)
              .findLast(({ buttons }) => buttons.some((button) => button.label === label))
            if (!message) throw new Error(`no button ${label}`)
            await sandbox.press({
              as,
              message: message.id,
              button: message.buttons.findIndex((button) => button.label === label),
            })
          })
        },
        heard: () => botTexts(direct, as),
        last: () => botTexts(direct, as).at(-1) ?? '',
      }
    },
    async clockTo(moment) {
      const goal = shanghai(moment)
      for (;;) {
        const next = await app.scheduler.next(now)
        if (next === null || next > goal) break
        now = next
        await app.scheduler.tick(now)
        await settle()
      }
      now = goal
      await app.scheduler.tick(now)
      await settle()
    },
    async close() {
      await app.stop()
      await sandbox.close()
      await store.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

function read(message: SandboxMessage): string {
  const buttons = message.buttons.map(({ label }) => `[${label}]`).join(' ')
  const shown = message.variables
    ? [message.variables['title'], message.variables['status_text'], message.variables['body']]
        .filter(Boolean)
        .join('\n')
    : message.text
  return [shown, message.pictures.map(() => '（照片）').join(''), buttons].filter(Boolean).join('\n')
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
