import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { schedule } from 'node-cron'
import pino from 'pino'
import { createApp, type App } from './app.ts'
import { claimCode } from './claim-code.ts'
import { loadConfig, type Config } from './config.ts'
import { openStore, type Store } from './store/open.ts'

const ENV_FILE = '.env'

/** Leaves within this time even when something hangs: whoever stops a service waits. */
const PATIENCE_MS = 20_000

async function main(): Promise<void> {
  const hasEnvFile = existsSync(ENV_FILE)
  if (hasEnvFile) process.loadEnvFile(ENV_FILE)
  const config = loadConfig(process.env)
  if (config.dingtalk || config.wecom) return serve(config)
  if (hasEnvFile || process.env['NODE_ENV'] === 'production') {
    throw new Error(
      '还没有配置平台：请在 .env 里写钉钉的 DINGTALK_CLIENT_ID 和 DINGTALK_CLIENT_SECRET，或企业微信的 WECOM_AIBOT_ID 和 WECOM_AIBOT_SECRET；想先在本机试用，就去掉 .env 再运行 npm start。',
    )
  }
  const { startDemo } = await import('./demo/start.ts')
  onStop(await startDemo(config))
}

/** The real thing: the platforms of the settings, the clock of the machine. */
async function serve(config: Config): Promise<void> {
  const log = pino({ level: config.logLevel })
  const store = await openStore({ databaseUrl: config.databaseUrl, dataDir: config.dataDir })
  const app = createApp({ config, store, now: () => new Date(), log })
  const { url } = await app.start()
  log.info(
    { url, database: store.kind, dingtalk: config.dingtalk?.mode, wecom: config.wecom?.bot?.mode },
    '清患已启动',
  )
  await greet(store)
  const ticking = tickEveryMinute(
    app,
    () => new Date(),
    (error) => log.error({ err: error }, 'scheduler: will look again in a minute'),
  )
  onStop(async () => {
    await ticking.stop()
    await app.stop()
    await store.close()
    log.info({}, '清患已停止')
  })
}

/** What the person at the terminal has to do next, if anything. */
async function greet(store: Store): Promise<void> {
  if ((await store.db.campaign.count()) === 0) {
    process.stdout.write(
      `还没有行动方案。请先停下程序，运行：npm run campaign -- load ${join('prisma', 'campaigns', 'demo', '003-fire-lanes.yaml')}（换成自己的文件）\n`,
    )
    return
  }
  const code = await claimCode(store)
  if (code) process.stdout.write(`还没有管理员。请私聊机器人发送：认领 ${code}（只能用一次）\n`)
}

/** Looks every minute at what has come due; also once at the start, for what fell into a stop. */
function tickEveryMinute(
  app: App,
  now: () => Date,
  failed: (error: unknown) => void,
): { stop(): Promise<void> } {
  const tick = (): Promise<unknown> => app.scheduler.tick(now()).catch(failed)
  void tick()
  const task = schedule('* * * * *', tick, { timezone: 'Asia/Shanghai', noOverlap: true })
  return { stop: async () => void (await task.destroy()) }
}

function onStop(stop: () => Promise<void>): void {
  let stopping = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      // A second Ctrl-C means now.
      if (stopping) process.exit(1)
      stopping = true
      setTimeout(() => process.exit(1), PATIENCE_MS).unref()
      void stop().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
  }
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
