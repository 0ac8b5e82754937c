import { describe, expect, it } from 'vitest'
import * as cursors from '../../src/store/planning/cursors.ts'
import { databases, useStore } from '../support/databases.ts'

const friday = (time: string): Date => new Date(`2026-11-27T${time}:00+08:00`)

describe.each(databases)('how far a job has come, on $name', (database) => {
  const the = useStore(database)

  it('lets exactly one of ten copies plan a slot', async () => {
    const tries = Array.from({ length: 10 }, () =>
      the().transaction((tx) => cursors.advance(tx, 'race', friday('18:00'))),
    )
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1)
    const second = Array.from({ length: 10 }, () =>
      the().transaction((tx) => cursors.advance(tx, 'race', friday('18:30'))),
    )
    expect((await Promise.all(second)).filter(Boolean)).toHaveLength(1)
  })

  it('plans no slot twice when the clock goes back', async () => {
    const { db } = the()
    expect(await cursors.advance(db, 'back', friday('18:00'))).toBe(true)
    expect(await cursors.advance(db, 'back', friday('17:30'))).toBe(false)
    expect(await cursors.advance(db, 'back', friday('18:00'))).toBe(false)
    expect(await cursors.position(db, 'back')).toEqual(friday('18:00'))
    expect(await cursors.advance(db, 'back', friday('18:01'))).toBe(true)
  })

  it('plans the slot again when the planning failed', async () => {
    const failed = the().transaction(async (tx) => {
      await cursors.advance(tx, 'fails', friday('18:00'))
      throw new Error('the plan did not work out')
    })
    await expect(failed).rejects.toThrow('did not work out')
    expect(await cursors.position(the().db, 'fails')).toBeNull()
    expect(await cursors.advance(the().db, 'fails', friday('18:00'))).toBe(true)
  })

  it('shows a second copy what the first has planned, once it may look', async () => {
    await cursors.advance(the().db, 'wait', friday('09:00'))
    const seen: (Date | null)[] = []
    const plan = () =>
      the().transaction(async (tx) => {
        seen.push((await cursors.lockAll(tx, ['wait', 'never begun'])).get('wait') ?? null)
        await cursors.advanceAll(tx, ['wait'], friday('18:00'))
      })
    await Promise.all([plan(), plan()])
    expect(seen).toEqual([friday('09:00'), friday('18:00')])
  })

  it('gives a job its first cursor once, and leaves one that has come further where it is', async () => {
    const { db } = the()
    await cursors.begin(db, ['one', 'two'], friday('09:00'))
    await cursors.begin(db, ['two', 'three'], friday('12:00'))
    expect(await cursors.positions(db, ['one', 'two', 'three', 'four'])).toEqual(
      new Map([
        ['one', friday('09:00')],
        ['two', friday('09:00')],
        ['three', friday('12:00')],
      ]),
    )
    await cursors.advanceAll(db, ['one', 'three'], friday('10:00'))
    expect((await cursors.positions(db, ['one', 'three'])).get('one')).toEqual(friday('10:00'))
    expect((await cursors.positions(db, ['one', 'three'])).get('three')).toEqual(friday('12:00'))
  })
})
