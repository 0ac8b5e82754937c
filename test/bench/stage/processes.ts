import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { WayName } from '../ways/way.ts'
import { ways } from '../ways/way.ts'

/** Who is measured: this program, or one of the rivals. */
export const contestants = ['qinghuan', 'by-hand', 'by-prisma'] as const
export type Contestant = (typeof contestants)[number]

/** Bytes, and milliseconds of processor time since the process began. */
export type Usage = Readonly<{ heapUsed: number; rss: number; cpuMs: number }>

/** Another process of the bench, spoken to by messages: one order, one answer. */
export type Helper = Readonly<{
  pid: number | undefined
  ask<T>(order: object | string): Promise<T>
  stop(): Promise<void>
}>

/** A file by its path from test/bench/. */
const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))
const tsx = ['--import', import.meta.resolve('tsx')]

/** Starts a helper and resolves with it and the first thing that it says. */
export async function startHelper<T>(file: string): Promise<Readonly<{ helper: Helper; first: T }>> {
  const child = fork(at(file), { execArgv: tsx })
  const first = (await answerOf(child)) as T
  return { helper: helperOf(child), first }
}

export type ProgramOptions = Readonly<{
  contestant: Contestant
  way: WayName
  databaseUrl: string
  port: number
  sinkUrl: string
  /** More flags for Node, e.g. --cpu-prof. */
  nodeFlags: readonly string[]
}>

/** Starts the program to be measured as its own process and waits until it answers. */
export async function startProgram(options: ProgramOptions): Promise<Helper> {
  const { contestant, way, databaseUrl, port, sinkUrl, nodeFlags } = options
  const own = contestant === 'qinghuan'
  const dataDir = mkdtempSync(join(tmpdir(), 'qinghuan-bench-data-'))
  const child = fork(
    own ? at('../../src/main.ts') : at(`rivals/${contestant}.ts`),
    [String(port), databaseUrl, way, sinkUrl],
    {
      // Away from the checkout, so that nobody's .env is read.
      cwd: dataDir,
      execArgv: ['--expose-gc', ...nodeFlags, ...tsx, '--import', import.meta.resolve('./probe.ts')],
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'production',
        PORT: String(port),
        DATABASE_URL: databaseUrl,
        DATA_DIR: dataDir,
        LOG_LEVEL: 'warn',
        ...ways[way].env(sinkUrl),
      },
    },
  )
  let ended = false
  child.once('exit', () => (ended = true))
  for (;;) {
    if (ended) throw new Error(`${contestant} ended before it listened`)
    const answers = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      (response) => response.ok,
      () => false,
    )
    if (answers) return helperOf(child, () => rmSync(dataDir, { recursive: true, force: true }))
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function helperOf(child: ChildProcess, tidy: () => void = () => undefined): Helper {
  return {
    pid: child.pid,
    async ask<T>(order: object | string) {
      child.send(order)
      return (await answerOf(child)) as T
    },
    async stop() {
      if (child.exitCode !== null) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
      tidy()
    },
  }
}

function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void =>
      reject(new Error(`a process of the bench ended with ${code}`))
    child.once('exit', ended)
    child.once('message', (message) => {
      child.off('exit', ended)
      resolve(message)
    })
  })
}
