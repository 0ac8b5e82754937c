import { describe, expect, it } from 'vitest'
import * as ledger from '../../src/store/ledger.ts'
import { moment } from '../support/county-rows.ts'
import { databases, useStore } from '../support/databases.ts'

const at = moment('2026-11-27 10:00')

describe.each(databases)('the ledger on $name', (database) => {
  const the = useStore(database)
  const write = (type: string, data: object = {}) =>
    ledger.append(the().db, {
      campaignId: 'c',
      subject: 'hazard',
      subjectId: '7',
      type,
      data,
      byId: 'p',
      at,
      eventId: 3n,
    })

  it('tells the history of a hazard in its order, word for word', async () => {
    await write('HazardRegistered', { note: '三号楼🔥', photos: ['a'], dueAt: at })
    await write('ReinspectionPassed')
    await ledger.append(the().db, {
      campaignId: null,
      subject: 'hazard',
      subjectId: '8',
      type: 'X',
      data: {},
      byId: null,
      at,
    })
    const history = await ledger.history(the().db, 'hazard', '7')
    expect(history.map(({ type }) => type)).toEqual(['HazardRegistered', 'ReinspectionPassed'])
    expect(history[0]).toMatchObject({
      data: { note: '三号楼🔥', photos: ['a'], dueAt: at.toISOString() },
      byId: 'p',
      at,
      eventId: 3n,
    })
  })

  it.each([
    ['changed', `UPDATE ledger_entry SET type = 'X'`],
    ['deleted', 'DELETE FROM ledger_entry'],
    ['emptied', 'TRUNCATE ledger_entry'],
  ])('cannot be %s, not even by the program', async (_, sql) => {
    await write('HazardRegistered')
    const before = await the().db.ledgerEntry.findMany()
    await expect(the().db.$executeRawUnsafe(sql)).rejects.toThrow('append only')
    expect(await the().db.ledgerEntry.findMany()).toEqual(before)
  })
})
