import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, at, day } from '../../src/domain/time/calendar.ts'
import {
  daysOver,
  defaultCause,
  DEFAULT_LADDER,
  isDecided,
  isHeard,
  isToBeAsked,
  joins,
  ladderSteps,
  newSteps,
  standingOf,
  type LadderRules,
  type LadderStep,
  type RecordedStep,
} from '../../src/domain/ladder.ts'
import { publishedDays } from '../../src/domain/time/published-days.ts'

const table = publishedDays()

const rules: LadderRules = {
  days: 'workdays',
  steps: [
    { step: 'remind', after: 0 },
    { step: 'urge', after: 1 },
    { step: 'escalate', after: 3 },
    { step: 'circular', after: 5 },
    { step: 'summons', after: 10 },
    { step: 'listing', after: 20 },
  ],
  causes: [],
  hearDays: 1,
}

/** Friday at six. */
const dueAt = at(day('2026-11-20'), '18:00')
const morning = (on: string): Date => at(day(on), '09:20')

function recorded(step: LadderStep, more: Partial<RecordedStep> = {}): RecordedStep {
  return {
    step,
    state: isDecided(step) ? 'prepared' : 'reached',
    failed: 0,
    decidedAt: null,
    settledAt: null,
    ...more,
  }
}

function reached(
  on: string,
  given: Readonly<{
    records?: readonly RecordedStep[]
    failed?: number
    rules?: LadderRules
    due?: Date
  }> = {},
): readonly LadderStep[] {
  return newSteps({
    matter: { dueAt: given.due ?? dueAt, failed: given.failed ?? 0 },
    standing: standingOf(given.records ?? []),
    rules: given.rules ?? rules,
    now: morning(on),
    table,
  })
}

const upTo = (last: LadderStep): readonly RecordedStep[] =>
  ladderSteps.slice(0, ladderSteps.indexOf(last) + 1).map((step) => recorded(step))

describe('an overdue report climbs', () => {
  test('with nothing before its deadline, and a reminder as soon as it has passed', () => {
    expect(reached('2026-11-20')).toEqual([])
    expect(
      newSteps({
        matter: { dueAt, failed: 0 },
        standing: standingOf([]),
        rules,
        now: new Date(dueAt.getTime() + 1),
        table,
      }),
    ).toEqual(['remind'])
  })

  test('by working days: the weekend does not count', () => {
    expect(reached('2026-11-22')).toEqual(['remind'])
    expect(reached('2026-11-23')).toEqual(['remind', 'urge'])
    expect(reached('2026-11-25')).toEqual(['remind', 'urge', 'escalate'])
    expect(reached('2026-11-27')).toEqual(['remind', 'urge', 'escalate', 'circular'])
  })

  test('a Saturday that is worked to make up for a holiday counts as a working day', () => {
    // 2024-05-11 is such a Saturday.
    const due = at(day('2024-05-08'), '18:00')
    expect(daysOver({ dueAt: due, rules, now: morning('2024-05-11'), table })).toBe(3)
    expect(reached('2024-05-10', { due })).toEqual(['remind', 'urge'])
    expect(reached('2024-05-11', { due })).toEqual(['remind', 'urge', 'escalate'])
  })

  test('by calendar days where the campaign says so', () => {
    expect(reached('2026-11-23', { rules: { ...rules, days: 'calendar' } })).toEqual([
      'remind',
      'urge',
      'escalate',
    ])
  })

  test('past a step that the campaign leaves out', () => {
    const without = { ...rules, steps: rules.steps.filter(({ step }) => step !== 'escalate') }
    expect(reached('2026-11-25', { rules: without })).toEqual(['remind', 'urge'])
    expect(reached('2026-11-27', { rules: without })).toEqual(['remind', 'urge', 'circular'])
  })

  test('never past leaders where the campaign sets no ladder', () => {
    expect(reached('2027-03-01', { rules: DEFAULT_LADDER })).toEqual(['remind', 'urge', 'escalate'])
  })
})

describe('steps that a person decides', () => {
  test('come one at a time, however late it is', () => {
    expect(reached('2026-12-31')).toEqual(['remind', 'urge', 'escalate', 'circular'])
  })

  test('hold everything above them until somebody has decided', () => {
    expect(reached('2026-12-31', { records: upTo('circular') })).toEqual([])
    const released = [...upTo('escalate'), recorded('circular', { state: 'released' })]
    expect(reached('2026-12-31', { records: released })).toEqual(['summons'])
  })

  test('are not reached again on the day after they were taken back, but after the days between the steps', () => {
    const records = [
      ...upTo('escalate'),
      recorded('circular', { state: 'withdrawn', decidedAt: at(day('2026-12-01'), '10:00') }),
    ]
    expect(standingOf(records)).toMatchObject({ step: 'escalate', waiting: false })
    expect(reached('2026-12-02', { records })).toEqual([])
    expect(reached('2026-12-03', { records })).toEqual(['circular'])
  })
})

