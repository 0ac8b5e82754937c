import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withPhotos, withResults, type Found } from '../../src/domain/communities/checks.ts'
import { communityWeight, draw, MOST_WEIGHT } from '../../src/domain/draw.ts'
import { readValue, type Facts, type FieldKey } from '../../src/domain/communities/fields.ts'
import {
  checkDueOn,
  coverageRate,
  depositGate,
  isDepositWarned,
  lackingIn,
} from '../../src/domain/communities/file.ts'
import {
  nextState,
  planStates,
  totals,
  type PlanState,
  type PlanStep,
} from '../../src/domain/communities/plan.ts'
import { readRows, rowOf, columns, derived } from '../../src/domain/communities/sheet.ts'
import { may, roles, type Role, type Verb } from '../../src/domain/roles.ts'
import { addDays, day, type Day } from '../../src/domain/time/calendar.ts'

const lots = fc
  .uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 30 })
  .chain((ids) =>
    fc.tuple(...ids.map((id) => fc.record({ id: fc.constant(id), weight: fc.integer({ min: 1, max: 9 }) }))),
  )

describe('a draw', () => {
  test('comes out the same for everybody, in whatever order the pool is written', () => {
    fc.assert(
      fc.property(lots, fc.string(), fc.nat(30), (pool, seed, n) => {
        expect(draw(pool.toReversed(), seed, n)).toEqual(draw(pool, seed, n))
      }),
    )
  })

  test('picks as many as asked for, none twice, and one more keeps those before', () => {
    fc.assert(
      fc.property(lots, fc.string(), fc.nat(30), (pool, seed, n) => {
        const picked = draw(pool, seed, n)
        expect(picked).toHaveLength(Math.min(n, pool.length))
        expect(new Set(picked).size).toBe(picked.length)
        expect(draw(pool, seed, n + 1).slice(0, picked.length)).toEqual(picked)
      }),
    )
  })

  test('can be done again with nothing but SHA-256', () => {
    const pool = [
      { id: '阳光花园', weight: 1 },
      { id: '锦绣城', weight: 2 },
      { id: '幸福里', weight: 3 },
    ]
    const hex = (id: string, n: number): string =>
      createHash('sha256').update(`2026-11-26|${id}|${n}`).digest('hex')
    const byHand = pool
      .map(({ id, weight }) => ({
        id,
        lot: Array.from({ length: weight }, (_, n) => hex(id, n + 1)).sort()[0] ?? '',
      }))
      .sort((a, b) => (a.lot < b.lot ? -1 : 1))
      .map(({ id }) => id)
    expect(draw(pool, '2026-11-26', 3)).toEqual(byHand)
  })

  test('a place with three lots comes first about three times as often as one with one', () => {
    const pool = [
      { id: 'a', weight: 1 },
      { id: 'b', weight: 3 },
    ]
    const first = Array.from({ length: 2_000 }, (_, n) => draw(pool, `seed ${n}`, 1)[0])
    const share = first.filter((id) => id === 'b').length / first.length
    expect(share).toBeGreaterThan(0.71)
    expect(share).toBeLessThan(0.79)
  })

  test('weights are bounded', () => {
    expect(communityWeight({ watched: false, overdue: 0, failed: 0, checked: true })).toBe(1)
    expect(communityWeight({ watched: true, overdue: 99, failed: 99, checked: false })).toBe(MOST_WEIGHT)
  })
})

describe('一小区一策 goes its way', () => {
  const who = {
    brigade: { unitId: 'xiaofang', unitKind: 'fire', roles: ['liaison'] },
    office: { unitId: 'xiaoanwei', unitKind: 'office', roles: ['office'] },
    locality: { unitId: 'chengguan', unitKind: 'township', roles: ['liaison'] },
    neighbour: { unitId: 'hedong', unitKind: 'street', roles: ['liaison'] },
    property: { unitId: 'anju', unitKind: 'property', roles: ['property'] },
    leader: { unitId: 'xian', unitKind: 'leader', roles: ['leader'] },
  } as const satisfies Record<string, { unitId: string; unitKind: string; roles: readonly Role[] }>
  const allowed: Readonly<Record<string, PlanState>> = {
    'brigade draft verify': 'verified',
    'office verified confirm': 'confirmed',
    'office confirmed execute': 'executing',
    'locality confirmed execute': 'executing',
    'office executing finish': 'finished',
    'locality executing finish': 'finished',
    'office verified return': 'draft',
    'office confirmed return': 'draft',
    'office executing return': 'draft',
    'brigade verified return': 'draft',
  }
  const steps: readonly PlanStep[] = ['verify', 'confirm', 'execute', 'finish', 'return']
  const table = Object.keys(who).flatMap((name) =>
    planStates.flatMap((state) => steps.map((step) => [name as keyof typeof who, state, step] as const)),
  )
  test.each(table)('%s, a plan that is %s: %s', (name, state, step) => {
    const act = (): PlanState =>
      nextState({ state, localityId: 'chengguan', community: '阳光花园' }, step, who[name])
    const expected = allowed[`${name} ${state} ${step}`]
    if (expected) expect(act()).toBe(expected)
    else expect(act).toThrow()
  })

  test('what one party brings too much fills nobody else’s gap', () => {
    expect(
      totals({
        owners: { planned: 100, secured: 150 },
        property: { planned: 50, secured: 0 },
        government: { planned: 0, secured: 0 },
      }),
    ).toEqual({ planned: 150, secured: 150, gap: 50 })
  })
})

