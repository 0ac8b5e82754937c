import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PGlite } from '@electric-sql/pglite'
import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { rawSql, type RawSql } from '../../../src/store/database/raw-sql.ts'
import { Prisma, PrismaClient } from '../../../src/store/generated/client.ts'
import { freshPostgres } from '../../support/databases.ts'

const adapters: readonly Readonly<{ name: string; open(): Promise<SqlDriverAdapter> }>[] = [
  { name: 'PGlite', open: () => new PrismaPGlite(new PGlite()).connect() },
  { name: 'PostgreSQL', open: async () => new PrismaPg(await freshPostgres()).connect() },
]

const { sql } = Prisma
const when = new Date('2026-11-27T10:00:00.123Z')

const answers: readonly (readonly [string, Prisma.Sql])[] = [
  ['whole numbers', sql`SELECT 1::int2 AS a, -2::int4 AS b, 9007199254740993::int8 AS c, 7::oid AS d`],
  ['fractions', sql`SELECT 1.5::float4 AS a, 2.25::float8 AS b, 'NaN'::float8 AS c, 1e300::float8 AS d`],
  ['exact fractions', sql`SELECT 12345678901234567890.123::numeric AS a, 0::numeric AS b`],
  ['truth', sql`SELECT true AS a, false AS b, NULL::boolean AS c`],
  [
    'text',
    sql`SELECT '隐患'::text AS a, 'x'::varchar(9) AS b, 'y'::char(3) AS c, ''::text AS d, 'n'::name AS e`,
  ],
  [
    'moments',
    sql`SELECT '2026-11-27 18:00:00.123456+08'::timestamptz AS a, '2026-11-27 10:00'::timestamp AS b`,
  ],
  ['days and hours', sql`SELECT '2026-11-27'::date AS a, '18:30:05'::time AS b`],
  [
    'documents',
    sql`SELECT '{"a":[1,null,"二"]}'::jsonb AS a, '"s"'::json AS b, 'null'::jsonb AS c, '3'::jsonb AS d`,
  ],
  ['bytes and names', sql`SELECT '\\x00ff10'::bytea AS a, gen_random_uuid() = gen_random_uuid() AS b`],
  ['an identifier', sql`SELECT '6f9619ff-8b86-d011-b42d-00cf4fc964ff'::uuid AS a`],
  [
    'nothing',
    sql`SELECT NULL AS a, NULL::int8 AS b, NULL::timestamptz AS c, NULL::jsonb AS d, NULL::text[] AS e`,
  ],
  ['no rows', sql`SELECT 1 AS a WHERE false`],
  ['the same name twice', sql`SELECT 1 AS a, 2 AS b, 3 AS a`],
  [
    'lists of numbers',
    sql`SELECT '{1,2}'::int4[] AS a, '{1,NULL}'::int8[] AS b, '{0.5}'::float8[] AS c, '{1.5}'::numeric[] AS d`,
  ],
  ['lists of words', sql`SELECT ARRAY['一','b,c','"',NULL] AS a, '{}'::text[] AS b, ARRAY[true,false] AS c`],
  [
    'lists of moments',
    sql`SELECT ARRAY['2026-11-27 10:00+00'::timestamptz,NULL] AS a, ARRAY['2026-11-27'::date] AS b`,
  ],
  ['lists of documents', sql`SELECT ARRAY['{"a":1}'::jsonb,'2'] AS a`],
  ['lists of bytes', sql`SELECT ARRAY['\\x01'::bytea] AS a`],
]

const questions: readonly (readonly [string, Prisma.Sql])[] = [
  ['words', sql`SELECT ${'隐患 \\ " \u0001'} AS a, ${''}::text AS b, ${null}::text AS c`],
  [
    'numbers',
    sql`SELECT ${1}::int AS a, ${1.5}::float8 AS b, ${-0.1}::numeric AS c, ${9007199254740993n}::bigint AS d`,
  ],
  ['a truth', sql`SELECT ${true}::boolean AS a, ${false}::boolean AS b`],
  ['a moment', sql`SELECT ${when}::timestamptz AS a, ${when} > '2026-11-27 10:00+00'::timestamptz AS b`],
  ['an exact fraction', sql`SELECT ${new Prisma.Decimal('0.10')}::numeric AS a`],
  ['a document', sql`SELECT ${{ a: [1, 'b'], n: 5n, d: when }}::jsonb AS a`],
  ['bytes', sql`SELECT ${new Uint8Array([0, 255])}::bytea AS a`],
  [
    'lists',
    sql`SELECT ${['a', 'b,"c"', null]}::text[] AS a, ${[1, 2]}::int[] AS b, ${[]}::text[] AS c, ${[1n]}::bigint[] AS d`,
  ],
  ['a list of moments', sql`SELECT ${[when]}::timestamptz[] AS a`],
  ['lists to choose from', sql`SELECT 1 AS a WHERE 2 IN (${Prisma.join([1, 2, 3])})`],
]

describe.each(adapters)('SQL written by hand, on $name', ({ open }) => {
  let adapter: SqlDriverAdapter
  let own: RawSql
  let prisma: PrismaClient
  beforeAll(async () => {
    adapter = await open()
    own = rawSql(adapter)
    const { provider, adapterName } = adapter
    prisma = new PrismaClient({ adapter: { provider, adapterName, connect: async () => adapter } })
  }, 60_000)
  afterAll(() => prisma.$disconnect())

  it.each([...answers, ...questions])('brings %s as Prisma does', async (_, query) => {
    expect(await own.$queryRaw(query)).toStrictEqual(await prisma.$queryRaw(query))
  })

  it('counts rows as Prisma does', async () => {
    const query = sql`CREATE TABLE IF NOT EXISTS counted (n int)`
    expect(await own.$executeRaw(query)).toBe(await prisma.$executeRaw(query))
    expect(await own.$executeRaw`INSERT INTO counted VALUES (${1}), (${2})`).toBe(2)
    expect(await own.$executeRaw`DELETE FROM counted WHERE n > ${1}`).toBe(1)
  })

  it('names an error by the database’s own code, in its own words', async () => {
    await expect(own.$queryRaw`SELECT 1 / ${0}::int`).rejects.toMatchObject({
      code: '22012',
      message: 'division by zero',
    })
    await expect(own.$executeRaw`INSERT INTO nowhere VALUES (1)`).rejects.toMatchObject({ code: '42P01' })
  })
})
