import { inspect } from 'node:util'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp, type App } from '../../src/app.ts'
import { parseCampaignFile } from '../../src/campaign-file/parse.ts'
import type { CampaignFile } from '../../src/campaign-file/view.ts'
import type { Platform } from '../../src/chat/inbound.ts'
import type { Sandbox } from '../../src/sandbox/types.ts'
import type { Log } from '../../src/ports/log.ts'
import { openStore, type Store } from '../../src/store/open.ts'
import { loadCampaign } from '../../src/usecases/load-campaign.ts'
import { photo, readAll } from './county-parts.ts'
import { accountsOn, groups, openPlatforms } from './county-platforms.ts'
import { quiet } from './quiet.ts'
import { until } from './until.ts'

export type CountyOptions = Readonly<{
  /** How messages come in: over a connection that the program keeps, or by calls. WeCom's app always calls. */
  mode: 'stream' | 'webhook'
  /** Where people talk; DingTalk when left out. */
  platform?: Platform
  /** Who talks elsewhere, by name. Where somebody has two accounts, the story's people use the first. */
  elsewhere?: Readonly<Record<string, readonly Platform[]>>
  /** Shanghai time at which the story begins, e.g. `2026-11-23 09:00`. */
  from: string
  /** DingTalk's interactive cards; without them the buttons say their sentence. WeCom's cards are always cards. */
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
  tells(text: string, ...photos: readonly (string | Uint8Array)[]): Promise<string>
  /** Sends a document one-to-one, on WeCom to the AI bot, which alone is told of files. */
  sends(name: string, bytes: Uint8Array): Promise<string>
  /** The documents that the bot has sent one-to-one, in whichever of its chats, as they can be downloaded. */
  documents(): Promise<readonly Readonly<{ name: string; bytes: Buffer }>[]>
  /** Says something in the group, the bot mentioned. */
  says(text: string, ...photos: readonly (string | Uint8Array)[]): Promise<string>
  /** The same in another group. */
  saysIn(group: string, text: string, ...photos: readonly (string | Uint8Array)[]): Promise<string>
  /** Presses a button of the newest message that has one, one-to-one (or in the group). */
  presses(label: string, where?: 'group'): Promise<string>
  /** Everything that the bot has told this person one-to-one. */
  heard(): readonly string[]
  /** The newest thing that the bot has told this person one-to-one. */
  last(): string
}>

