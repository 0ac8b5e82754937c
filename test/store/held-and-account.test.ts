import { describe, expect, it } from 'vitest'
import { day } from '../../src/domain/time/calendar.ts'
import * as account from '../../src/store/planning/account.ts'
import * as held from '../../src/store/planning/held.ts'
import { databases, useStore } from '../support/databases.ts'

const friday = (time: string): Date => new Date(`2026-11-27T${time}:00+08:00`)
const notice = (recipient: string, key: string, releaseAt: Date) => ({
  recipient,
  campaignId: null,
  key,
  notice: { key },
  heldAt: friday('07:00'),
  releaseAt,
})

describe.each(databases)('what waits for a later digest, on $name', (database) => {
  const the = useStore(database)

  it('waits once, until its moment, and is taken by exactly one of several who want it', async () => {
    const { db } = the()
    await held.keep(db, 'r1', [notice('p1', 'a', friday('08:00')), notice('p1', 'b', friday('09:00'))])
    await held.keep(db, 'r1', [notice('p1', 'a', friday('10:00')), notice('p2', 'a', friday('08:00'))])
    await held.keep(db, 'r2', [notice('p1', 'a', friday('08:00'))])
    expect(await held.nextRelease(db, 'r1')).toEqual(friday('08:00'))
    const taken = await Promise.all(
      Array.from({ length: 4 }, () => the().transaction((tx) => held.takeDue(tx, 'r1', friday('08:00')))),
    )
    expect(taken.flat().map(({ recipient, key }) => `${recipient} ${key}`)).toEqual(['p1 a', 'p2 a'])
    expect((await held.takeFor(db, 'r1', ['p1', 'p9'])).map(({ key }) => key)).toEqual(['b'])
    expect(await held.nextRelease(db, 'r1')).toBeNull()
    expect(await held.nextRelease(db, 'r2')).toEqual(friday('08:00'))
  })

  it('comes back when what was to be said with it fails', async () => {
    await held.keep(the().db, 'r3', [notice('p1', 'a', friday('08:00'))])
    const failed = the().transaction(async (tx) => {
      await held.takeDue(tx, 'r3', friday('08:00'))
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect(await held.takeDue(the().db, 'r3', friday('08:00'))).toHaveLength(1)
  })
})

describe.each(databases)('the account of who was disturbed how often, on $name', (database) => {
  const the = useStore(database)
  const one = { personId: 'p1', kind: 'remind', count: 2, ordinary: 1 }

  it('adds up by month and kind, and knows how many were today', async () => {
    const { db } = the()
    await account.count(db, 'r1', day('2026-11-27'), [one, { ...one, kind: 'digest' }])
    await account.count(db, 'r1', day('2026-11-27'), [one])
    expect(await account.startedToday(db, 'r1', day('2026-11-27'))).toEqual(new Map([['p1', 3]]))
    await account.count(db, 'r1', day('2026-11-28'), [one])
    expect(await account.startedToday(db, 'r1', day('2026-11-28'))).toEqual(new Map([['p1', 1]]))
    expect(await account.ofMonth(db, 'r1', '2026-11')).toEqual([
      { personId: 'p1', kind: 'digest', count: 2 },
      { personId: 'p1', kind: 'remind', count: 6 },
    ])
    expect(await account.ordinaryIn(db, 'r1', '2026-11')).toBe(4)
    expect(await account.ordinaryIn(db, 'r2', '2026-11')).toBe(0)
    expect(await account.ordinaryIn(db, 'r1', '2026-12')).toBe(0)
  })
})
