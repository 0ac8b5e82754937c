// One copy of the planner and of the outbox in a process of its own, for tests that kill it.
// Arguments: the database's URL, and where messages go. Each line on its standard input is a moment to which its clock
// is set; it then looks at what has come due, and says `ticked` and the moment when that is done.
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { platforms } from '../../src/chat/inbound.ts'
import { publishedDays } from '../../src/domain/time/published-days.ts'
import { createScheduler } from '../../src/jobs/planner/scheduler.ts'
import { directoryCache } from '../../src/store/directory.ts'
import { openStore } from '../../src/store/open.ts'
import { startOutbox } from '../../src/workers/outbox.ts'
import { quiet } from './quiet.ts'
import { messenger } from './workshop.ts'

const [databaseUrl = '', sinkUrl = ''] = process.argv.slice(2)

/** Written at once, so that it is known also when the next moment is the last. */
const tell = (line: string): void => void writeSync(1, `${line}\n`)

const store = await openStore({ databaseUrl, poolSize: 4 })
const out = messenger(async (message) => {
  const answer = await fetch(sinkUrl, { method: 'POST', body: JSON.stringify(message) })
  if (!answer.ok) throw new Error(`the double said ${answer.status}`)
})
const outbox = startOutbox({
  make: () => Promise.reject(new Error('no press here')),
  store,
  messengers: new Map(platforms.map((platform) => [platform, { ...out, platform }])),
  log: quiet,
  concurrency: 4,
  pollMs: 100,
  leaseSeconds: 3,
})
const scheduler = createScheduler({
  store,
  directories: directoryCache(),
  workdays: publishedDays(),
  planned: () => outbox.wake(),
})
tell('open')

let queue: Promise<unknown> = Promise.resolve()
createInterface({ input: process.stdin }).on('line', (moment) => {
  queue = queue.then(async () => {
    await scheduler.tick(new Date(moment))
    tell(`ticked ${moment}`)
  })
  queue.catch((error: unknown) => {
    // A copy that cannot plan is no copy: whoever watches starts another one.
    process.stderr.write(`${String(error)}\n`)
    process.exit(1)
  })
})