/** A county's work group, played against the doubles of the platforms with the real SDKs and the real program. */
export type County = Readonly<{
  /** The program; another one after `restart`. */
  app: App
  /** Where its HTTP server listens. */
  url: string
  store: Store
  sandbox: Sandbox
  file: CampaignFile
  /** Somebody by name, or by account; of two platforms, the one named or the first. */
  person(nameOrAccount: string, platform?: Platform): Voice
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

/** `2026-11-27 18:00` (or with seconds) in Shanghai. */
export function shanghai(moment: string): Date {
  return new Date(`${moment.replace(' ', 'T')}${moment.length === 16 ? ':00' : ''}+08:00`)
}

/** Opens a county: database, doubles, program, campaign loaded, everybody of the roster bound, the groups bound. */
export async function openCounty(options: CountyOptions): Promise<County> {
  let now = shanghai(options.from)
  let platformNow: Date | null = null
  const clock = (): Date => now
  const [started, since] = [Date.now(), performance.now()]
  const { platform = 'dingtalk', elsewhere = {} } = options
  const yaml = readFileSync(
    new URL(`../../prisma/campaigns/demo/${options.campaign ?? '003-fire-lanes.yaml'}`, import.meta.url),
    'utf8',
  )
  const parsed = parseCampaignFile(options.edit?.(yaml) ?? yaml)
  if (!parsed.ok) throw new Error('the example campaign is wrong')
  const file = accountsOn(parsed.campaign, { platform, elsewhere })
  const dataDir = await mkdtemp(join(tmpdir(), 'qinghuan-'))
  const store = await openStore({ databaseUrl: options.databaseUrl })
  const { campaignId } = await store.transaction((tx) => loadCampaign(tx, file, now))
  await store.db.$executeRaw`
    UPDATE account SET person_id = NULL, bound_at = NULL
    WHERE person_id IN (SELECT id FROM person WHERE name = ANY(${options.unbound ?? []}))`

  const { sandbox, sandboxUrl, config, people, grounds, ground } = await openPlatforms({
    file,
    platform,
    elsewhere,
    strangers: options.strangers ?? [],
    groups: options.groups ?? [],
    mode: options.mode,
    cards: options.cards ?? false,
    dataDir,
    now: () => platformNow ?? now,
  })
  for (const { platform: at, group } of grounds) {
    await store.db.conversation.create({
      data: {
        platform: at,
        externalId: group,
        kind: 'group',
        title: file.campaign.title,
        campaignId,
        heardAt: now,
      },
    })
  }
  const program = (): App =>
    createApp({
      config,
      store,
      now: clock,
      // Sixty times as fast: nobody types a month's messages within a minute, which is what a story does.
      wall: () => new Date(started + 60 * (performance.now() - since)),
      log: options.log ?? quiet,
      pollMs: 50,
      photoSettleMs: options.photoSettleMs ?? 30,
      socketTimings: { acquireEveryMs: 50, reconnectMs: 50 },
    })
  const connected = (yes: boolean): Promise<void> =>
    until(() => options.mode === 'webhook' || grounds.every((each) => each.isConnected() === yes))
  let app = program()
  let { url: ownUrl } = await app.start()
  await connected(true)
  await app.scheduler.tick(now)

  const told = (chat: string, viewer?: string): string[] =>
    readAll(sandbox.messages(chat, viewer).filter(({ from }) => from === 'bot'))
  const settle = async (): Promise<void> => {
    await until(() => grounds.every((each) => each.isTaken()))
    await app.drain()
    // A reply that waits for more photos leaves a moment later.
    const waiting = { where: { sentAt: null, givenUpAt: null } }
    await until(async () => (await store.db.outboxMessage.count(waiting)) === 0).catch(
      async (error: unknown) => {
        throw new Error(inspect(await store.db.outboxMessage.findMany(waiting), { depth: 6 }), {
          cause: error,
        })
      },
    )
    await app.drain()
  }
  /** Does something and answers what the bot then says there. */
  const after = async (
    at: Readonly<{ platform: Platform; chat: string; viewer: string; parts?: number }>,
    act: () => Promise<unknown>,
  ): Promise<string> => {
    const { chat, viewer, parts = 1 } = at
    const heard = (): Promise<number> => store.db.inboxEvent.count({ where: { platform: at.platform } })
    const before = told(chat, viewer).length
    const due = (await heard()) + parts
    await act()
    await until(async () => (await heard()) >= due)
    await settle()
    return told(chat, viewer).slice(before).join('\n---\n')
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
    inGroup: (group = groups[platform]) => told(group),
    platformClock(moment) {
      platformNow = moment === null ? null : shanghai(moment)
    },
    async downUntil(moment) {
      await app.stop()
      await connected(false)
      now = shanghai(moment)
      app = program()
      ownUrl = (await app.start()).url
      await connected(true)
      await app.scheduler.tick(now)
      await settle()
    },
    person(name, wanted) {
      const cast = people.find((person) => person.userId === name || person.name === name)
      if (!cast) throw new Error(`nobody is called ${name}`)
      const { userId: as } = cast
      const home = ground(wanted ?? cast.platforms[0] ?? platform)
      const direct = home.direct(as)
      const utter = (
        chat: string,
        text: string,
        photos: readonly (string | Uint8Array)[],
      ): Promise<string> => {
        const parts = home.parts({ chat, text, pictures: photos.length })
        return after({ platform: home.platform, chat, viewer: as, parts }, () => {
          const pictures = photos.map((each) =>
            sandbox.addPicture(typeof each === 'string' ? photo(each) : each, 'image/png'),
          )
          return sandbox.say({ as, chat, text, at: chat !== direct, pictures })
        })
      }
      return {
        tells: (text, ...photos) => utter(direct, text, photos),
        sends(name, bytes) {
          const chat = home.platform === 'wecom' ? `wecom:direct:${as}` : direct
          return after({ platform: home.platform, chat, viewer: as }, () =>
            sandbox.say({ as, chat, text: '', files: [sandbox.addFile(bytes, name)] }),
          )
        },
        async documents() {
          const chats = [...new Set([direct, `wecom:direct:${as}`])]
          const sent = chats.flatMap((chat) =>
            sandbox.messages(chat, as).flatMap(({ from, file }) => (from === 'bot' && file ? [file] : [])),
          )
          return Promise.all(
            sent.map(async ({ name, url }) => {
              const response = await fetch(sandboxUrl + url)
              return { name, bytes: Buffer.from(await response.arrayBuffer()) }
            }),
          )
        },
        says: (text, ...photos) => utter(home.group, text, photos),
        saysIn: (group, text, ...photos) => utter(group, text, photos),
        presses(label, where) {
          const chat = where === 'group' ? home.group : direct
          return after({ platform: home.platform, chat, viewer: as }, async () => {
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
        heard: () => told(direct, as),
        last: () => told(direct, as).at(-1) ?? '',
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
