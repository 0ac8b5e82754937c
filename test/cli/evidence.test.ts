import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import * as hazards from '../../src/store/hazards.ts'
import { mediaStore } from '../../src/store/media.ts'
import { openStore } from '../../src/store/open.ts'
import { county, fillCounty, found, moment } from '../support/county-rows.ts'
import { phoneJpeg } from '../support/pictures.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const root = fileURLToPath(new URL('../../', import.meta.url))
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const folder = mkdtempSync(join(tmpdir(), 'qinghuan-evidence-'))
const dataDir = join(folder, 'data')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Ended = Readonly<{ code: number | null; out: string; err: string }>

function run(args: readonly string[], cwd = folder): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], {
      cwd,
      env: { PATH: process.env['PATH'], DATA_DIR: dataDir },
    })
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
  })
}
const evidence = (...args: readonly string[]) =>
  run(['--import', tsx, join(root, 'src/evidence.ts'), ...args])

/** Names and contents of a zip, read from its index. */
function entriesOf(zip: Buffer): ReadonlyMap<string, Buffer> {
  const entries = new Map<string, Buffer>()
  let at = zip.readUInt32LE(zip.length - 6)
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [size, named] = [zip.readUInt32LE(at + 24), zip.readUInt16LE(at + 28)]
    const body = zip.readUInt32LE(at + 42)
    entries.set(
      zip.subarray(at + 46, at + 46 + named).toString(),
      zip.subarray(body + 30 + named, body + 30 + named + size),
    )
    at += 46 + named
  }
  return entries
}

describe('npm run evidence', () => {
  beforeAll(async () => {
    const store = await openStore({ dataDir })
    await fillCounty(store)
    const at = moment('2026-11-20 09:00')
    const photo = await mediaStore(join(dataDir, 'media')).put(
      store.db,
      { bytes: phoneJpeg(), mime: 'image/jpeg' },
      at,
    )
    const origin = { photos: [photo], eventId: undefined }
    const { hazard } = await hazards.register(
      store.db,
      found({ description: '楼道里堆满<b>纸箱</b>' }),
      origin,
    )
    await hazards.addPhotos(store.db, {
      hazardId: hazard.id,
      hashes: [photo],
      step: 'before',
      byId: county.inspector,
      at,
    })
    await store.close()
  })

  test('says how it is used, and names no hazard that there is not', async () => {
    const [none, unknown] = [await evidence('A-0001'), await evidence('A-0099', '--out', 'nothing')]
    expect(none.code).toBe(2)
    expect(none.err).toContain('npm run evidence -- 编号 --out 文件夹')
    expect(unknown.code).toBe(1)
    expect(unknown.err).toContain('没有编号 A-0099')
  })

  test('writes the case as a folder that anybody can read and check, and that shows when it was touched', async () => {
    expect(await evidence('a-0001', '--out', 'case')).toMatchObject({ code: 0, err: '' })
    const pack = join(folder, 'case')
    expect(readdirSync(pack).sort()).toEqual(['台账封存.json', '核验.mjs', '案卷.html', '照片', '说明.txt'])
    const page = readFileSync(join(pack, '案卷.html'), 'utf8')
    for (const words of ['内部材料', '张三', '登记', '照片/01-整改前.jpg', '一案三查'])
      expect(page).toContain(words)
    expect(page).not.toContain('<b>纸箱')
    expect(readFileSync(join(pack, '照片/01-整改前.jpg')).equals(phoneJpeg())).toBe(true)

    const good = await run(['核验.mjs'], pack)
    expect(good.out).toContain('全部相符。')
    expect(good.code).toBe(0)
    expect(good.out.match(/相符　封存链第\d+环/g)).toHaveLength(2)

    const sealed = readFileSync(join(pack, '台账封存.json'), 'utf8')
    writeFileSync(join(pack, '台账封存.json'), sealed.replace('HazardRegistered', 'HazardRegisterea'))
    writeFileSync(join(pack, '照片/01-整改前.jpg'), 'x')
    const bad = await run(['核验.mjs'], pack)
    expect(bad.out).toContain('有2处不符。')
    expect(bad.code).toBe(1)
  })

  test('writes the same as one zip, and never over something that is there', async () => {
    expect((await evidence('A-0001', '--out', 'case.zip')).code).toBe(0)
    const entries = entriesOf(readFileSync(join(folder, 'case.zip')))
    expect([...entries.keys()].sort()).toEqual(
      ['台账封存.json', '核验.mjs', '案卷.html', '照片/01-整改前.jpg', '说明.txt'].sort(),
    )
    expect(entries.get('照片/01-整改前.jpg')?.equals(phoneJpeg())).toBe(true)
    const again = await evidence('A-0001', '--out', 'case.zip')
    expect(again.code).toBe(2)
    expect(again.err).toContain('已经存在')
  })
})
