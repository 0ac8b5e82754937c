import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp, type App } from '../../src/app.ts'
import { parseCampaignFile } from '../../src/campaign-file/parse.ts'
import type { CampaignFile } from '../../src/campaign-file/view.ts'
import type { Config } from '../../src/config.ts'
import { createSandbox } from '../../src/sandbox/server.ts'
import type { Sandbox, SandboxPerson } from '../../src/sandbox/types.ts'
import type { Log } from '../../src/ports/log.ts'
import { openStore, type Store } from '../../src/store/open.ts'
import { loadCampaign } from '../../src/usecases/load-campaign.ts'
import { freePort, photo, read } from './county-parts.ts'
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
  /** Changes the text of the campaign file before it is read. */
  edit?(yaml: string): string
  /** People in the double whom no roster knows. They are in every group. */
  strangers?: readonly Readonly<{ userId: string; name: string; outsider?: boolean }>[]
  /** Names of people on the roster whose account is not bound yet. */
  unbound?: readonly string[]
  /** Further groups, not bound to anything, with everybody in them. */
  groups?: readonly Readonly<{ id: string; title: string }>[]
  log?: Log
  /** How long a photo's receipt waits for more photos. */
  photoSettleMs?: number
}>

/** What one person sees and does. Names are those of the campaign file. */
export type Voice = Readonly<{
  /** Says something one-to-one, waits until it is handled, and answers what the bot then said there. */
  tells(text: string, ...photos: readonly string[]): Promise<string>
  /** Says something in the group, the bot mentioned. */
  says(text: string, ...photos: readonly string[]): Promise<string>
  /** The same in another group. */
  saysIn(group: string, text: string, ...photos: readonly string[]): Promise<string>
  /** Presses a button of the newest message that has one, one-to-one (or in the group). */
  presses(label: string, where?: 'group'): Promise<string>
  /** Everything that the bot has told this person one-to-one. */
  heard(): readonly string[]
  /** The newest thing that the bot has told this person one-to-one. */
  last(): string
}>

/** A county's work group, played against the double of DingTalk with the real SDK and the real program. */
export type County = Readonly<{
  /** The program; another one after `restart`. */
  app: App
  /** Where its HTTP server listens. */
  url: string
  store: Store
  sandbox: Sandbox
  file: CampaignFile
  /** Somebody by name, or by account. */
  person(nameOrAccount: string): Voice
  /** What the bot has said in the group (or in another one). */
  inGroup(group?: string): readonly string[]
  now(): Date
  /** Lets the platform's clock differ from the program's; null makes them agree again. */
  platformClock(moment: string | null): void
  /** Stops the program, lets the time pass, and starts it again on the same store. Its scheduler looks once. */
  downUntil(moment: string): Promise<void>
  /** Moves the clock, stopping at everything that is due on the way. */
  clockTo(moment: string): Promise<void>
  settle(): Promise<void>
  close(): Promise<void>
}>

export const GROUP = 'cidStoryGroup=='
const TEMPLATE = '11111111-2222-3333-4444-555555555555.schema'

/** `2026-11-27 18:00` (or with seconds) in Shanghai. */
export function shanghai(moment: string): Date {
  return new Date(`${moment.replace(' ', 'T')}${moment.length === 16 ? ':00' : ''}+08:00`)
}

/** Opens a county: database, double, program, campaign loaded, everybody of the roster bound, the group bound. */
export async function openCounty(options: CountyOptions): Promise<County> {
  let now = shanghai(options.from)
  let platformNow: Date | null = null
  const clock = (): Date => now
  const yaml = readFileSync(
    new URL(`../../prisma/campaigns/${options.campaign ?? '003-fire-lanes.yaml'}`, import.meta.url),
    'utf8',
  )
  const parsed = parseCampaignFile(options.edit?.(yaml) ?? yaml)
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

  await store.db.$executeRaw`
    UPDATE account SET person_id = NULL, bound_at = NULL
    WHERE person_id IN (SELECT id FROM person WHERE name = ANY(${options.unbound ?? []}))`

  const people: readonly SandboxPerson[] = [
    ...file.people.map((person) => ({
      userId: person.dingtalk ?? person.key,
      name: person.name,
      title: person.unit,
    })),
    ...(options.strangers ?? []).map((stranger) => ({ ...stranger, title: '' })),
  ]
  const members = people.map(({ userId }) => userId)
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
    groups: [
      { id: GROUP, title: file.campaign.title, members },
      ...(options.groups ?? []).map((group) => ({ ...group, members })),
    ],
    now: () => platformNow ?? now,
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
  const log = options.log ?? quiet
  const program = (): App =>
    createApp({ config, store, now: clock, log, pollMs: 50, photoSettleMs: options.photoSettleMs ?? 30 })
  let app = program()
  let { url: ownUrl } = await app.start()
  await until(() => sandbox.stats.sockets > 0 || options.mode === 'webhook')
  await app.scheduler.tick(now)

  const idOf = (name: string): string => {
    const found = people.find((person) => person.userId === name || person.name === name)
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
    get app() {
      return app
    },
    get url() {
      return ownUrl
    },
    store,
    sandbox,
    file,
    now: clock,
    settle,
    inGroup: (group = GROUP) => botTexts(group),
    platformClock(moment) {
      platformNow = moment === null ? null : shanghai(moment)
    },
    async downUntil(moment) {
      await app.stop()
      await until(() => sandbox.stats.sockets === 0)
      now = shanghai(moment)
      app = program()
      ownUrl = (await app.start()).url
      await until(() => sandbox.stats.sockets > 0 || options.mode === 'webhook')
      await app.scheduler.tick(now)
      await settle()
    },
    person(name) {
      const as = idOf(name)
      const direct = `direct:${as}`
      const pictures = (names: readonly string[]): string[] =>
        names.map((each) => sandbox.addPicture(photo(each), 'image/png'))
      const saysIn = (group: string, text: string, ...photos: readonly string[]): Promise<string> =>
        after(group, as, () => sandbox.say({ as, chat: group, text, at: true, pictures: pictures(photos) }))
      return {
        tells: (text, ...photos) =>
          after(direct, as, () => sandbox.say({ as, chat: direct, text, pictures: pictures(photos) })),
        says: (text, ...photos) => saysIn(GROUP, text, ...photos),
        saysIn,
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
