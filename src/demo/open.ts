import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { schedule } from 'node-cron'
import { createApp } from '../app.ts'
import { formatFaults, parseCampaignFile } from '../campaign-file/parse.ts'
import type { CampaignFile } from '../campaign-file/view.ts'
import type { Config } from '../config.ts'
import { publishedDays } from '../domain/time/published-days.ts'
import type { Log } from '../ports/log.ts'
import { createSandbox } from '../sandbox/server.ts'
import type { Sandbox } from '../sandbox/types.ts'
import * as directories from '../store/directory.ts'
import { mediaStore } from '../store/media.ts'
import { openStore, type Store } from '../store/open.ts'
import { loadCampaign } from '../usecases/load-campaign.ts'
import { createDemoClock, demoMoment } from './clock.ts'
import { moveClock, perform, settle, type Stage } from './play.ts'
import { recordHistory } from './record.ts'
import { curtain, script } from './script.ts'
import { groupsOf, peopleOf, phrasesFor, type DemoGroup } from './town.ts'

export type DemoOptions = Readonly<{
  config: Pick<Config, 'port' | 'dataDir' | 'logLevel'>
  log: Log
  /** Told what is being prepared. */
  progress(step: 'data' | 'talk'): void
}>

/** The demo, ready to be looked at. */
export type Demo = Stage &
  Readonly<{
    /** The page. */
    url: string
    file: CampaignFile
    groups: readonly DemoGroup[]
    moveClock(to: Date): Promise<void>
    settle(): Promise<void>
    stop(): Promise<void>
  }>

/** The county that plays: the example campaign that this program brings along. */
const CAMPAIGN = new URL('../../prisma/campaigns/demo/003-fire-lanes.yaml', import.meta.url)
const CARD_TEMPLATE = '5d0a2c6e-7b41-4f9a-9d33-0c8e1f2a6b70.schema'
const BOT = {
  clientId: 'ding-demo',
  clientSecret: 'invented-demo-secret',
  robotCode: 'ding-demo',
  name: '清患',
}

const WECOM = {
  corpId: 'ww-demo',
  app: { agentId: 1000002, secret: 'invented-demo-app-secret' },
  bot: { id: 'aib-demo', secret: 'invented-demo-bot-secret' },
  callback: { token: 'inventedDemoToken', aesKey: 'qinghuanDemo0123456789ABCDEFGHIJKLMNOPQRSTU' },
}

/** Photos of a burst come within moments of each other here: nobody films a phone's network. */
const PHOTO_SETTLE_MS = 700
const POLL_MS = 250
const CONNECT_MS = 15_000

/**
 * Builds the demo: an embedded database in memory, the doubles of both platforms with the real SDKs on the other
 * side, six invented weeks, and two days of talk. Touches nothing but `<dataDir>/sandbox`, which it empties first, and binds
 * to 127.0.0.1 only.
 */
