// One copy of the program, hearing and speaking through WeCom's AI bot alone, for tests that run several of them.
// Arguments: the database's URL, the double's address, a folder, the Shanghai time at which it begins. Each line on its
// standard input is a time to which its clock moves; it then looks at what has come due. Says `open`, and its role
// whenever that changes.
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { createApp } from '../../src/app.ts'
import { openStore } from '../../src/store/open.ts'
import { quiet } from './quiet.ts'

const [databaseUrl = '', url = '', dataDir = '', from = ''] = process.argv.slice(2)
let now = new Date(from)

/** Written at once, so that it is known also when the next moment is the last. */
const tell = (line: string): void => void writeSync(1, `${line}\n`)

const store = await openStore({ databaseUrl, poolSize: 5 })
const app = createApp({
  config: {
    port: 0,
    host: '127.0.0.1',
    dataDir,
    logLevel: 'error',
    wecom: {
      apiBase: url,
      socketUrl: url.replace('http', 'ws'),
      bot: { mode: 'socket', botId: 'aib-copies', secret: 'invented-bot-secret' },
      webhookKeys: {},
    },
  },
  store,
  now: () => now,
  log: quiet,
  // One message after the other: what is under way when the copy dies is a single one.
  concurrency: 1,
  pollMs: 50,
})
await app.start()
await app.scheduler.tick(now)
tell('open')

let said = ''
setInterval(async () => {
  const { wecom } = (await app.health()) as { wecom?: { role?: string; connected?: boolean } }
  const role = wecom?.connected ? (wecom.role ?? '') : 'waiting'
  if (role !== said) tell(`role ${role}`)
  said = role
}, 50)

createInterface({ input: process.stdin }).on('line', (line) => {
  now = new Date(line)
  void app.scheduler.tick(now)
})
