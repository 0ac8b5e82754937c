import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import { formatFaults, parseCampaignFile } from '../../src/campaign-file/parse.ts'
import { plannedOf } from '../../src/campaign-file/calendar.ts'
import type { CampaignFile } from '../../src/campaign-file/view.ts'
import { addDays, at, dayOf, timeOf } from '../../src/domain/time/calendar.ts'
import type { Planned } from '../../src/domain/preview/planned.ts'
import { publishedDays } from '../../src/domain/time/published-days.ts'
import { createScheduler } from '../../src/jobs/planner/scheduler.ts'
import * as cursors from '../../src/store/planning/cursors.ts'
import { directoryCache } from '../../src/store/directory.ts'
import { openStore } from '../../src/store/open.ts'
import { loadCampaign } from '../../src/usecases/load-campaign.ts'

vi.setConfig({ testTimeout: 600_000 })

// Each of the five campaigns from its first day to its last word, with a clock that jumps to the minute before and to
// the minute of everything that its calendar has promised, and units that never hand in anything. What goes out is what
// the calendar has said, to the minute and the person, and nothing else.

const workdays = publishedDays()
const folder = new URL('../../prisma/campaigns/', import.meta.url)
const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'))

function load(name: string): CampaignFile {
  const result = parseCampaignFile(readFileSync(new URL(name, folder), 'utf8'))
  if (!result.ok) throw new Error(formatFaults(result.faults))
  const { campaign } = result
  return {
    ...campaign,
    // No budget: what is beyond one waits for the next morning, which the calendar cannot know.
    reminders: { ...campaign.reminders, perPersonPerDay: 50 },
    // What climbs is decided by people; the ladder has tests of its own.
    ladder: { ...campaign.ladder, steps: campaign.ladder.steps.slice(0, 2) },
  }
}

type Heard = Readonly<{ when: string; who: string; text: string }>

/** Everything that is written to people while the clock runs. */
async function run(file: CampaignFile, moments: readonly Date[]): Promise<readonly Heard[]> {
  const store = await openStore({})
  try {
    const begin = at(addDays(file.campaign.starts, -1), '12:00')
    await store.transaction(async (tx) => {
      await loadCampaign(tx, file, begin)
      // The nightly housekeeping takes its time and says nothing.
      await cursors.advance(tx, 'housekeeping', at(addDays(file.campaign.ends, 400), '12:00'))
    })
    const scheduler = createScheduler({
      store,
      directories: directoryCache(),
      workdays,
      planned: () => undefined,
    })
    await scheduler.tick(begin)
    const heard: Heard[] = []
    for (const moment of moments.flatMap((one) => [new Date(one.getTime() - 60_000), one])) {
      if ((await scheduler.tick(moment)) === 0) continue
      for (const { lane, message } of await store.db.outboxMessage.findMany())
        heard.push({ when: minute(moment), who: lane, text: JSON.stringify(message) })
      await store.db.outboxMessage.deleteMany()
    }
    return heard
  } finally {
    await store.close()
  }
}

const minute = (moment: Date) => `${dayOf(moment)} ${timeOf(moment)}`

/** The accounts that a planned thing reaches. */
function reached(file: CampaignFile, { to }: Planned): readonly string[] {
  if (to === 'groups') return []
  return file.people
    .filter(
      ({ unit, roles }) => unit === to.unitId && (!to.roles || to.roles.some((role) => roles.includes(role))),
    )
    .flatMap(({ dingtalk }) => dingtalk ?? [])
}

/** What the ladder and the month's account say, and asks about watches that nobody has named, is decided elsewhere. */
const isPlain = ({ kind, step, why }: Planned) =>
  kind === 'reminder' && step === undefined && !/到岗/u.test(why)

describe.each(names)('%s', (name) => {
  test('runs to its end, and says what its calendar has promised', async () => {
    const file = load(name)
    const planned = plannedOf(file, workdays).filter(isPlain)
    const moments = [...new Set(planned.map(({ at: when }) => when.getTime()))].sort((a, b) => a - b)
    const heard = await run(
      file,
      moments.map((moment) => new Date(moment)),
    )

    const promised = new Map<string, string[]>()
    for (const each of planned)
      for (const account of reached(file, each)) {
        const key = `${minute(each.at)} ${account}`
        promised.set(key, [...(promised.get(key) ?? []), each.what])
      }
    const said = new Map<string, string>()
    for (const { when, who, text } of heard) {
      const key = `${when} ${who.split(' ').at(-1) ?? who}`
      said.set(key, `${said.get(key) ?? ''}${text}`)
    }
    // Nothing that was promised is missing, and each message names its thing (long ones name the first few).
    expect([...promised].filter(([key]) => !said.has(key))).toEqual([])
    const unnamed = [...promised].flatMap(([key, things]) =>
      things.length > 3
        ? []
        : things
            .filter((what) => !said.get(key)?.includes(/「.+」/u.exec(what)?.[0] ?? what))
            .map((what) => `${key} ${what}`),
    )
    expect(unnamed).toEqual([])
    // Nothing is said that was not promised, but for the account of the month that the office gets.
    const extra = [...said].filter(([key]) => !promised.has(key)).filter(([, text]) => !text.includes('减负'))
    expect(extra).toEqual([])
    expect(promised.size).toBeGreaterThan(50)
  })
})
