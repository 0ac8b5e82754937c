import type { SqlDriverAdapter, SqlQueryable, Transaction } from '@prisma/driver-adapter-utils'
import type { Prisma } from '../generated/client.ts'
import { lazily, receivePrisma, type Guest } from './guest.ts'
import { rawSql, type RawSql } from './raw-sql.ts'

/** Prisma's models, and SQL written by hand, on one connection. */
export type Tx = Omit<Prisma.TransactionClient, `$${string}`> & RawSql

export type Client = Readonly<{
  db: Tx
  transaction<T>(work: (tx: Tx) => Promise<T>, longestMs?: number): Promise<T>
  disconnect(): Promise<void>
}>

/** A transaction must not hang for ever: the embedded database has one connection, and others wait for it. */
const LONGEST_MS = 30_000

/**
 * The database as the store sees it. Transactions begin and end here; Prisma comes into one as a guest when a model is
 * asked for. Most messages ask for none, and its bookkeeping would cost them more than all their statements do.
 */
export function openClient(adapter: SqlDriverAdapter): Client {
  const { prisma, admit } = receivePrisma(adapter)
  return {
    db: withRawSql(prisma, adapter),
    async transaction(work, longestMs = LONGEST_MS) {
      const begun = await adapter.startTransaction()
      const { driver, close } = whileOpen(begun)
      let guest: Promise<Guest> | undefined
      const models = lazily(async () => (await (guest ??= admit(driver))).models)
      const end = async (how: 'COMMIT' | 'ROLLBACK'): Promise<void> => {
        close()
        await guest?.then(({ leave }) => leave()).catch(() => undefined)
        await finish(begun, how)
      }
      let result
      try {
        result = await within(longestMs, work(withRawSql(models, driver)))
      } catch (error) {
        await end('ROLLBACK').catch(() => undefined)
        throw error
      }
      await end('COMMIT')
      return result
    },
    disconnect: () => prisma.$disconnect(),
  }
}

/** Defined and not assigned: Prisma's clients are proxies, and keep what is assigned for all who have one. */
function withRawSql(models: object, driver: SqlQueryable): Tx {
  return Object.create(models, Object.getOwnPropertyDescriptors(rawSql(driver))) as Tx
}

/** The transaction until it is closed. Its connection serves others afterwards, and what comes late must not reach them. */
function whileOpen(begun: Transaction): Readonly<{ driver: SqlQueryable; close(): void }> {
  let open = true
  const openOnly = async <T>(run: () => Promise<T>): Promise<T> => {
    if (!open) throw new Error('this transaction is over')
    return run()
  }
  return {
    driver: {
      provider: begun.provider,
      adapterName: begun.adapterName,
      queryRaw: (query) => openOnly(() => begun.queryRaw(query)),
      executeRaw: (query) => openOnly(() => begun.executeRaw(query)),
    },
    close: () => void (open = false),
  }
}

/** Some adapters end a transaction themselves, others leave the word to us and only give the connection back. */
async function finish(begun: Transaction, how: 'COMMIT' | 'ROLLBACK'): Promise<void> {
  const giveBack = (): Promise<void> => (how === 'COMMIT' ? begun.commit() : begun.rollback())
  if (begun.options.usePhantomQuery) return giveBack()
  try {
    await begun.executeRaw({ sql: how, args: [], argTypes: [] })
  } finally {
    await giveBack()
  }
}

async function within<T>(longestMs: number, work: Promise<T>): Promise<T> {
  let timer
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`a transaction took longer than ${longestMs} ms`)), longestMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
