import { describe, expect, it } from 'vitest'
import * as cards from '../../src/store/cards.ts'
import * as leases from '../../src/store/leases.ts'
import { databases, useStore } from '../support/databases.ts'
import { until } from '../support/until.ts'

describe.each(databases)('leases on $name', (database) => {
  const the = useStore(database)

  it('are held by one copy of the program at a time', async () => {
    expect(await leases.acquire(the().db, 'bot', 'a', 30)).toBe(true)
    expect(await leases.acquire(the().db, 'bot', 'b', 30)).toBe(false)
    expect(await leases.acquire(the().db, 'bot', 'a', 30)).toBe(true)
    expect(await leases.renew(the().db, 'bot', 'b', 30)).toBe(false)
    expect(await leases.renew(the().db, 'bot', 'a', 30)).toBe(true)
    expect(await leases.acquire(the().db, 'another bot', 'b', 30)).toBe(true)
  })

  it('are free once given back, and nobody gives back what is not his', async () => {
    await leases.acquire(the().db, 'office', 'a', 30)
    await leases.release(the().db, 'office', 'b')
    expect(await leases.acquire(the().db, 'office', 'b', 30)).toBe(false)
    await leases.release(the().db, 'office', 'a')
    expect(await leases.acquire(the().db, 'office', 'b', 30)).toBe(true)
  })

  it('of a killed copy run out, and then it cannot be renewed', async () => {
    await leases.acquire(the().db, 'short', 'dead', 0.1)
    await until(() => leases.acquire(the().db, 'short', 'heir', 30))
    expect(await leases.renew(the().db, 'short', 'dead', 30)).toBe(false)
  })

  it('go to exactly one of many who ask at once', async () => {
    const asked = Array.from({ length: 8 }, (_, n) => leases.acquire(the().db, 'rush', `copy ${n}`, 30))
    expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1)
  })
})

describe.each(databases)('codes that allow one update of a card on $name', (database) => {
  const the = useStore(database)
  const now = new Date('2026-11-26T10:00:00+08:00')

  it('are taken newest first, each once, and not after three days', async () => {
    const old = new Date(now.getTime() - 73 * 3_600_000)
    const given = { cardId: 'qh-1', userId: 'li' }
    await cards.rememberCodes(the().db, [
      { ...given, code: 'too-old', at: old },
      { ...given, code: 'first', at: new Date(now.getTime() - 60_000) },
      { ...given, code: 'second', at: now },
    ])
    expect(await cards.takeCode(the().db, 'qh-2', now)).toBeUndefined()
    expect(await cards.takeCode(the().db, 'qh-1', now)).toEqual({ responseCode: 'second', userId: 'li' })
    expect(await cards.takeCode(the().db, 'qh-1', now)).toEqual({ responseCode: 'first', userId: 'li' })
    expect(await cards.takeCode(the().db, 'qh-1', now)).toBeUndefined()
  })
})
