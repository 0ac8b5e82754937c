import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseCampaignFile } from '../../src/campaign-file/parse.ts'
import { createSandbox } from '../../src/sandbox/server.ts'
import type { Sandbox } from '../../src/sandbox/types.ts'
import { openStore, type Store } from '../../src/store/open.ts'
import { loadCampaign } from '../../src/usecases/load-campaign.ts'
import { accountsOn } from '../support/county-platforms.ts'
import { freshPostgres } from '../support/databases.ts'
import { until } from '../support/until.ts'

const script = new URL('../support/county-copy.ts', import.meta.url).pathname
const BEFORE = '2026-11-26T09:50:00+08:00'
const DUE = '2026-11-26T10:00:00+08:00'
/** How long WeCom takes to acknowledge a message here, so that the reminders leave over some seconds. */
const SLOW_MS = 300

/** A copy of the program in a process of its own. */
type Copy = Readonly<{
  said(): readonly string[]
  isOwner(): boolean
  moveClock(to: string): void
  kill(): Promise<void>
}>

function startCopy(args: readonly string[]): Copy {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()))
  const said = (): readonly string[] => out.split('\n').filter((line) => line !== '')
  return {
    said,
    isOwner: () => said().at(-1) === 'role owner',
    moveClock: (to) => void child.stdin?.write(`${to}\n`),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

describe('two copies of the program and one AI bot of WeCom', () => {
  const copies: Copy[] = []
  let store: Store
  let sandbox: Sandbox
  let dataDir: string
  let start: () => Copy
  let liaisons: readonly string[]

  beforeAll(async () => {
    const yaml = new URL('../../prisma/campaigns/demo/003-fire-lanes.yaml', import.meta.url)
    const parsed = parseCampaignFile(readFileSync(yaml, 'utf8'))
    if (!parsed.ok) throw new Error('the example campaign is wrong')
    const file = accountsOn(parsed.campaign, { platform: 'wecom', elsewhere: {} })
    const databaseUrl = await freshPostgres()
    store = await openStore({ databaseUrl, poolSize: 3 })
    await store.transaction((tx) => loadCampaign(tx, file, new Date(BEFORE)))
    liaisons = file.people
      .filter(({ roles }) => roles.includes('liaison'))
      .flatMap(({ wecom }) => wecom ?? [])
    dataDir = await mkdtemp(join(tmpdir(), 'qinghuan-copies-'))
    sandbox = createSandbox({
      app: { clientId: 'ding', clientSecret: 'invented', robotCode: 'ding', name: '清患' },
      corpId: 'ding-corp',
      people: liaisons.map((userId) => ({ userId, name: userId, title: '', platforms: ['wecom'] })),
      groups: [],
      now: () => new Date(BEFORE),
      wecom: {
        corpId: 'ww-copies',
        aibot: { id: 'aib-copies', secret: 'invented-bot-secret', name: '清患', mode: 'socket' },
        timings: { lateAckMs: SLOW_MS },
      },
    })
    const { url } = await sandbox.listen()
    start = () => {
      const copy = startCopy([databaseUrl, url, dataDir, BEFORE])
      copies.push(copy)
      return copy
    }
  }, 60_000)
  afterAll(async () => {
    await Promise.all(copies.map((copy) => copy.kill()))
    await sandbox?.close()
    await store?.close()
    await rm(dataDir, { recursive: true, force: true })
  })

  const remindersOf = (userId: string): number =>
    sandbox
      .messages(`wecom:direct:${userId}`, userId)
      .filter(({ from, text }) => from === 'bot' && text.includes('第7期')).length
  const reminded = (): number => liaisons.filter((userId) => remindersOf(userId) > 0).length
  const waiting = (): Promise<number> => store.db.outboxMessage.count({ where: { sentAt: null } })

  it('the owner is killed while reminders leave: the other goes on within 30 s, and nobody is left out', async () => {
    const first = start()
    await until(() => first.isOwner(), 30_000)
    const second = start()
    await until(() => second.said().includes('open'), 30_000)
    expect(second.isOwner()).toBe(false)
    // The bot may only write to people who have written to it.
    for (const as of liaisons) await sandbox.say({ as, chat: `wecom:direct:${as}`, text: '帮助' })
    await until(
      async () => (await store.db.inboxEvent.count({ where: { doneAt: { not: null } } })) === liaisons.length,
      30_000,
    )
    await until(async () => (await waiting()) === 0, 60_000)

    sandbox.setFaults({ wecomLateAck: 1000 })
    for (const copy of copies) copy.moveClock(DUE)
    await until(() => reminded() >= 4, 30_000)
    await first.kill()
    const killedAt = performance.now()
    const left = await waiting()
    expect(left).toBeGreaterThan(1)
    await until(() => second.isOwner(), 30_000)
    const takenOverAfter = performance.now() - killedAt
    expect(takenOverAfter).toBeLessThan(30_000)

    // What was under way belongs to the dead copy for a minute.
    await until(async () => (await waiting()) === 0, 120_000)
    expect(liaisons.filter((userId) => remindersOf(userId) === 0)).toEqual([])
    expect(liaisons.filter((userId) => remindersOf(userId) > 1).length).toBeLessThanOrEqual(1)
    expect(liaisons.filter((userId) => remindersOf(userId) > 2)).toEqual([])
    expect(await store.db.outboxMessage.count({ where: { givenUpAt: { not: null } } })).toBe(0)
  }, 240_000)
})
