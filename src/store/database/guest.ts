import type { SqlDriverAdapter, SqlQueryable, Transaction } from '@prisma/driver-adapter-utils'
import { PrismaClient, type Prisma } from '../generated/client.ts'

/** Prisma's client at work in a transaction that somebody else began, until it is asked to leave. */
export type Guest = Readonly<{ models: Prisma.TransactionClient; leave(): void }>

/** What only guests say when they begin a transaction; it is what PostgreSQL does anyway. */
const GUEST = 'ReadCommitted'
const GUESTS_LEVEL = 'READ COMMITTED'

/** The host ends the transaction; Prisma's own clock must not do so earlier. */
const FOR_EVER = { maxWait: 2 ** 31 - 1, timeout: 2 ** 31 - 1 }

/**
 * Prisma's client on the adapter, and a way to let it into a transaction that is already open. Prisma can only begin
 * one itself; so where a guest does, it is handed the open one and believes to have begun it. One guest at a time is
 * at that door, and what Prisma begins of its own accord, without a level, is really begun.
 */
export function receivePrisma(
  adapter: SqlDriverAdapter,
): Readonly<{ prisma: PrismaClient; admit(driver: SqlQueryable): Promise<Guest> }> {
  let atDoor: SqlQueryable | undefined
  let door: Promise<unknown> = Promise.resolve()
  const { provider, adapterName } = adapter
  const host: SqlDriverAdapter = {
    provider,
    adapterName,
    queryRaw: (query) => adapter.queryRaw(query),
    executeRaw: (query) => adapter.executeRaw(query),
    executeScript: (script) => adapter.executeScript(script),
    dispose: () => adapter.dispose(),
    getConnectionInfo: () => adapter.getConnectionInfo?.() ?? { supportsRelationJoins: true },
    async startTransaction(level) {
      if (level !== GUESTS_LEVEL) return adapter.startTransaction(level)
      if (!atDoor) throw new Error('nobody let this guest in')
      return asBegun(atDoor)
    },
  }
  const prisma = new PrismaClient({ adapter: { provider, adapterName, connect: async () => host } })

  const enter = (driver: SqlQueryable): Promise<Guest> =>
    new Promise((resolve, reject) => {
      atDoor = driver
      const visit = prisma.$transaction(
        (models) => new Promise<void>((leave) => resolve({ models, leave })),
        { ...FOR_EVER, isolationLevel: GUEST },
      )
      visit.catch(reject)
    })

  return {
    prisma,
    admit(driver) {
      const guest = door.then(() => enter(driver))
      door = guest.catch(() => undefined)
      return guest
    },
  }
}

/** What Prisma takes for its own transaction: it runs what it is given, and to end it does nothing. */
function asBegun(driver: SqlQueryable): Transaction {
  const { provider, adapterName } = driver
  return {
    provider,
    adapterName,
    options: { usePhantomQuery: true },
    queryRaw: (query) => driver.queryRaw(query),
    executeRaw: (query) => driver.executeRaw(query),
    commit: async () => undefined,
    rollback: async () => undefined,
  }
}

/** Prisma's models, of which the first that is asked for something brings the client. */
export function lazily(client: () => Promise<Prisma.TransactionClient>): object {
  type Operation = (...given: unknown[]) => Promise<unknown>
  type Models = Readonly<Record<string | symbol, Readonly<Record<string | symbol, Operation>>>>
  const operation =
    (model: string | symbol, name: string | symbol): Operation =>
    async (...given) => {
      const models = (await client()) as unknown as Models
      return models[model]?.[name]?.(...given)
    }
  return new Proxy({}, { get: (_, model) => new Proxy({}, { get: (_, name) => operation(model, name) }) })
}
