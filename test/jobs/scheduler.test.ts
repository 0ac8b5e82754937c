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

const workdays = publishedDays()

describe.each(databases)('two copies of the program on one database, $name', (database) => {
  const store = useStore(database)
  let copies: readonly Scheduler[]
  const tick = (moment: string): Promise<readonly number[]> =>
    Promise.all(copies.map((copy) => copy.tick(shanghai(moment))))
  const queued = () => store().db.outboxMessage.count()

  beforeAll(async () => {
    const file = new URL('../../prisma/campaigns/demo/003-fire-lanes.yaml', import.meta.url)
    const parsed = parseCampaignFile(readFileSync(file, 'utf8'))
    if (!parsed.ok) throw new Error('the example campaign is wrong')
    await store().transaction((tx) => loadCampaign(tx, parsed.campaign, shanghai('2026-11-23 09:00')))
    copies = [0, 1].map(() =>
      createScheduler({ store: store(), directories: directoryCache(), workdays, planned: () => undefined }),
    )
  }, 60_000)

  test('the first look promises nothing of what lies before it', async () => {
    expect(await tick('2026-11-26 09:59')).toEqual([0, 0])
    expect(await queued()).toBe(0)
  })

  test('both look at ten sharp, and everybody who owes the report is asked once', async () => {
    const planned = await tick('2026-11-26 10:00')
    expect(planned.reduce((sum, count) => sum + count, 0)).toBe(await queued())
    // 14 units owe it; 城关镇, 住建局 and 消防救援大队 have two people or a liaison beside others.
    const to = (await store().db.outboxMessage.findMany()).map(({ lane }) => lane)
    expect(new Set(to).size).toBe(to.length)
    expect(to.filter((lane) => lane.includes('u-liu') || lane.includes('u-qian'))).toHaveLength(2)
    expect(to.some((lane) => lane.includes('u-pan'))).toBe(false)
  })

  test('the same minute again, and a clock that runs back, plan nothing', async () => {
    const before = await queued()
    expect(await tick('2026-11-26 10:00')).toEqual([0, 0])
    expect(await tick('2026-11-26 09:30')).toEqual([0, 0])
    expect(await tick('2026-11-26 10:01')).toEqual([0, 0])
    expect(await queued()).toBe(before)
  })

  test('the list of the missing is planned once by whichever copy comes first', async () => {
    await tick('2026-11-27 17:30')
    const before = await queued()
    await tick('2026-11-27 18:05')
    // 张磊 and 孙燕 of the office.
    expect(await queued()).toBe(before + 2)
  })

  test('the next moment is the next reminder of any kind', async () => {
    const next = await copies[0]?.next(shanghai('2026-11-27 18:05'))
    expect(next).toEqual(shanghai('2026-11-28 09:00'))
  })
})
