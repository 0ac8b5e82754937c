import { afterAll, beforeAll, inject } from 'vitest'
import { openStore, type Store } from '../../src/store/open.ts'

/** A kind of database that the program promises to run on. */
export type TestDatabase = Readonly<{
  name: string
  kind: Store['kind']
  /** Opens an empty one with the schema in it. */
  open(): Promise<Store>
}>

/** For `describe.each(databases)('… on $name', …)`: every promise of the store holds on both. */
export const databases: readonly TestDatabase[] = [
  { name: 'PGlite', kind: 'embedded', open: () => openStore({}) },
  {
    name: 'PostgreSQL',
    kind: 'postgres',
    open: async () => openStore({ databaseUrl: await freshPostgres() }),
  },
]

/** The URL of an empty PostgreSQL database of the caller's own. */
export async function freshPostgres(): Promise<string> {
  const response = await fetch(inject('databaseOffice'))
  const answer = await response.text()
  if (!response.ok) throw new Error(answer)
  return answer
}

/** One database for the tests of a `describe`, opened before them and closed after them. */
export function useStore(database: TestDatabase): () => Store {
  let store: Store | undefined
  beforeAll(async () => {
    store = await database.open()
  }, 60_000)
  afterAll(async () => {
    await store?.close()
  })
  return () => {
    if (!store) throw new Error('the database is opened before the tests, not before the describe')
    return store
  }
}
