import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import type { AddressInfo } from 'node:net'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { parseCampaignFile } from '../../src/campaign-file/parse.ts'
import { createSandbox } from '../../src/sandbox/server.ts'
import type { Sandbox } from '../../src/sandbox/types.ts'
import { openStore } from '../../src/store/open.ts'
import { loadCampaign } from '../../src/usecases/load-campaign.ts'
import { until } from '../support/until.ts'

vi.setConfig({ testTimeout: 90_000 })

const root = fileURLToPath(new URL('../../', import.meta.url))
// The command runs in a folder of its own, where no .env of whoever runs the tests lies.
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const folder = mkdtempSync(join(tmpdir(), 'qinghuan-main-'))
const dataDir = join(folder, 'data')

type Program = Readonly<{
  process: ChildProcess
  /** Everything that it has printed. */
  out(): string
  /** Resolves with the exit code. */
  ended: Promise<number | null>
}>

const running = new Set<ChildProcess>()

/** Starts the program in an empty folder with these settings and no others. */
function start(env: Readonly<Record<string, string>>): Program {
  const child = spawn(process.execPath, ['--import', tsx, join(root, 'src/main.ts')], {
    cwd: folder,
    env: { PATH: process.env['PATH'], DATA_DIR: dataDir, ...env },
  })
  running.add(child)
  let out = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (out += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  void ended.then(() => running.delete(child))
  return { process: child, out: () => out, ended }
}

let sandbox: Sandbox
let settings: Readonly<Record<string, string>>
beforeAll(async () => {
  sandbox = createSandbox({
    app: { clientId: 'ding-main', clientSecret: 'invented-secret', robotCode: 'ding-main', name: '清患' },
    corpId: 'ding-corp',
    people: [{ userId: 'u-new', name: '新来的', title: '' }],
    groups: [],
    now: () => new Date(),
  })
  const { url } = await sandbox.listen()
  settings = {
    PORT: '0',
    DINGTALK_CLIENT_ID: 'ding-main',
    DINGTALK_CLIENT_SECRET: 'invented-secret',
    DINGTALK_API_BASE: url,
    DINGTALK_OAPI_BASE: url,
  }
})
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL')
  await until(() => running.size === 0)
})
afterAll(async () => {
  await sandbox.close()
  rmSync(folder, { recursive: true, force: true })
})

async function addressOf(program: Program): Promise<string> {
  await until(() => program.out().includes('清患已启动'), 60_000)
  return /"url":"([^"]+)"/.exec(program.out())?.[1] ?? ''
}

describe('the program', () => {
  test('in production without a platform it does not start a rehearsal, but says what to write', async () => {
    const program = start({ NODE_ENV: 'production' })
    expect(await program.ended).toBe(1)
    expect(program.out()).toContain('DINGTALK_CLIENT_ID')
    expect(program.out()).not.toContain('    at ')
  })

  test('with bad settings it lists them all and ends', async () => {
    const program = start({ ...settings, PORT: 'x', LOG_LEVEL: 'x' })
    expect(await program.ended).toBe(1)
    expect(program.out()).toMatch(/PORT [\s\S]*LOG_LEVEL /)
    expect(program.out()).not.toContain('    at ')
  })

  test('with a port that is taken it says so in words', async () => {
    const taken: Server = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const { port } = taken.address() as AddressInfo
    const program = start({ ...settings, PORT: String(port) })
    expect(await program.ended).toBe(1)
    taken.close()
    expect(program.out()).toContain(`端口 ${port} 已被占用`)
  })

  test('without a campaign it tells whoever started it what to load, and is well', async () => {
    const program = start(settings)
    const url = await addressOf(program)
    await until(() => program.out().includes('还没有行动方案'))
    const answer = await fetch(`${url}/healthz`)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ ok: true, database: { kind: 'embedded', ok: true } })
    program.process.kill('SIGTERM')
    expect(await program.ended).toBe(0)
    expect(program.out()).toContain('清患已停止')
  })

  test('with a campaign and no administrator it prints a code that works, and never its secrets', async () => {
    const yaml = readFileSync(join(root, 'prisma/campaigns/demo/003-fire-lanes.yaml'), 'utf8')
    const parsed = parseCampaignFile(yaml.replace(', dingtalk: u-zhang }', ' }'))
    if (!parsed.ok) throw new Error('the example campaign is wrong')
    const store = await openStore({ dataDir })
    await store.transaction((tx) => loadCampaign(tx, parsed.campaign, new Date()))
    await store.close()

    const program = start(settings)
    await addressOf(program)
    await until(() => /认领 [A-Z2-9]{4}-[A-Z2-9]{4}/.test(program.out()))
    await until(() => sandbox.stats.sockets > 0, 30_000)
    const [said] = /认领 [A-Z2-9]{4}-[A-Z2-9]{4}/.exec(program.out()) ?? []
    await sandbox.say({ as: 'u-new', chat: 'direct:u-new', text: said ?? '' })
    const answers = () => sandbox.messages('direct:u-new', 'u-new').filter(({ from }) => from === 'bot')
    await until(() => answers().length > 0, 30_000)
    expect(answers()[0]?.text).toContain('认领成功')

    program.process.kill('SIGTERM')
    expect(await program.ended).toBe(0)
    expect(program.out()).not.toContain('invented-secret')
    expect(program.out()).not.toContain('session=')
  })
})
