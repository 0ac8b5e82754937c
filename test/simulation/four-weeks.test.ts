import { beforeAll, describe, expect, test, vi } from 'vitest'
import { dayOf, timeOf } from '../../src/domain/time/calendar.ts'
import { perWeek } from './account.ts'
import { play, type Played } from './play.ts'

vi.setConfig({ testTimeout: 60_000 })

const WEEKS = 4

/**
 * The most that the bot may start to one person in one week, in a county with three campaigns at once: six for whoever
 * does what he is asked; for whoever does nothing twice as many, what is released about him by the office among them.
 */
const MOST = { punctual: 6, anybody: 12 }

describe('four weeks of a county with three campaigns', () => {
  let played: Played
  beforeAll(async () => {
    played = await play(WEEKS)
  }, 600_000)

  /** Whoever looks at hazards gets one card for each, which is his work and not the bot's. */
  const isWork = (roles: readonly string[]): boolean =>
    roles.some((role) => role === 'reinspector' || role === 'office')

  test('nobody hears more in a week than anybody can read', () => {
    const loud = played.people
      .filter(({ roles }) => !isWork(roles))
      .map(({ name, account }) => ({ name, most: Math.max(...perWeek(played.lines, account, WEEKS)) }))
      .filter(({ most }) => most > MOST.anybody)
    expect(loud).toEqual([])
  })

  test('whoever reports when he is asked hears half as much', () => {
    for (const account of ['u-liu', 'u-cao', 'u-feng', 'u-li'])
      expect([account, Math.max(...perWeek(played.lines, account, WEEKS))]).toEqual([
        account,
        expect.toSatisfy((most: number) => most <= MOST.punctual),
      ])
  })

  test('one morning is one message: nobody gets two at ten o’clock', () => {
    const mornings = played.lines
      .filter(({ how, at }) => how === 'started' && timeOf(at) === '10:00')
      .map((line) => `${dayOf(line.at)} ${line.with}`)
    expect(mornings.length).toBeGreaterThan(100)
    expect(mornings.filter((each, index) => mornings.indexOf(each) !== index)).toEqual([])
  })

  test('what people answer in the words that the bot suggests is understood', () => {
    const answers = played.lines.filter(({ how }) => how === 'answer').map(({ text }) => text)
    expect(answers.length).toBeGreaterThan(100)
    expect(answers.filter((text) => /没听懂|没有报送任务|不归您办/u.test(text))).toEqual([])
  })

  test('the leaders of the county hear once a week at the most', () => {
    const account = 'u-wang-jianguo'
    expect(Math.max(...perWeek(played.lines, account, WEEKS))).toBeLessThanOrEqual(1)
  })
})
