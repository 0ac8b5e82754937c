import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { seal } from '../../src/store/sealing/seal.ts'
import { openCounty, type County } from '../support/county.ts'
import { scene } from '../support/pictures.ts'

vi.setConfig({ testTimeout: 120_000 })

const ways = [
  { platform: 'dingtalk', mode: 'stream' },
  { platform: 'wecom', mode: 'stream' },
] as const

describe.each(ways)('the office asks for proof, on $platform', ({ platform, mode }) => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ platform, mode, from: '2026-11-24 09:00' })
  }, 120_000)
  afterAll(() => county?.close())

  test('台账校验 says that nothing was changed, and what to note', async () => {
    await county.person('刘敏').tells('阳光花园3号楼2单元楼道里堆满纸箱', scene(1))
    await seal(county.store)
    await county.person('刘敏').tells('阳光花园5号楼1单元楼道堆放杂物')
    const said = await county.person('孙燕').tells('台账校验')
    expect(said).toMatch(/台账完好：\d+条记录没有改动、缺失或插入。/)
    expect(said).toMatch(/刚写入的\d+条还没有封存/)
    expect(said).toMatch(/封存号 \d+:[0-9a-f]{16}，/)
  })

  test('who is not of the office does not ask for it', async () => {
    expect(await county.person('刘敏').tells('台账校验')).toContain('不归您办')
  })

  test('1号证据包 is one file for the office, one-to-one, and on record', async () => {
    const said = await county.person('孙燕').tells('1号证据包')
    expect(said).toContain('1号证据包：案卷、照片1张、台账封存和核验方法。内含个人信息，请勿转发到群里。')
    const kept = await county.store.db.media.findFirstOrThrow({ where: { mime: 'application/zip' } })
    expect(kept.bytes).toBeGreaterThan(scene(1).length)
    const entry = await county.store.db.ledgerEntry.findFirstOrThrow({ where: { type: 'EvidenceExported' } })
    expect(entry).toMatchObject({ subject: 'hazard', byId: 'yunchuan:sun-yan' })
    expect(await county.person('刘敏').tells('1号证据包')).toContain('不归您办')
    expect(await county.person('孙燕').tells('99号证据包')).toContain('没有找到')
  })

  test('what was changed behind the back of the program is said, with what to do', async () => {
    const { db } = county.store
    await db.$executeRawUnsafe('ALTER TABLE ledger_entry DISABLE TRIGGER USER')
    const changed = await db.$queryRawUnsafe<{ id: bigint }[]>(
      `UPDATE ledger_entry SET by_id = 'x' WHERE id = (SELECT max(entry_id) FROM ledger_seal) RETURNING id`,
    )
    const said = await county.person('孙燕').tells('台账校验')
    expect(said).toContain(`台账不完好：第${changed[0]?.id}条被改过。请马上联系信息员保留现场`)
  })
})
