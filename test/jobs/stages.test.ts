import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { parseCampaignFile } from '../../src/campaign-file/parse.ts'
import { publishedDays } from '../../src/domain/time/published-days.ts'
import { createScheduler, type Scheduler } from '../../src/jobs/planner/scheduler.ts'
import { directoryCache } from '../../src/store/directory.ts'
import { loadCampaign } from '../../src/usecases/load-campaign.ts'
import { shanghai } from '../support/county.ts'
import { databases, useStore } from '../support/databases.ts'

vi.setConfig({ testTimeout: 30_000 })

const workdays = { ...publishedDays(), published: new Set([2026]) }

describe.each(databases)('the stages of a campaign on the clock, $name', (database) => {
  const store = useStore(database)
  let scheduler: Scheduler
  const said = async () =>
    (await store().db.outboxMessage.findMany({ orderBy: { id: 'asc' } })).map(({ lane, message }) => ({
      lane,
      text: JSON.stringify(message),
    }))
  const at = async (moment: string) => {
    const before = (await said()).length
    await scheduler.tick(shanghai(moment))
    return (await said()).slice(before)
  }

  beforeAll(async () => {
    const file = readFileSync(
      new URL('../../prisma/campaigns/demo/003-fire-lanes.yaml', import.meta.url),
      'utf8',
    )
    const parsed = parseCampaignFile(
      file.replace('ends: 2026-11-01 }', 'ends: 2026-11-01, deliverables: [隐患清单, 责任清单] }'),
    )
    if (!parsed.ok) throw new Error('the example campaign is wrong')
    await store().transaction((tx) => loadCampaign(tx, parsed.campaign, shanghai('2026-10-01 09:00')))
    scheduler = createScheduler({
      store: store(),
      directories: directoryCache(),
      workdays,
      planned: () => undefined,
    })
    await scheduler.tick(shanghai('2026-10-11 12:00'))
  }, 60_000)

  test('on the first day the administrator hears that 2027 is not published', async () => {
    const first = await at('2026-10-12 10:00')
    const warned = first.filter(({ text }) => text.includes('2027年的放假安排程序里还没有'))
    expect(warned.map(({ lane }) => lane)).toEqual([expect.stringContaining('u-zhang')])
    expect(first.filter(({ text }) => text.includes('「动员部署」阶段今天开始'))).not.toEqual([])
  })

  test('every unit that owes something hears once that a stage begins, with what it asks for', async () => {
    const entry = (await at('2026-10-19 10:00')).filter(({ text }) =>
      text.includes('「自查摸底」阶段今天开始'),
    )
    expect(entry.some(({ lane }) => lane.includes('u-liu'))).toBe(true)
    expect(entry.some(({ lane }) => /u-(?:zhao|li|wang-jianguo)(?![a-z])/u.test(lane))).toBe(false)
    expect(entry[0]?.text).toContain('到11月1日（周日）结束，共14天')
    expect(entry[0]?.text).toContain('这一阶段要有：隐患清单、责任清单')
    expect((await at('2026-10-19 10:01')).filter(({ text }) => text.includes('自查摸底'))).toEqual([])
  })

  test('a stage that begins on a Saturday is announced on Friday', async () => {
    // 26 December 2026 is a Saturday.
    await scheduler.tick(shanghai('2026-12-25 08:59'))
    const entry = (await at('2026-12-25 10:00')).filter(({ text }) => text.includes('「总结提升」'))
    expect(entry[0]?.text).toContain('「总结提升」阶段12月26日（周六）开始')
  })
})
