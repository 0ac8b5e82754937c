import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import * as ledger from '../../src/store/ledger.ts'
import { openStore, type Store } from '../../src/store/open.ts'
import { freshPostgres } from '../support/databases.ts'

vi.setConfig({ testTimeout: 60_000 })

const root = fileURLToPath(new URL('../../', import.meta.url))
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const folder = mkdtempSync(join(tmpdir(), 'qinghuan-verify-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Where = Readonly<{ DATA_DIR?: string; DATABASE_URL?: string }>

function verifyLedger(where: Where, ...args: readonly string[]) {
  return new Promise<Readonly<{ code: number | null; out: string; err: string }>>((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', tsx, join(root, 'src/verify-ledger.ts'), ...args], {
      cwd: folder,
      env: { PATH: process.env['PATH'], ...where },
    })
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

describe.each(['embedded', 'postgres'] as const)('npm run verify-ledger, %s', (kind) => {
  let where: Where
  beforeAll(async () => {
    where = kind === 'embedded' ? { DATA_DIR: join(folder, 'data') } : { DATABASE_URL: await freshPostgres() }
    await within(async ({ db }) => {
      for (let n = 0; n < 4; n += 1)
        await ledger.append(db, {
          campaignId: 'c',
          subject: 'hazard',
          subjectId: '7',
          type: 'HazardAmended',
          data: { n },
          byId: 'p',
          at: new Date('2026-11-27T02:00:00Z'),
        })
    })
  })
  /** Between two runs of the command: the embedded database is open only once at a time. */
  async function within(work: (store: Store) => Promise<unknown>): Promise<void> {
    const store = await openStore(
      where.DATABASE_URL ? { databaseUrl: where.DATABASE_URL } : { dataDir: where.DATA_DIR },
    )
    await work(store)
    await store.close()
  }
  let noted = ''

  test('seals what is not sealed, says that the ledger is whole, and what to note', async () => {
    const { code, out } = await verifyLedger(where)
    expect(out).toContain('台账完好：核对4条，没有改动、缺失或插入。')
    noted = /最后一环：(4:[0-9a-f]{64})/.exec(out)?.[1] ?? ''
    expect(noted).not.toBe('')
    expect(code).toBe(0)
  })

  test('finds what was noted in its place, also by its beginning, and says how it is used', async () => {
    expect((await verifyLedger(where, '--noted', noted.slice(0, 20))).code).toBe(0)
    const { code, err } = await verifyLedger(where, '--noted', '四')
    expect(code).toBe(2)
    expect(err).toContain('--noted 位置:哈希')
  })

  test('names the first entry that was changed and ends with 1', async () => {
    await within(async ({ db }) => {
      await db.$executeRawUnsafe('ALTER TABLE ledger_entry DISABLE TRIGGER USER')
      await db.$executeRawUnsafe(`UPDATE ledger_entry SET data = '{"n": 9}' WHERE id IN (2, 3)`)
    })
    const { code, out } = await verifyLedger(where)
    expect(out).toContain('台账不完好：第2条台账被改过。前面1条没有问题。')
    expect(code).toBe(1)
  })
})
