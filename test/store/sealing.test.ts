import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { canonical, GENESIS, sealOf } from '../../src/domain/seal.ts'
import * as ledger from '../../src/store/ledger.ts'
import { openStore, type Store, type Tx } from '../../src/store/open.ts'
import { linkedAfter } from '../../src/store/sealing/entries.ts'
import { seal } from '../../src/store/sealing/seal.ts'
import { verify, type Break } from '../../src/store/sealing/verify.ts'
import { moment } from '../support/county-rows.ts'
import { databases, freshPostgres, useStore } from '../support/databases.ts'

const at = moment('2026-11-27 10:00')

function write(tx: Tx, note: string): Promise<void> {
  return ledger.append(tx, {
    campaignId: 'c',
    subject: 'hazard',
    subjectId: '7',
    type: 'HazardAmended',
    data: { note, photos: ['a', 'b'] },
    byId: 'p',
    at,
    eventId: 3n,
  })
}

async function writeMany(store: Store, count: number): Promise<void> {
  for (let n = 1; n <= count; n += 1) await write(store.db, `第${n}次`)
}

/** What somebody with the database's password does whom no trigger stops. */
async function tamper(db: Tx, ...statements: readonly string[]): Promise<void> {
  for (const table of ['ledger_entry', 'ledger_seal'])
    await db.$executeRawUnsafe(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
  for (const sql of statements) await db.$executeRawUnsafe(sql)
}

/** Tampers, looks what `verify` makes of it, and leaves everything as it was. */
async function afterTampering(store: Store, ...statements: readonly string[]): Promise<Break | null> {
  let broken: Break | null = null
  const undone = new Error('undone')
  await store
    .transaction(async (tx) => {
      await tamper(tx, ...statements)
      broken = (await verify(tx)).broken
      throw undone
    })
    .catch((error: unknown) => {
      if (error !== undone) throw error
    })
  return broken
}

describe.each(databases)('somebody who tampers with the ledger on $name', (database) => {
  const the = useStore(database)
  // A number is left out in the middle, as a transaction that was rolled back leaves it.
  beforeAll(async () => {
    await writeMany(the(), 3)
    await the().db.$executeRawUnsafe(`SELECT nextval('ledger_entry_id_seq')`)
    await writeMany(the(), 2)
    await seal(the())
  })
  afterEach(async () => {
    expect((await verify(the().db)).broken).toBeNull()
  })

  it.each([
    ["campaign_id = 'd'"],
    ['campaign_id = NULL'],
    ["subject = 'report'"],
    ["subject_id = '8'"],
    ["type = 'HazardVoided'"],
    [`data = jsonb_set(data, '{note}', '"别的"')`],
    ["by_id = 'q'"],
    ["at = at + interval '1 millisecond'"],
    ['event_id = NULL'],
  ])('is found out who has set %s', async (change) => {
    const broken = await afterTampering(the(), `UPDATE ledger_entry SET ${change} WHERE id = 3`)
    expect(broken).toEqual({ kind: 'changed', entryId: 3n, position: 3n })
  })

  it.each([
    ['an entry is deleted', ['DELETE FROM ledger_entry WHERE id = 3'], { kind: 'missing', entryId: 3n }],
    ['the newest is deleted', ['DELETE FROM ledger_entry WHERE id = 6'], { kind: 'missing', entryId: 6n }],
    [
      'an entry is deleted together with its seal',
      ['DELETE FROM ledger_entry WHERE id = 3', 'DELETE FROM ledger_seal WHERE entry_id = 3'],
      { kind: 'missing', position: 3n },
    ],
    [
      'the places after it are closed up as well',
      [
        'DELETE FROM ledger_entry WHERE id = 3',
        'DELETE FROM ledger_seal WHERE entry_id = 3',
        'UPDATE ledger_seal SET position = position - 1 + 100 WHERE position > 3',
        'UPDATE ledger_seal SET position = position - 100 WHERE position > 100',
      ],
      { kind: 'changed', entryId: 5n },
    ],
    [
      'an entry is put in between',
      [
        `INSERT INTO ledger_entry (id, subject, subject_id, type, data, at) VALUES (4, 'hazard', '7', 'X', '{}', now())`,
      ],
      { kind: 'inserted', entryId: 4n },
    ],
    [
      'an entry is put before all',
      [
        `INSERT INTO ledger_entry (id, subject, subject_id, type, data, at) VALUES (-5, 'hazard', '7', 'X', '{}', now())`,
      ],
      { kind: 'inserted', entryId: -5n },
    ],
    [
      'two entries have changed places',
      [
        'UPDATE ledger_entry SET id = 100 WHERE id = 2',
        'UPDATE ledger_entry SET id = 2 WHERE id = 3',
        'UPDATE ledger_entry SET id = 3 WHERE id = 100',
      ],
      { kind: 'changed', entryId: 2n },
    ],
    [
      'two seals have changed places',
      [
        'UPDATE ledger_seal SET position = 100 WHERE position = 2',
        'UPDATE ledger_seal SET position = 2 WHERE position = 3',
        'UPDATE ledger_seal SET position = 3 WHERE position = 100',
      ],
      { kind: 'missing', position: 2n },
    ],
    [
      'a seal is changed',
      [`UPDATE ledger_seal SET hash = repeat('f', 64) WHERE position = 2`],
      { entryId: 2n },
    ],
  ] as const)('is found out when %s', async (_, statements, broken) => {
    expect(await afterTampering(the(), ...statements)).toMatchObject(broken)
  })

  it('is stopped by the database first: no seal is changed or deleted', async () => {
    for (const sql of [
      `UPDATE ledger_seal SET hash = 'x'`,
      'DELETE FROM ledger_seal',
      'TRUNCATE ledger_seal',
    ])
      await expect(the().db.$executeRawUnsafe(sql)).rejects.toThrow('append only')
  })
})

describe.each(databases)('the sealed ledger on $name', (database) => {
  let store: Store
  beforeEach(async () => {
    store = await database.open()
  })
  afterEach(async () => {
    await store.close()
  })

  it('is whole when nobody has touched it, and says how much is not sealed yet', async () => {
    expect(await verify(store.db)).toEqual({ checked: 0, unsealed: 0, head: null, broken: null })
    await writeMany(store, 7)
    expect(await seal(store)).toBe(7)
    expect(await seal(store)).toBe(0)
    await write(store.db, '刚写下的')
    expect(await verify(store.db)).toMatchObject({ checked: 7, unsealed: 1, broken: null })
    expect(await verify(store.db, { newest: 3 })).toMatchObject({ checked: 3, broken: null })
  })

  it('can be computed anew by anybody from the entries alone', async () => {
    await writeMany(store, 3)
    await seal(store)
    const entries = await linkedAfter(store.db, 0n, 10)
    let hash = GENESIS
    for (const entry of entries) expect((hash = sealOf(hash, entry))).toBe(entry.hash)
    expect(canonical(entries[0] as never)).toBe(
      '["1","c","hazard","7","HazardAmended","{\\"note\\": \\"第1次\\", \\"photos\\": [\\"a\\", \\"b\\"]}","p","2026-11-27T02:00:00.000Z","3"]',
    )
  })

  it('notices by a seal noted earlier that the whole chain was written anew', async () => {
    await writeMany(store, 5)
    await seal(store)
    const { head } = await verify(store.db)
    const noted = { position: head?.position ?? 0n, hash: head?.hash ?? '' }
    expect((await verify(store.db, { noted })).broken).toBeNull()
    await tamper(store.db, `UPDATE ledger_entry SET by_id = 'q' WHERE id = 3`, 'DELETE FROM ledger_seal')
    await seal(store)
    expect((await verify(store.db)).broken).toBeNull()
    expect((await verify(store.db, { noted })).broken).toMatchObject({ kind: 'noted', position: 5n })
  })

  it('seals thousands in batches, each once, also when two seal at the same time', async () => {
    await store.db.$executeRawUnsafe(`
      INSERT INTO ledger_entry (subject, subject_id, type, data, at)
      SELECT 'hazard', n::text, 'X', '{}', now() FROM generate_series(1, 2300) n`)
    const counts = await Promise.all([seal(store), seal(store)])
    await seal(store)
    expect(counts[0] + counts[1]).toBeLessThanOrEqual(2300)
    expect(await verify(store.db)).toMatchObject({ checked: 2300, unsealed: 0, broken: null })
  })
})

describe('the sealer beside others at work on PostgreSQL', () => {
  test('waits for whoever has taken a number but not committed, so that nobody comes late', async () => {
    const url = await freshPostgres()
    const store = await openStore({ databaseUrl: url })
    let go = (): void => undefined
    const gate = new Promise<void>((resolve) => (go = resolve))
    let taken = (): void => undefined
    const hasTaken = new Promise<void>((resolve) => (taken = resolve))
    const slow = store.transaction(async (tx) => {
      await write(tx, '先取号，后提交')
      taken()
      await gate
    })
    await hasTaken
    await write(store.db, '后取号，先提交')
    const sealing = seal(store)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await store.db.ledgerSeal.count()).toBe(0)
    go()
    await slow
    expect(await sealing).toBe(2)
    expect(await verify(store.db)).toMatchObject({ checked: 2, broken: null })
    await store.close()
  })

  test('goes on where copies that were killed in the middle have left off, while five write', async () => {
    const url = await freshPostgres()
    const store = await openStore({ databaseUrl: url, poolSize: 6 })
    const script = fileURLToPath(new URL('../support/seal-until-killed.ts', import.meta.url))
    let writing = true
    const written = Promise.all(
      Array.from({ length: 5 }, async (_, who) => {
        let n = 0
        for (; writing; n += 1) {
          await store
            .transaction(async (tx) => {
              await write(tx, `${who}-${n}`)
              if (n % 7 === 3) throw new Error('rolled back')
            })
            .catch(() => undefined)
        }
        return n - Math.floor((n + 3) / 7)
      }),
    )
    for (let run = 0; run < 3; run += 1) {
      const copies = [0, 1].map(() => spawn(process.execPath, ['--import', 'tsx', script, url]))
      await Promise.all(copies.map(({ stdout }) => once(stdout, 'data')))
      await new Promise((resolve) => setTimeout(resolve, 200 + run * 130))
      for (const copy of copies) {
        copy.kill('SIGKILL')
        await once(copy, 'close')
      }
      expect((await verify(store.db)).broken).toBeNull()
    }
    writing = false
    const total = (await written).reduce((sum, count) => sum + count, 0)
    await seal(store)
    const verdict = await verify(store.db)
    expect(verdict).toMatchObject({ unsealed: 0, broken: null })
    expect(verdict.checked).toBe(await store.db.ledgerEntry.count())
    expect(verdict.checked).toBe(total)
    await store.close()
  }, 60_000)
})
