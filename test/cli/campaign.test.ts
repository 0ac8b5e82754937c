import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openStore } from '../../src/store/open.ts'

vi.setConfig({ testTimeout: 60_000 })

const root = fileURLToPath(new URL('../../', import.meta.url))
// The command runs in a folder of its own, where no .env of whoever runs the tests lies.
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const example = join(root, 'prisma/campaigns/demo/003-fire-lanes.yaml')
const folder = mkdtempSync(join(tmpdir(), 'qinghuan-cli-'))
const dataDir = join(folder, 'data')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Ended = Readonly<{ code: number | null; out: string; err: string }>

/** Runs the command as a person at the terminal would, with a data folder of its own. */
function campaign(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', tsx, join(root, 'src/campaign.ts'), ...args], {
      cwd: folder,
      env: { PATH: process.env['PATH'], DATA_DIR: dataDir },
    })
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const good = readFileSync(example, 'utf8')

describe('npm run campaign', () => {
  test('without a known command it says how it is used', async () => {
    const [none, unknown] = await Promise.all([campaign(), campaign('destroy', example)])
    for (const { code, err } of [none, unknown]) {
      expect(code).toBe(2)
      expect(err).toContain('npm run campaign -- load')
    }
  })

  test('check says that the example is right, and loads nothing', async () => {
    const { code, out } = await campaign('check', example)
    expect(code).toBe(0)
    expect(out).toContain('检查通过')
    expect((await campaign('list')).out).toContain('还没有载入行动')
  })

  test('a bad file is refused with every fault and its line, without a stack, and nothing is loaded', async () => {
    const bad = good
      .replace('weekday: 周五', 'weekday: 周八')
      .replace(
        'unit: chengguan, roles: [liaison], phone: 13800000001',
        'unit: nowhere, roles: [liaison], phone: 1380',
      )
      .replace('codePrefix: YC', 'codePrefix: "云 川"')
    const { code, err } = await campaign('load', file('bad.yaml', bad))
    expect(code).toBe(1)
    expect(err).toContain('没有载入')
    expect(err.match(/^第\d+行：/gm)?.length).toBeGreaterThanOrEqual(4)
    expect(err).not.toMatch(/ {4}at |Error/)
    expect((await campaign('list')).out).toContain('还没有载入行动')
  })

  test('a file that is not there is one line for a person', async () => {
    const { code, err } = await campaign('load', join(folder, 'nowhere.yaml'))
    expect(code).toBe(1)
    expect(err).not.toContain('    at ')
  })
})

describe('loading a campaign again', () => {
  beforeAll(async () => {
    expect((await campaign('load', example)).out).toContain('已载入')
    const store = await openStore({ dataDir })
    const now = new Date('2026-11-23T09:00:00+08:00')
    await store.db.$executeRaw`UPDATE person SET roles = array_append(roles, 'admin') WHERE name = '孙燕'`
    await store.db.account.create({
      data: {
        platform: 'dingtalk',
        userId: 'u-lu',
        nick: '小陆',
        personId: 'yunchuan:lu-ping',
        boundAt: now,
      },
    })
    await store.db.conversation.create({
      data: {
        platform: 'dingtalk',
        externalId: 'cidGroup==',
        kind: 'group',
        campaignId: 'yunchuan:fire-lanes-2026',
        heardAt: now,
      },
    })
    await store.db.hazard.create({
      data: {
        campaignId: 'yunchuan:fire-lanes-2026',
        number: 1,
        code: 'YC-0001',
        status: 'to-rectify',
        grade: 'general',
        category: 'evacuation',
        description: '楼道堆满纸箱',
        foundAt: now,
        foundById: 'yunchuan:zhao-xin',
        foundUnitId: 'yunchuan:dongqiao',
        responsibleId: 'yunchuan:hengtai',
      },
    })
    await store.db.report.create({
      data: {
        campaignId: 'yunchuan:fire-lanes-2026',
        duty: 'weekly',
        period: '2026-W47',
        unitId: 'yunchuan:chengguan',
        version: 1,
        receipt: 'YC-ZB261120-03',
        counts: { found: 1 },
        cumulative: {},
        zero: false,
        sentAt: now,
        receivedAt: now,
        dueAt: now,
        late: false,
        byId: 'yunchuan:liu-min',
      },
    })
    await store.close()
  }, 120_000)

  test('is an update: names change, a unit leaves and is named, a new one owes from today', async () => {
    const edited = good
      .replace('title: 云川县住宅小区消防通道专项整治', 'title: 云川县消防通道百日攻坚')
      .replace(/^ {2}- \{ key: hengtai,.*\n/m, '')
      .replace(/^ {2}- \{ key: (zhou-kai|lu-ping),.*\n/gm, '')
      .replaceAll('property: hengtai, ', '')
      .replace(
        /^( {2}- \{ key: feicui, .*)$/m,
        '$1\n  - { key: xinqu, name: 新区管委会, kind: department, reports: true }',
      )
      .replace(
        /^( {2}- \{ key: yao-fang, .*)$/m,
        '$1\n  - { key: xin-ren, name: 辛仁, unit: xinqu, roles: [liaison], phone: 13800000031 }',
      )
    const { code, out, err } = await campaign('load', file('edited.yaml', edited))
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('已更新「云川县消防通道百日攻坚」')
    expect(out).toContain('名单里不再有：恒泰物业')
    expect((await campaign('list')).out).toContain('云川县消防通道百日攻坚')
  })

  test('loses nothing: hazards, reports, bound accounts, the administrator and the group stay', async () => {
    const store = await openStore({ dataDir })
    try {
      expect(await store.db.hazard.findMany({ select: { code: true, responsibleId: true } })).toEqual([
        { code: 'YC-0001', responsibleId: 'yunchuan:hengtai' },
      ])
      expect(await store.db.report.count()).toBe(1)
      const account = await store.db.account.findFirst({ where: { userId: 'u-lu' } })
      expect(account?.personId).toBe('yunchuan:lu-ping')
      const admin = await store.db.person.findFirst({ where: { name: '孙燕' } })
      expect(admin?.roles).toEqual(expect.arrayContaining(['office', 'admin']))
      const group = await store.db.conversation.findFirst({ where: { externalId: 'cidGroup==' } })
      expect(group?.campaignId).toBe('yunchuan:fire-lanes-2026')
      expect(await store.db.campaign.count()).toBe(1)
      const types = await store.db.ledgerEntry.findMany({
        where: { subject: 'campaign' },
        orderBy: { id: 'asc' },
      })
      expect(types.map(({ type }) => type)).toEqual(['CampaignLoaded', 'CampaignUpdated'])
    } finally {
      await store.close()
    }
  })

  test('a second campaign with the same code letters is refused in words', async () => {
    const twin = good.replace('key: fire-lanes-2026', 'key: another-2026')
    const { code, err } = await campaign('load', file('twin.yaml', twin))
    expect(code).toBe(1)
    expect(err).toContain('编号字头 YC 已被')
    expect(err).not.toContain('    at ')
  })
})
