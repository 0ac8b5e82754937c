import { createServer } from 'node:http'
import type { TestProject } from 'vitest/node'
import { startPostgres, type PostgresServer } from './postgres-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where a test file asks for a database of its own. */
    databaseOffice: string
  }
}

/**
 * One PostgreSQL for the whole run, started when the first test file asks for a database: a run of tests that need
 * none starts none.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let starting: Promise<PostgresServer> | undefined
  const office = createServer((_, response) => {
    starting ??= startPostgres()
    starting
      .then((server) => server.freshDatabase())
      .then(
        (url) => response.end(url),
        (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : 'unknown'),
      )
  })
  await new Promise<void>((resolve) => office.listen(0, '127.0.0.1', resolve))
  const address = office.address()
  if (!address || typeof address === 'string') throw new Error('the office has no port')
  project.provide('databaseOffice', `http://127.0.0.1:${address.port}`)
  return async () => {
    office.close()
    office.closeAllConnections()
    await (await starting)?.close()
  }
}
