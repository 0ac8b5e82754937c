// A program that takes hazards in as fast as it can, handles and answers them, and is killed in the middle of it.
// Arguments: where the database is (a URL or a folder), the number of this run, and `finish` to only finish what is left.
import { writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { openStore } from '../../src/store/open.ts'
import { gridWorkers, hazardSaid, messenger, openWorkshop } from './workshop.ts'
import { until } from './until.ts'

const [where = '', runText = '0', finish] = process.argv.slice(2)
const run = Number(runText)

/** Written at once, so that it is known also when the next moment is the last. */
const tell = (line: string): void => void writeSync(1, `${line}\n`)

const store = await openStore(
  where.startsWith('postgres') ? { databaseUrl: where, poolSize: 5 } : { dataDir: where },
)
const workshop = openWorkshop({
  store,
  out: messenger(() => undefined),
  mediaFolder: tmpdir(),
  leaseSeconds: 2,
})
tell('open')

if (finish) {
  await until(async () => {
    const open = await store.db.inboxEvent.count({ where: { doneAt: null, failedAt: null } })
    const waiting = await store.db.outboxMessage.count({ where: { sentAt: null, givenUpAt: null } })
    return open + waiting === 0
  }, 60_000)
  await workshop.stop()
  await store.close()
  process.exit(0)
}

async function speak(by: string, speaker: number): Promise<never> {
  for (let n = 0; ; n += 1) {
    const id = `m-${run}-${speaker}-${n}`
    const house = run * 10_000 + n * gridWorkers.length + speaker + 1
    await workshop.door.accept(hazardSaid(id, by, house))
    tell(`acked ${id}`)
    // The platform saw no answer before the last kill: it delivers once more.
    if (run > 0 && n < 5)
      await workshop.door.accept(hazardSaid(`m-${run - 1}-${speaker}-${n}`, by, house - 10_000))
  }
}
await Promise.all(gridWorkers.map(speak))
