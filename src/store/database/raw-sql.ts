import { ColumnTypeEnum, isDriverAdapterError } from '@prisma/driver-adapter-utils'
import type { ArgType, ColumnType, SqlQuery, SqlQueryable } from '@prisma/driver-adapter-utils'
import { Prisma } from '../generated/client.ts'

/** SQL written by hand: Prisma's own methods, with the same words going in and the same values coming out. */
export type RawSql = Readonly<{
  $queryRaw<T = unknown>(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<T>
  $executeRaw(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<number>
  $queryRawUnsafe<T = unknown>(text: string, ...values: unknown[]): Promise<T>
  $executeRawUnsafe(text: string, ...values: unknown[]): Promise<number>
}>

/**
 * Hands SQL straight to the driver's adapter. Prisma's client would take each statement through its proxies, JSON and
 * the interpreter of its query plans, which costs more processor than talking to PostgreSQL does.
 */
export function rawSql(driver: SqlQueryable): RawSql {
  async function query<T>(asked: SqlQuery): Promise<T> {
    const { columnNames, columnTypes, rows } = await driver.queryRaw(asked).catch(inItsOwnWords)
    const readers = columnTypes.map((type) => readerOf.get(type))
    return rows.map((row) => asRecord(columnNames, readers, row)) as T
  }
  const execute = (asked: SqlQuery): Promise<number> => driver.executeRaw(asked).catch(inItsOwnWords)
  return {
    $queryRaw: (sql, ...values) => query(statement(templated(sql, values))),
    $executeRaw: (sql, ...values) => execute(statement(templated(sql, values))),
    $queryRawUnsafe: (text, ...values) => query(statement({ text, values })),
    $executeRawUnsafe: (text, ...values) => execute(statement({ text, values })),
  }
}

function templated(sql: TemplateStringsArray | Prisma.Sql, values: readonly unknown[]): Prisma.Sql {
  return 'raw' in sql ? Prisma.sql(sql, ...values) : sql
}

function statement({ text, values }: Pick<Prisma.Sql, 'text' | 'values'>): SqlQuery {
  return { sql: text, args: values.map(asArgument), argTypes: values.map(typeOf) }
}

function asArgument(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asArgument)
  if (typeof value === 'bigint' || Prisma.Decimal.isDecimal(value)) return String(value)
  if (typeof value !== 'object' || value === null) return value ?? null
  return value instanceof Date || ArrayBuffer.isView(value) ? value : toText(value)
}

function toText(value: object): string {
  return JSON.stringify(value, (_, held: unknown) => (typeof held === 'bigint' ? String(held) : held))
}

const SCALAR: ArgType = { scalarType: 'unknown', arity: 'scalar' }
const LIST: ArgType = { scalarType: 'unknown', arity: 'list' }

/** The adapter tells dates and bytes by themselves and needs no word but whether it is a list. */
function typeOf(value: unknown): ArgType {
  return Array.isArray(value) ? LIST : SCALAR
}

type Reader = (value: unknown) => unknown

const asBigInt: Reader = (value) => BigInt(value as string | number)
const asDecimal: Reader = (value) => new Prisma.Decimal(value as string)
const asDate: Reader = (value) => new Date(value as string)
const asTime: Reader = (value) => new Date(`1970-01-01T${String(value)}Z`)
const asJson: Reader = (value) => JSON.parse(value as string) as unknown
const asBytes: Reader = (value) => new Uint8Array(value as Uint8Array)

function each(read: Reader): Reader {
  return (values) => (values as unknown[]).map((value) => (value === null ? null : read(value)))
}

/** What does not come from the adapter as the program wants it. */
const readerOf: ReadonlyMap<ColumnType, Reader> = new Map([
  [ColumnTypeEnum.Int64, asBigInt],
  [ColumnTypeEnum.Int64Array, each(asBigInt)],
  [ColumnTypeEnum.Numeric, asDecimal],
  [ColumnTypeEnum.NumericArray, each(asDecimal)],
  [ColumnTypeEnum.Date, asDate],
  [ColumnTypeEnum.DateArray, each(asDate)],
  [ColumnTypeEnum.DateTime, asDate],
  [ColumnTypeEnum.DateTimeArray, each(asDate)],
  [ColumnTypeEnum.Time, asTime],
  [ColumnTypeEnum.TimeArray, each(asTime)],
  [ColumnTypeEnum.Json, asJson],
  [ColumnTypeEnum.JsonArray, each(asJson)],
  [ColumnTypeEnum.Bytes, asBytes],
  [ColumnTypeEnum.BytesArray, each(asBytes)],
])

function asRecord(
  names: readonly string[],
  readers: readonly (Reader | undefined)[],
  row: readonly unknown[],
): Record<string, unknown> {
  const record: Record<string, unknown> = {}
  for (const [index, name] of names.entries()) {
    const value = row[index]
    const read = readers[index]
    record[name] = read && value !== null ? read(value) : value
  }
  return record
}

/** The adapter's errors carry what the database said, but a log names an error by its `code`. */
function inItsOwnWords(error: unknown): never {
  if (!isDriverAdapterError(error)) throw error
  const { originalCode, originalMessage } = error.cause
  if (originalMessage !== undefined) error.message = originalMessage
  throw Object.assign(error, originalCode === undefined ? {} : { code: originalCode })
}
