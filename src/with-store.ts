import { existsSync } from 'node:fs'
import { loadConfig } from './config.ts'
import { openStore, type Store } from './store/open.ts'

/** Opens the database of the settings for one piece of work on the command line, and closes it whatever happens. */
export async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const { databaseUrl, dataDir } = loadConfig(process.env)
  const store = await openStore({ databaseUrl, dataDir })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** Ends the command with its exit code; an error is one line for a person, not a stack. */
export async function endWith(code: Promise<number>): Promise<void> {
  process.exitCode = await code.catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  })
}