describe('who may do what with places', () => {
  const table: Readonly<Partial<Record<Verb, readonly Role[]>>> = {
    'keep-file': ['liaison', 'grid', 'property', 'office'],
    watch: ['office', 'supervisor'],
    'draft-plan': ['liaison', 'office'],
    'verify-plan': ['liaison', 'reinspector', 'supervisor'],
    'confirm-plan': ['office'],
    check: ['liaison', 'grid', 'property', 'reinspector', 'office', 'supervisor'],
    'check-covertly': ['office', 'supervisor', 'reinspector'],
    draw: ['office', 'supervisor'],
    'take-complaint': ['liaison', 'grid', 'reinspector', 'office', 'supervisor'],
  }
  test.each(
    Object.entries(table).flatMap(([verb, held]) =>
      roles.map((role) => [role, verb as Verb, held.includes(role)] as const),
    ),
  )('%s %s: %s', (role, verb, yes) => expect(may([role], verb)).toBe(yes))
})

describe('the file', () => {
  test.each<[FieldKey, string, string | number | undefined]>([
    ['buildings', '12栋', 12],
    ['buildings', '很多', undefined],
    ['buildings', '-3', undefined],
    ['builtIn', '2009年8月', 2009],
    ['builtIn', '09', undefined],
    ['microStation', '有6人', '有，6人'],
    ['microStation', '没有', '无'],
    ['acceptance', '遗留：第三方评估', '遗留，第三方评估'],
    ['hydrants', '故障', '故障'],
    ['hydrants', '还行', undefined],
    ['maintainedUntil', '2027年3月1日', '2027-03-01'],
    ['maintainedUntil', '2027-02-30', undefined],
  ])('%s: %s', (key, written, value) => expect(readValue(key, written)).toBe(value))

  test('without a property company somebody else must answer', () => {
    const of = (facts: Facts, hasProperty: boolean) => lackingIn({ facts, hasProperty, stewards: 0 })
    expect(of({}, false)).toContain('物业或无物业责任方')
    expect(of({ party: '业委会' }, false)).not.toContain('物业或无物业责任方')
    expect(of({}, true)).not.toContain('物业或无物业责任方')
    expect(of({ acceptance: '遗留' }, true)).toContain('遗留解决途径')
  })

  test('the guarantee money waits for every hazard, and then for its day', () => {
    const [today, due] = [day('2026-11-26'), day('2026-12-01')]
    expect(depositGate({ due: undefined, openHazards: 0, today })).toBe('none')
    expect(depositGate({ due: today, openHazards: 1, today })).toBe('blocked')
    expect(depositGate({ due, openHazards: 0, today })).toBe('early')
    expect(depositGate({ due: today, openHazards: 0, today })).toBe('free')
  })

  test('a watched place is due by its own cycle', () => {
    const watchedOn = day('2026-11-20')
    const due = (checkedOn: Day | undefined, nodes: readonly { starts: Day; ends: Day }[] = []) =>
      checkDueOn({ every: 4, checkedOn, watchedOn, nodes })
    expect(due(undefined)).toBe('2026-11-20')
    expect(due(day('2026-11-24'))).toBe('2026-11-28')
  })

  test('and sooner while a node lasts, whose days count twice', () => {
    const newYear = [{ starts: day('2026-12-31'), ends: day('2027-01-03') }]
    const of = (checkedOn: Day) => checkDueOn({ every: 4, checkedOn, watchedOn: checkedOn, nodes: newYear })
    expect(of(day('2026-12-30'))).toBe('2027-01-01')
    expect(of(day('2027-01-03'))).toBe('2027-01-07')
  })

  test('of guarantee money one hears ninety, thirty and seven days before, and on the day, once each', () => {
    const due = day('2027-03-01')
    const mornings = Array.from({ length: 120 }, (_, n) => addDays(day('2026-11-20'), n))
    const warned = mornings.filter((today) => isDepositWarned({ due, since: addDays(today, -1), today }))
    expect(warned).toEqual(['2026-12-01', '2027-01-30', '2027-02-22', '2027-03-01'])
    // After days off one morning says what they would have said.
    expect(isDepositWarned({ due, since: day('2027-01-29'), today: day('2027-02-01') })).toBe(true)
  })

  test('coverage is whole only when every place was looked at', () => {
    expect([coverageRate(0, 0), coverageRate(999, 1000), coverageRate(1000, 1000)]).toEqual([
      '—',
      '99%',
      '100%',
    ])
  })

  test('a row that went out reads as what it was', () => {
    const place = {
      key: 'yangguang',
      name: '阳光花园',
      unit: '城关镇',
      property: '安居物业',
      facts: { households: 860, microStation: '有，6人', depositDue: '2027-03-01' },
      stewards: [{ building: '3号楼', name: '李某', phone: '13800000009' }],
    }
    const out = [...rowOf(place), ...derived.map(() => '1')]
    expect(JSON.stringify(out)).not.toContain('1380000')
    const { read, faults } = readRows([columns, out.map((cell) => String(cell ?? ''))])
    expect(faults).toEqual([])
    expect(read).toMatchObject([
      { ...place, row: 2, stewards: [{ building: '3号楼', name: '李某', phone: null }] },
    ])
  })
})

