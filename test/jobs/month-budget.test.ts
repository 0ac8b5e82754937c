import { beforeAll, describe, expect, test, vi } from 'vitest'
import { publishedDays } from '../../src/domain/time/published-days.ts'
import type { CampaignTopic } from '../../src/jobs/planner/job.ts'
import { createScheduler, type Scheduler } from '../../src/jobs/planner/scheduler.ts'
import { directoryCache } from '../../src/store/directory.ts'
import { shanghai } from '../support/county.ts'
import { databases, useStore } from '../support/databases.ts'
import { loadExample } from '../support/workshop.ts'

vi.setConfig({ testTimeout: 30_000 })

describe.each(databases)(
  'an organisation that allows three ordinary messages a month, on $name',
  (database) => {
    const store = useStore(database)
    let scheduler: Scheduler

    /** At every full hour of the working day a reminder to 刘敏, the last of the day one that cannot wait. */
    const hourly: CampaignTopic = ({ campaign }) => ({
      name: `hourly ${campaign.id}`,
      slots(after, upTo) {
        const hours = ['26', '27', '28'].flatMap((on) =>
          [9, 10, 11, 12, 13].map((hour) => [on, hour] as const),
        )
        return hours
          .map(([on, hour]) => shanghai(`2026-11-${on} ${String(hour).padStart(2, '0')}:00`))
          .filter((at) => at > after && at <= upTo)
          .map((at) => ({ duty: 'hourly', period: at.toISOString(), kind: 'event' as const, at, dueAt: at }))
      },
      notices: async (_tx, due) =>
        due.map(({ reminder: { at } }) => ({
          to: { personId: 'yunchuan:liu-min' },
          speech: { kind: 'text' as const, text: at.toISOString() },
          key: `hourly:${at.toISOString()}`,
          ...(at.getTime() === shanghai(at.toISOString().slice(0, 10) + ' 13:00').getTime()
            ? { urgency: 'timely' as const }
            : { repeats: true as const }),
        })),
    })

    beforeAll(async () => {
      await loadExample(store())
      const [campaign] = await store().db.campaign.findMany()
      const plan = campaign?.plan as { reminders: object }
      const reminders = { ...plan.reminders, perPersonPerDay: 10, perMonth: 3 }
      await store().db.campaign.updateMany({ data: { plan: { ...plan, reminders } } })
      scheduler = createScheduler({
        store: store(),
        directories: directoryCache(),
        workdays: publishedDays(),
        planned: () => undefined,
        topics: { campaign: [hourly], region: [] },
      })
      await scheduler.tick(shanghai('2026-11-26 08:00'))
      for (const day of ['26', '27'])
        for (const hour of ['09', '10', '11', '12', '13'])
          await scheduler.tick(shanghai(`2026-11-${day} ${hour}:00`))
    }, 60_000)

    const toldTo = async (lane: string): Promise<readonly string[]> =>
      (await store().db.outboxMessage.findMany({ where: { lane }, orderBy: { id: 'asc' } })).map(
        ({ message }) => JSON.stringify(message),
      )

    test('the first three go, then only what cannot wait', async () => {
      const told = await toldTo('dingtalk person u-liu')
      expect(told.map((text) => /2026-11-\d\dT\d\d/.exec(text)?.[0])).toEqual([
        '2026-11-26T01',
        '2026-11-26T02',
        '2026-11-26T03',
        '2026-11-26T05',
        '2026-11-27T05',
      ])
    })

    test('the office is told once in the month', async () => {
      for (const lane of ['dingtalk person u-sun', 'dingtalk person u-zhang']) {
        const told = await toldTo(lane)
        expect(told).toHaveLength(1)
        expect(told[0]).toContain('本月主动提醒已用完3条的上限')
      }
    })

    test('nothing that was left out comes later', async () => {
      expect(await store().db.heldNotice.count()).toBe(0)
    })
  },
)
