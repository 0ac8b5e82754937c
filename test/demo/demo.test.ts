import { mkdtemp, readdir, rm, mkdir, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { at, day } from '../../src/domain/time/calendar.ts'
import { openDemo, type Demo } from '../../src/demo/open.ts'
import { startDemo } from '../../src/demo/start.ts'
import { script } from '../../src/demo/script.ts'
import { accountOf } from '../../src/demo/town.ts'
import type { SandboxMessage, SandboxState } from '../../src/sandbox/types.ts'
import { quiet } from '../support/quiet.ts'
import { until } from '../support/until.ts'

vi.setConfig({ testTimeout: 30_000 })

let demo: Demo
let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'qinghuan-demo-'))
  await mkdir(join(dataDir, 'sandbox'))
  await writeFile(join(dataDir, 'sandbox', 'of-an-earlier-demo'), '')
  await writeFile(join(dataDir, 'not-of-the-demo'), '')
  demo = await openDemo({
    config: { port: 0, dataDir, logLevel: 'error' },
    log: quiet,
    progress: () => undefined,
  })
}, 180_000)
afterAll(async () => {
  await demo?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const wordsOf = ({ text, title, variables }: SandboxMessage): string =>
  [title, text, variables?.['title'], variables?.['status_text'], variables?.['body']]
    .filter(Boolean)
    .join('\n')

/** What the bot has told this account one-to-one. */
const told = (account: string): readonly SandboxMessage[] =>
  demo.sandbox.messages(`direct:${account}`, account).filter(({ from }) => from === 'bot')

/** Says it one-to-one and answers what the bot says then. */
async function ask(account: string, text: string): Promise<string> {
  const before = told(account).length
  await demo.sandbox.say({ as: account, chat: `direct:${account}`, text })
  await demo.settle()
  return told(account).slice(before).map(wordsOf).join('\n')
}

const hazardRows = () => demo.store.db.hazard.findMany({ orderBy: { id: 'asc' } })

describe('the first look', () => {
  test('the page and its state answer, with people, groups and talk', async () => {
    const page = await fetch(demo.url)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('<html')
    const state = (await (await fetch(`${demo.url}/sandbox/api/state?as=u-zhao`)).json()) as SandboxState
    expect(state.bot).toEqual({ name: '清患', connected: true })
    expect(state.now.slice(0, 15)).toBe('2026-11-26T07:2')
    expect(state.people.map(({ title }) => title)).toContain('城关镇 · 联络员')
    expect(state.chats.filter(({ kind }) => kind === 'group').map(({ title }) => title)).toEqual([
      '云川县消防通道整治工作群',
      '城关镇消防整治群',
    ])
    expect(state.messages.some(({ pictures }) => pictures.length > 0)).toBe(true)
  })

  test('offers everybody something to try, and whoever is not bound how to join', async () => {
    for (const userId of demo.file.people.map(accountOf)) {
      const phrases = (await (await fetch(`${demo.url}/sandbox/api/phrases?as=${userId}`)).json()) as string[]
      expect(phrases.length, userId).toBeGreaterThan(0)
    }
    const joining = await (await fetch(`${demo.url}/sandbox/api/phrases?as=lu-ping`)).json()
    expect(joining).toEqual(['我是 陆平 13800000026'])
  })

  test('every line that was said to the bot was understood', () => {
    const chats = [
      ...demo.groups.map(({ id }) => id),
      ...demo.file.people
        .map(accountOf)
        .flatMap((id) => [`direct:${id}`, `wecom:app:${id}`, `wecom:direct:${id}`]),
    ]
    const all = chats.flatMap((chat) => demo.sandbox.messages(chat))
    for (const line of script.filter((each) => 'text' in each))
      expect(all.some(({ from, text }) => from !== 'bot' && text.includes(line.text))).toBe(true)
    const failures = all.filter((message) => /没听懂|不会办|找不到|没有登记过|不支持/.test(wordsOf(message)))
    expect(failures.map(wordsOf)).toEqual([])
  })

  test('shows a re-inspection that failed, a receipt, and the heads-up of Thursday', () => {
    expect(told('u-pan').map(wordsOf).join('\n')).toContain('43号复查不合格')
    expect(told('u-liu').map(wordsOf).join('\n')).toMatch(/回执 \*\*YC-ZB261127-\d\d\*\*/)
    const headsUp = told('u-ma').find((message) => wordsOf(message).includes('第7期'))
    expect(headsUp?.at.slice(0, 16)).toBe('2026-11-26T02:00')
  })

  test('has people on WeCom, with a group of their own and the app’s cards, beside those on DingTalk', async () => {
    const state = (await (await fetch(`${demo.url}/sandbox/api/state?as=u-wu`)).json()) as SandboxState
    expect(state.wecom).toEqual({ name: '清患', connected: true })
    expect(state.chats.map(({ title, platform }) => [title, platform])).toEqual([
      ['河西街道消防整治群', 'wecom'],
      ['清患', 'wecom'],
      ['清患助手', 'wecom'],
    ])
    const group = demo.sandbox.messages('wrHexiGroup0001', 'u-wu')
    expect(group.some(({ from, text }) => from === 'u-jiang' && text.includes('翡翠湾'))).toBe(true)
    expect(
      group
        .filter(({ from }) => from === 'bot')
        .map(wordsOf)
        .join('\n'),
    ).toContain('YC-0047')
    const cards = demo.sandbox.messages('wecom:app:u-wu', 'u-wu').filter(({ template }) => template)
    expect(cards.map(wordsOf).join('\n')).toContain('46号')
    const hazard = await demo.store.db.hazard.findUniqueOrThrow({ where: { code: 'YC-0046' } })
    expect(hazard.status).toBe('closed')
  })

  test('keeps pictures in its own folder, which it emptied, and leaves the rest alone', async () => {
    expect(await readdir(dataDir)).toEqual(['not-of-the-demo', 'sandbox'])
    expect(await readdir(join(dataDir, 'sandbox'))).toEqual(['media'])
  })
})

describe('the invented weeks', () => {
  test('have hazards in every state', async () => {
    const rows = await hazardRows()
    const now = demo.clock.now()
    expect(new Set(rows.map(({ status }) => status))).toEqual(
      new Set(['closed', 'to-reinspect', 'to-rectify', 'rectifying']),
    )
    const open = rows.filter(({ status }) => status === 'to-rectify' || status === 'rectifying')
    expect(open.some(({ dueAt }) => dueAt !== null && dueAt < now)).toBe(true)
    expect(rows.some(({ failCount }) => failCount > 0)).toBe(true)
    expect(rows.some(({ fixedOnSpot }) => fixedOnSpot)).toBe(true)
  })

  test('nobody closed his own work: another person, of another unit, with the right to', async () => {
    const people = new Map(
      (await demo.store.db.person.findMany()).map((person) => [person.id, person] as const),
    )
    const judged = (await hazardRows()).filter(
      ({ status, rectifiedById }) => status === 'closed' && rectifiedById,
    )
    expect(judged.length).toBeGreaterThan(25)
    for (const hazard of judged) {
      const closer = people.get(hazard.closedById ?? '')
      expect(closer?.id, hazard.code).not.toBe(hazard.rectifiedById)
      expect(closer?.unitId, hazard.code).not.toBe(hazard.responsibleId)
      expect(
        closer?.roles.some((role) => ['reinspector', 'office', 'supervisor', 'liaison'].includes(role)),
        hazard.code,
      ).toBe(true)
    }
  })

  test('every report says what the ledger held when it was sent', async () => {
    const rows = await hazardRows()
    const entries = await demo.store.db.ledgerEntry.findMany({
      where: { subject: 'hazard' },
      orderBy: { id: 'asc' },
    })
    const statusAt = (id: number, moment: Date): string =>
      entries
        .filter(({ subjectId, at: when }) => subjectId === String(id) && when < moment)
        .map(({ data }) => data as { to?: string; status?: string })
        .reduce((status, { to, status: first }) => to ?? first ?? status, '')
    const reports = await demo.store.db.report.findMany()
    expect(reports.length).toBe(14 * 6 - 2 + 2)
    for (const report of reports) {
      const upTo = report.sentAt < report.dueAt ? report.sentAt : report.dueAt
      const from =
        report.dueAt.getTime() === at(day('2026-10-16'), '18:00').getTime()
          ? new Date(0)
          : new Date(report.dueAt.getTime() - 7 * 86_400_000)
      const mine = rows.filter(
        ({ localityId, foundUnitId, foundAt }) =>
          (localityId === report.unitId || foundUnitId === report.unitId) &&
          foundAt >= from &&
          foundAt < upTo,
      )
      const counts = report.counts as { found: number; rectified: number; inspected?: number }
      expect(counts.found, report.receipt).toBe(mine.length)
      const done = mine.filter(({ id }) => ['to-reinspect', 'closed'].includes(statusAt(id, report.sentAt)))
      expect(counts.rectified, report.receipt).toBe(done.length)
      if (report.zero) expect(counts.found, report.receipt).toBe(0)
      else
        expect(counts.inspected, report.receipt).toBeGreaterThanOrEqual(
          new Set(mine.map(({ communityId }) => communityId)).size,
        )
    }
  })

  test('the reports of the towns together have every hazard of theirs once', async () => {
    const lastDue = at(day('2026-11-20'), '18:00')
    const rows = (await hazardRows()).filter(({ foundAt }) => foundAt < lastDue)
    for (const town of ['chengguan', 'qingshi', 'maxi', 'shuangliu', 'hedong', 'hexi', 'beimen']) {
      const unitId = `yunchuan:${town}`
      const reports = await demo.store.db.report.findMany({ where: { unitId, dueAt: { lte: lastDue } } })
      expect(reports.length, town).toBe(6)
      const found = reports.reduce((sum, { counts }) => sum + (counts as { found: number }).found, 0)
      expect(found, town).toBe(rows.filter(({ localityId }) => localityId === unitId).length)
    }
  })
})

describe('a walk through it', () => {
  test('全县进度 gives the leader the numbers that a count over the data gives', async () => {
    const answer = await ask('u-wang-jianguo', '全县进度')
    const rows = await hazardRows()
    const now = demo.clock.now()
    const open = rows.filter(({ status }) => status === 'to-rectify' || status === 'rectifying')
    const overdue = open.filter(({ dueAt }) => dueAt !== null && dueAt < now)
    expect(answer).toContain(`隐患${rows.length}处`)
    expect(answer).toContain(`销号${rows.filter(({ status }) => status === 'closed').length}处`)
    expect(answer).toContain(`待复查${rows.filter(({ status }) => status === 'to-reinspect').length}处`)
    expect(answer).toContain(`未整改${open.length}处`)
    expect(answer).toContain(`逾期${overdue.length}处`)
    expect(overdue.length).toBeGreaterThan(1)
  })

  test('潘宇 passes 43号, and the property company that did it again is told', async () => {
    expect(await ask('u-pan', '43号合格')).toContain('43号复查合格')
    expect(told('u-li').map(wordsOf).at(-1)).toContain('复查合格，已销号')
  })

  test('left alone, the clock runs on and Friday morning asks by itself who has not reported', async () => {
    const morning = at(day('2026-11-27'), '10:00')
    await demo.moveClock(new Date(morning.getTime() - 1000))
    const heard = (): readonly string[] => told('u-ma').map(({ at: when }) => when.slice(0, 16))
    expect(heard()).not.toContain('2026-11-27T02:00')
    await until(() => heard().includes('2026-11-27T02:00'), 20_000)
  })

  test('the clock moved to Friday 18:06 brings the office the list of the missing, each reminder at its own time', async () => {
    await demo.moveClock(at(day('2026-11-27'), '18:06'))
    expect(demo.clock.now() >= at(day('2026-11-27'), '18:06')).toBe(true)
    const reported = new Set(
      (await demo.store.db.report.findMany({ where: { period: '2026-W48' } })).map(({ unitId }) => unitId),
    )
    const owing = demo.file.units.filter(({ duties }) => duties.includes('weekly'))
    const missing = owing.filter(({ key }) => !reported.has(`yunchuan:${key}`)).map(({ name }) => name)
    const list = told('u-zhang').at(-1)
    expect(list && wordsOf(list)).toContain(
      `应报14，已报${14 - missing.length}（按时${14 - missing.length}），未报${missing.length}`,
    )
    expect(list && wordsOf(list)).toContain(missing.join('、'))
    expect(list?.at.slice(0, 16)).toBe('2026-11-27T10:05')
    const asked = told('u-ma').map(({ at: when }) => when.slice(0, 16))
    expect(asked.slice(-2)).toEqual(['2026-11-27T02:00', '2026-11-27T09:00'])
  })
})

test('somebody else at the port: says so in Chinese, with what to type instead', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  const config = { port, host: '0.0.0.0', dataDir, logLevel: 'error' } as const
  await expect(startDemo(config)).rejects.toThrow(`端口 ${port} 已被占用`)
  await new Promise((resolve) => other.close(resolve))
})