describe('answers to a checklist', () => {
  test('the rest fills what nobody has spoken of, and a later word counts', () => {
    const first = withResults([], { items: [{ n: 3, result: 'unfit', note: '楼道堆物' }] }, 4)
    expect(first.open).toEqual([1, 2, 4])
    const whole = withResults(first.found, { items: [{ n: 1, result: 'not-applicable' }], rest: 'fit' }, 4)
    expect(whole.open).toEqual([])
    expect(whole.found.map(({ result }) => result)).toEqual(['not-applicable', 'fit', 'unfit', 'fit'])
    expect(withResults([], { items: [{ n: 9, result: 'fit' }] }, 4).unknown).toEqual([9])
  })
})

describe('photos in a check', () => {
  const unfit = (n: number, ...photos: readonly string[]): Found => ({
    n,
    result: 'unfit',
    ...(photos.length > 0 ? { photos } : {}),
  })
  const photosOf = (found: readonly Found[], items: readonly number[], photos: readonly string[]) =>
    withPhotos(found, items, photos)?.found.map((each) => each.photos ?? [])

  test('go one by one to what was said not to fit, and what is left over to the last of it', () => {
    const found = [unfit(1), unfit(2), unfit(5)]
    expect(photosOf(found, [2, 5], ['a'])).toEqual([[], ['a'], []])
    expect(photosOf(found, [2, 5], ['a', 'b'])).toEqual([[], ['a'], ['b']])
    expect(photosOf(found, [2, 5], ['a', 'b', 'c'])).toEqual([[], ['a'], ['b', 'c']])
    expect(photosOf([unfit(1), unfit(2, 'a'), unfit(5)], [2, 5], ['b'])).toEqual([[], ['a'], ['b']])
  })

  test('belong to nothing where nothing of that kind was said', () => {
    expect(withPhotos([{ n: 1, result: 'fit' }], [1], ['a'])).toBeUndefined()
    expect(withPhotos([unfit(1)], [], ['a'])).toBeUndefined()
  })

  test('are none of them lost, whatever was said', () => {
    const anyItem = fc.integer({ min: 1, max: 6 })
    fc.assert(
      fc.property(
        fc.uniqueArray(anyItem, { minLength: 1 }),
        fc.array(anyItem),
        fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 8 }),
        (of, items, photos) => {
          const held = withPhotos(
            of.map((n) => unfit(n)),
            items,
            photos,
          )
          if (held) expect(held.found.flatMap((each) => each.photos ?? []).sort()).toEqual([...photos].sort())
          else expect(items.some((n) => of.includes(n))).toBe(false)
        },
      ),
    )
  })
})