describe('a hazard that fails its re-inspection', () => {
  const notDue = at(day('2026-12-20'), '18:00')

  test('once stays where it is; twice goes up one step, also within its new limit', () => {
    expect(reached('2026-11-25', { due: notDue, failed: 1 })).toEqual([])
    expect(reached('2026-11-25', { due: notDue, failed: 2 })).toEqual(['remind'])
    expect(reached('2026-11-25', { due: notDue, failed: 2, records: upTo('urge') })).toEqual(['escalate'])
  })

  test('is raised once for each failure, not every morning', () => {
    const records = [...upTo('urge'), recorded('escalate', { failed: 2 })]
    expect(reached('2026-11-25', { due: notDue, failed: 2, records })).toEqual([])
    expect(reached('2026-11-25', { due: notDue, failed: 3, records })).toEqual(['circular'])
  })

  test('is raised from where the days have brought it', () => {
    expect(reached('2026-11-25', { failed: 2 })).toEqual(['remind', 'urge', 'escalate', 'circular'])
  })
})

test('what was settled and comes back begins anew, from the day on which it had left', () => {
  const gone = upTo('escalate').map((step) => ({ ...step, settledAt: at(day('2026-12-01'), '10:00') }))
  expect(standingOf(gone)).toMatchObject({ step: null, waiting: false })
  expect(reached('2026-12-02', { records: gone })).toEqual(['remind'])
  expect(reached('2026-12-04', { records: gone })).toEqual(['remind', 'urge'])
})

describe('whatever the ladder, the deadline and the failures', () => {
  const anyRules = fc
    .record({
      days: fc.constantFrom<LadderRules['days']>('workdays', 'calendar'),
      chosen: fc.subarray([...ladderSteps], { minLength: 1 }),
      gaps: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 6, maxLength: 6 }),
    })
    .map(({ days, chosen, gaps }): LadderRules => {
      let after = -1
      const steps = chosen.map((step, index) => ({ step, after: (after += (gaps[index] ?? 0) + 1) }))
      return { days, steps, causes: [], hearDays: 1 }
    })
  const anyLife = fc.record({
    rules: anyRules,
    start: fc.integer({ min: 0, max: 700 }),
    failures: fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 4 }),
    decisions: fc.array(fc.constantFrom('release', 'withdraw', 'leave'), { minLength: 80, maxLength: 80 }),
  })
  type Life = typeof anyLife extends fc.Arbitrary<infer L> ? L : never

  /** Lives through eighty mornings and tells what was reached when. */
  function live({ rules: ladder, start, failures, decisions }: Life) {
    const due = at(addDays(day('2024-01-02'), start), '18:00')
    const records: RecordedStep[] = []
    const told: { step: LadderStep; before: LadderStep | null; waiting: boolean }[] = []
    for (let n = 0; n < 80; n += 1) {
      const now = at(addDays(day('2024-01-02'), start + n), '09:20')
      const failed = failures.filter((on) => on <= n).length
      const standing = standingOf(records)
      const fresh = newSteps({ matter: { dueAt: due, failed }, standing, rules: ladder, now, table })
      let before = standing.step
      for (const step of fresh) {
        told.push({ step, before, waiting: standing.waiting })
        before = step
        records.push(recorded(step, { failed }))
      }
      const open = records.findIndex(({ state }) => state === 'prepared')
      const found = records[open]
      if (found && decisions[n] === 'release') records[open] = { ...found, state: 'released', decidedAt: now }
      if (found && decisions[n] === 'withdraw')
        records[open] = { ...found, state: 'withdrawn', decidedAt: now }
    }
    return { told, ladder }
  }

  test('a step is only ever reached from below, one of the campaign, and none is jumped over', () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        const { told, ladder } = live(life)
        const own = ladder.steps.map(({ step }) => step)
        for (const { step, before } of told) {
          expect(own).toContain(step)
          const below = own.slice(0, own.indexOf(step)).at(-1) ?? null
          expect(before).toBe(below)
        }
      }),
    )
  })

  test('nothing is reached while a step waits for somebody', () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        expect(live(life).told.filter(({ waiting }) => waiting)).toEqual([])
      }),
    )
  })

  test('later is never lower: what is reached today would be reached tomorrow too', () => {
    fc.assert(
      fc.property(
        anyRules,
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 0, max: 4 }),
        (ladder, n, failed) => {
          const on = (days: number): readonly LadderStep[] =>
            newSteps({
              matter: { dueAt, failed },
              standing: standingOf([]),
              rules: ladder,
              now: at(addDays(day('2026-11-20'), days), '09:20'),
              table,
            })
          expect(on(n + 1).slice(0, on(n).length)).toEqual(on(n))
        },
      ),
    )
  })
})

