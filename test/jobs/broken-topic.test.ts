import { beforeAll, describe, expect, test, vi } from 'vitest'
import { publishedDays } from '../../src/domain/time/published-days.ts'
import type { CampaignTopic } from '../../src/jobs/planner/job.ts'
import { createScheduler, type Scheduler } from '../../src/jobs/planner/scheduler.ts'
import { directoryCache } from '../../src/store/directory.ts'
import { shanghai } from '../support/county.ts'
import { databases, useStore } from '../support/databases.ts'
import { loadExample } from '../support/workshop.ts'

vi.setConfig({ testTimeout: 30_000 })

describe.each(databases)('a topic with a mistake in it, on $name', (database) => {
  const store = useStore(database)
  let mended = false
  let scheduler: Scheduler

  /** Something at ten sharp to everybody of 城关镇. */
  const topic =
    (name: string, notices: () => string): CampaignTopic =>
    ({ campaign }) => ({
      name: `${name} ${campaign.id}`,
      slots: (after, upTo) => {
        const moment = shanghai('2026-11-26 10:00')
        const due = moment > after && moment <= upTo
        return due ? [{ duty: name, period: 'once', kind: 'event', at: moment, dueAt: moment }] : []
      },
      notices: async (tx) => {
        // What a job has written before it stumbles is gone with it.
        await tx.setting.create({ data: { key: name, value: true } })
        const text = notices()
        return [{ to: { unitId: 'yunchuan:chengguan' }, speech: { kind: 'text', text }, key: `${name}:once` }]
      },
    })

  beforeAll(async () => {
    await loadExample(store())
    const broken = topic('broken', () => {
      if (!mended) throw new Error('a mistake')
      return '修好了'
    })
    scheduler = createScheduler({
      store: store(),
      directories: directoryCache(),
      workdays: publishedDays(),
      planned: () => undefined,
      topics: { campaign: [broken, topic('sound', () => '照常')], region: [] },
    })
    await scheduler.tick(shanghai('2026-11-26 09:00'))
  }, 60_000)

  const said = async () =>
    (await store().db.outboxMessage.findMany()).map(({ message }) => JSON.stringify(message))

  test('does not silence the others, and is reported', async () => {
    await expect(scheduler.tick(shanghai('2026-11-26 10:00'))).rejects.toThrow('a mistake')
    expect(await said()).toHaveLength(2)
    expect((await said()).every((message) => message.includes('照常'))).toBe(true)
    expect((await store().db.setting.findMany()).map(({ key }) => key)).not.toContain('broken')
  })

  test('is made up for once it is mended, and the others say nothing twice', async () => {
    mended = true
    await scheduler.tick(shanghai('2026-11-26 10:03'))
    expect(await said()).toHaveLength(4)
    expect((await said()).filter((message) => message.includes('修好了'))).toHaveLength(2)
  })
})