export async function openDemo(options: DemoOptions): Promise<Demo> {
  const { config, log, progress } = options
  const file = readCampaign()
  const groups = groupsOf(file)
  const clock = createDemoClock(demoMoment(curtain.rises))
  const closers: (() => Promise<unknown>)[] = []
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close()
  }
  let announce = (_: Stage): void => undefined
  const ready = new Promise<Stage>((resolve) => (announce = resolve))
  const line = createLine()
  // Whoever has the page open from an earlier demo may ask before the curtain is up; he waits for it.
  const move = (to: Date): Promise<void> => line.join(async () => moveClock(await ready, to))
  const { corpId, app: wecomApp, bot: wecomBot, callback } = WECOM
  // WeCom's app is called by its double, which has to know where.
  const port = await freePort()
  const sandbox = createSandbox({
    app: { ...BOT, cardTemplates: [CARD_TEMPLATE] },
    corpId: 'ding-demo-corp',
    people: peopleOf(file),
    groups,
    now: clock.now,
    moveClock: move,
    phrases: phrasesFor(file),
    wecom: {
      corpId,
      app: {
        ...wecomApp,
        name: `${BOT.name}助手`,
        callback: { url: `http://127.0.0.1:${port}/wecom/app`, ...callback },
      },
      aibot: { ...wecomBot, name: BOT.name, mode: 'socket' },
    },
  })
  try {
    // The port first: whoever finds it taken should not have waited, nor lost the pictures of the demo that has it.
    const { url } = await sandbox.listen(config.port)
    closers.push(() => sandbox.close())
    progress('data')
    const dataDir = join(config.dataDir, 'sandbox')
    await rm(dataDir, { recursive: true, force: true })
    const store = await openStore({})
    closers.push(() => store.close())
    await prepare(store, { file, groups, mediaFolder: join(dataDir, 'media') })

    progress('talk')
    const app = createApp({
      config: {
        port,
        host: '127.0.0.1',
        dataDir,
        logLevel: config.logLevel,
        dingtalk: { ...BOT, mode: 'stream', apiBase: url, oapiBase: url, cardTemplateId: CARD_TEMPLATE },
        wecom: {
          apiBase: url,
          socketUrl: url.replace('http', 'ws'),
          app: { corpId, ...wecomApp, callback: { token: callback.token, encodingAesKey: callback.aesKey } },
          bot: { mode: 'socket', botId: wecomBot.id, secret: wecomBot.secret },
          webhookKeys: {},
        },
      },
      store,
      now: clock.now,
      log,
      pollMs: POLL_MS,
      photoSettleMs: PHOTO_SETTLE_MS,
    })
    closers.push(() => app.stop())
    const stage = { app, store, sandbox, clock }
    clock.setTo(demoMoment(curtain.rises))
    await app.start()
    await connected(sandbox)
    await app.scheduler.tick(clock.now())
    await perform(stage, script, { file, groups })
    await moveClock(stage, demoMoment(curtain.opens))
    announce(stage)

    const tick = (): void => {
      // A clock on the move ticks by itself.
      if (line.isBusy()) return
      line
        .join(async () => void (await app.scheduler.tick(clock.now())))
        .catch((error: unknown) => log.error({ err: error }, 'demo: the scheduler will look again'))
    }
    // Oftener than the real program looks: whoever moved the clock to a minute before a reminder is waiting for it.
    const task = schedule('*/5 * * * * *', tick)
    closers.push(async () => task.destroy())
    return { ...stage, url, file, groups, moveClock: move, settle: () => settle(stage), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** What is said before the SDKs have connected would be answered after the next line. */
async function connected(sandbox: Sandbox): Promise<void> {
  const deadline = performance.now() + CONNECT_MS
  while (sandbox.stats.sockets === 0 || sandbox.stats.wecom.sockets === 0) {
    if (performance.now() > deadline) {
      throw new Error('演练没有准备好：本机的模拟钉钉或模拟企业微信连不上，请再运行一次。')
    }
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** A port that nobody listens on at the moment. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0))
    })
  })
}

/** Work that takes turns. */
function createLine() {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return {
    isBusy: () => waiting > 0,
    join(work: () => Promise<void>): Promise<void> {
      waiting += 1
      const done = last.then(work).finally(() => (waiting -= 1))
      last = done.catch(() => undefined)
      return done
    },
  }
}

function readCampaign(): CampaignFile {
  const parsed = parseCampaignFile(readFileSync(CAMPAIGN, 'utf8'))
  if (!parsed.ok) throw new Error(`示例行动方案有误：\n${formatFaults(parsed.faults)}`)
  return parsed.campaign
}

/** The campaign, its groups, and what has happened so far. */
async function prepare(
  store: Store,
  given: Readonly<{ file: CampaignFile; groups: readonly DemoGroup[]; mediaFolder: string }>,
): Promise<void> {
  const { file, groups, mediaFolder } = given
  const begin = demoMoment('10-12 08:30')
  const { campaignId, regionId } = await store.transaction((tx) => loadCampaign(tx, file, begin))
  await store.db.conversation.createMany({
    // The campaign file has bound the group that it knows.
    skipDuplicates: true,
    data: groups.map(({ id, title, platform = 'dingtalk' }) => ({
      platform,
      externalId: id,
      kind: 'group',
      title,
      campaignId,
      heardAt: begin,
    })),
  })
  const directory = await directories.load(store.db, regionId)
  const campaign = directory.campaigns.find(({ id }) => id === campaignId)
  if (!campaign) throw new Error('the campaign was loaded and is not there')
  const media = mediaStore(mediaFolder)
  const recording = { store, media, directory, campaign, workdays: publishedDays() }
  await recordHistory(recording, demoMoment(curtain.rises))
}
