import { describe, expect, it } from 'vitest'
import { statementNames } from '../../src/store/database/statement-names.ts'
import { databases, useStore } from '../support/databases.ts'

describe('names of prepared statements', () => {
  it('are the same for the same text, and others for others', () => {
    const name = statementNames()
    const [first, again, other] = ['SELECT $1', 'SELECT $1', 'SELECT $1, $2'].map((sql) =>
      name({ sql, args: [1] }),
    )
    expect(first).not.toBe('')
    expect(again).toBe(first)
    expect(other).not.toBe(first)
  })

  it('are not spent on BEGIN, nor without end on lists of ever new lengths', () => {
    const name = statementNames()
    expect(name({ sql: 'BEGIN', args: [] })).toBe('')
    const lists = Array.from({ length: 1000 }, (_, n) => `SELECT 1 WHERE 1 IN (${'$1,'.repeat(n)} $2)`)
    const named = lists.filter((sql) => name({ sql, args: [1] }) !== '')
    expect(named.length).toBeGreaterThan(100)
    expect(named.length).toBeLessThan(500)
  })
})

describe.each(databases.filter(({ name }) => name === 'PostgreSQL'))('a connection to $name', (database) => {
  const the = useStore(database)

  it('plans our statements once and keeps them', async () => {
    await the().transaction(async (tx) => {
      const kept = () =>
        tx.$queryRaw<
          { n: number }[]
        >`SELECT count(*)::int AS n FROM pg_prepared_statements WHERE ${1}::int = 1`
      await kept()
      const [before] = await kept()
      for (let n = 0; n < 3; n++) await tx.$queryRaw`SELECT ${n}::int + 1 AS next`
      const [after] = await kept()
      expect((after?.n ?? 0) - (before?.n ?? 0)).toBe(1)
    })
  })
})
