import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where a test file asks for a database of its own. */
    databaseOffice: string
  }
}

/** One PostgreSQL for the whole run, started when the first test file asks for a database. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const office = fork(fileURLToPath(new URL('postgres-office.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const [url] = (await once(office, 'message')) as [string]
  project.provide('databaseOffice', url)
  return async () => {
    const gone = once(office, 'exit')
    office.disconnect()
    await gone
  }
}
