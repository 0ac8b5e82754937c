import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test, vi } from 'vitest'

vi.setConfig({ testTimeout: 60_000 })

const root = fileURLToPath(new URL('../../', import.meta.url))
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const example = join(root, 'prisma/campaigns/demo/003-fire-lanes.yaml')
const folder = mkdtempSync(join(tmpdir(), 'qinghuan-calendar-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Ended = Readonly<{ code: number | null; out: string; err: string }>

/** Runs the command in a folder where there is no database and no setting. */
function calendar(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', tsx, join(root, 'src/calendar.ts'), ...args], {
      cwd: folder,
      env: { PATH: process.env['PATH'] },
    })
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

describe('npm run calendar', () => {
  test('--json prints one array of rows and nothing else', async () => {
    const { code, out, err } = await calendar(example, '--json')
    expect([code, err]).toEqual([0, ''])
    const rows: unknown = JSON.parse(out)
    expect(rows).toContainEqual({
      kind: 'duty',
      unit: '城关镇',
      what: '周报',
      period: '第1期',
      due: '2026-10-16T18:00:00+08:00',
      to: '消安委办',
      why: '每周五18:00前',
    })
    expect(rows).toContainEqual({
      kind: 'reminder',
      unit: '城关镇',
      what: '周报',
      period: '第1期',
      due: '2026-10-15T10:00:00+08:00',
      to: '城关镇联络员',
      why: '明天（周五）18:00截止，提前提醒',
    })
  })

  test('without it a table to read', async () => {
    const { code, out } = await calendar(example)
    expect(code).toBe(0)
    expect(out).toMatch(/2026-10-16 周五 18:00 {2}截止 {2}周报（第1期） +14家 {6}每周五18:00前\n/)
    expect(out).toContain('周报、工作总结（14家）：城关镇、青石镇')
  })

  test('a bad file ends with 1, its faults by line, and nothing on the output', async () => {
    const bad = join(folder, 'bad.yaml')
    writeFileSync(bad, readFileSync(example, 'utf8').replace('weekday: 周五', 'weekday: 五'))
    const [faulty, missing, none] = await Promise.all([
      calendar(bad, '--json'),
      calendar(join(folder, 'nowhere.yaml')),
      calendar(),
    ])
    expect([faulty.code, faulty.out]).toEqual([1, ''])
    expect(faulty.err).toMatch(/有1处要改：\n第\d+行：报送任务“周报”的星期/)
    expect([missing.code, none.code]).toEqual([1, 2])
    expect(missing.err).toContain('读不到文件')
  })
})