describe('the cause that the facts suggest', () => {
  const highRise = ['责任不落实', '排查不全面', '整改不彻底'].map((name) => ({ key: name, name }))
  const quarters = ['工作不落实', '措施不到位', '整改走过场', '隐患仍然突出且没有整改方案'].map((name) => ({
    key: name,
    name,
  }))
  test.each([
    ['unreported', '责任不落实', '工作不落实'],
    ['overdue', '整改不彻底', '措施不到位'],
    ['failed', '整改不彻底', '整改走过场'],
  ] as const)('%s', (blame, first, second) => {
    expect(defaultCause(highRise, blame)).toBe(first)
    expect(defaultCause(quarters, blame)).toBe(second)
  })

  test('is none where the campaign names none', () => {
    expect(defaultCause([], 'overdue')).toBeNull()
  })
})

describe('the office', () => {
  const asked = morning('2026-12-01')
  const step = { holdUntil: null, hearUntil: null, statementAt: null, askedAt: asked }

  test('is asked about what is new, and not again the next morning', () => {
    expect(isToBeAsked({ ...step, askedAt: null }, asked)).toBe(true)
    expect(isToBeAsked(step, morning('2026-12-02'))).toBe(false)
    expect(isToBeAsked(step, morning('2026-12-04'))).toBe(true)
  })

  test('is asked again when the unit has answered, or its time for that is over', () => {
    const answered = { ...step, statementAt: at(day('2026-12-01'), '15:00') }
    expect(isToBeAsked(answered, morning('2026-12-02'))).toBe(true)
    const over = { ...step, hearUntil: at(day('2026-12-02'), '18:00') }
    expect(isToBeAsked(over, morning('2026-12-02'))).toBe(false)
    expect(isToBeAsked(over, morning('2026-12-03'))).toBe(true)
  })

  test('is not asked while the unit may still state its side, however long that takes', () => {
    const long = { ...step, hearUntil: at(day('2026-12-08'), '18:00') }
    expect(isToBeAsked(long, morning('2026-12-04'))).toBe(false)
    expect(isToBeAsked({ ...long, askedAt: null }, morning('2026-12-04'))).toBe(false)
    expect(isToBeAsked(long, morning('2026-12-09'))).toBe(true)
  })

  test('is left alone about what it has put off, until then', () => {
    const held = {
      ...step,
      holdUntil: at(day('2026-12-04'), '09:00'),
      statementAt: at(day('2026-12-02'), '10:00'),
    }
    expect(isToBeAsked(held, morning('2026-12-03'))).toBe(false)
    expect(isToBeAsked(held, morning('2026-12-04'))).toBe(true)
  })

  test('may release only when the unit has had its say or its time', () => {
    const until = at(day('2026-12-02'), '18:00')
    expect(isHeard({ hearUntil: until, statementAt: null }, until)).toBe(false)
    expect(isHeard({ hearUntil: until, statementAt: asked }, asked)).toBe(true)
    expect(isHeard({ hearUntil: until, statementAt: null }, morning('2026-12-03'))).toBe(true)
  })
})

describe('a unit that misses one report after the other is one case', () => {
  const named = recorded('circular', { state: 'released' })
  const climbOf = (on: string, due: string, unitAt: 'circular' | 'summons' | 'listing' | null) => ({
    matter: { dueAt: at(day(due), '18:00'), failed: 0 },
    standing: standingOf(upTo('escalate')),
    rules,
    now: morning(on),
    table,
    unitAt,
  })

  test('named once, it is not named anew for the next report, and comes to the next step in its own time', () => {
    expect(newSteps(climbOf('2026-11-27', '2026-11-20', null))).toEqual(['circular'])
    expect(newSteps(climbOf('2026-11-27', '2026-11-20', 'circular'))).toEqual([])
    expect(newSteps(climbOf('2026-12-04', '2026-11-20', 'circular'))).toEqual(['summons'])
    expect(newSteps(climbOf('2026-12-31', '2026-11-20', 'listing'))).toEqual([])
  })

  test('when it comes to the next step, what is as late as what was named goes along, and nothing else', () => {
    expect(joins(climbOf('2026-11-27', '2026-11-20', 'circular'), 'summons')).toBe(true)
    expect(joins(climbOf('2026-11-26', '2026-11-20', 'circular'), 'summons')).toBe(false)
    expect(joins(climbOf('2026-11-27', '2026-11-20', 'circular'), 'circular')).toBe(false)
    expect(joins(climbOf('2026-11-27', '2026-11-20', null), 'summons')).toBe(false)
    const waiting = {
      ...climbOf('2026-11-27', '2026-11-20', 'circular'),
      standing: standingOf(upTo('circular')),
    }
    expect(joins(waiting, 'summons')).toBe(false)
    const released = { ...waiting, standing: standingOf([...upTo('escalate'), named]) }
    expect(joins(released, 'summons')).toBe(true)
  })
})
