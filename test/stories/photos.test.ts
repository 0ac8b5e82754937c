import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, type County } from '../support/county.ts'
import { phoneJpeg, scene } from '../support/pictures.ts'

vi.setConfig({ testTimeout: 120_000 })

const ways = [
  { platform: 'dingtalk', mode: 'stream' },
  { platform: 'wecom', mode: 'stream' },
] as const

describe.each(ways)('photos as evidence, on $platform', ({ platform, mode }) => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ platform, mode, from: '2026-11-24 09:00' })
  }, 120_000)
  afterAll(() => county?.close())
  const heardSince = (name: string, n: number) => county.person(name).heard().slice(n).join('\n---\n')
  const looked = () => county.store.db.hazardPhoto.count({ where: { lookedAt: { not: null } } })

  test('the re-inspector sees before and after together', async () => {
    await county.person('赵欣').tells('阳光花园3号楼2单元楼道里堆满纸箱', scene(1), scene(2))
    const before = county.person('潘宇').heard().length
    await county.person('李祥').tells('1号已改', scene(3))
    const asked = heardSince('潘宇', before)
    expect(asked).toContain('照片见下：先是整改前2张，再是整改后1张')
    expect(asked.match(/（照片）/g)).toHaveLength(3)
    expect(asked).not.toContain('照片提示')
    expect(await county.person('潘宇').tells('1号怎么样了')).toContain('照片3张：整改前2张、整改后1张')
    expect(await looked()).toBe(3)
  })

  test('the same photo for another hazard is a hint to the re-inspector, and nothing to the sender', async () => {
    await county.person('赵欣').tells('阳光花园5号楼1单元楼道里堆满纸箱')
    const before = { pan: county.person('潘宇').heard().length, li: county.person('李祥').heard().length }
    await county.person('李祥').tells('2号已改', scene(3))
    await county.settle()
    expect(heardSince('潘宇', before.pan)).toContain(
      '2号待复查。\n照片提示：整改后照片和1号的照片是同一张，可能发错了，请以现场为准。',
    )
    expect(heardSince('李祥', before.li)).not.toContain('提示')
    expect(await county.person('李祥').tells('2号怎么样了')).not.toContain('提示')
    expect(await county.person('孙燕').tells('2号怎么样了')).toContain('照片提示：整改后照片和1号')
  })

  test('so is one that is nearly the same, and one taken long before', async () => {
    await county.person('赵欣').tells('阳光花园6号楼1单元楼道里堆满纸箱')
    await county.person('赵欣').tells('阳光花园7号楼1单元楼道里堆满纸箱')
    const before = county.person('潘宇').heard().length
    await county.person('李祥').tells('3号已改', scene(3, 6))
    await county.person('李祥').tells('4号已改', phoneJpeg({ takenAt: '2026:11:03 09:12:00' }))
    await county.settle()
    const heard = heardSince('潘宇', before)
    expect(heard).toMatch(/照片提示：整改后照片和[12]号的照片很像/)
    expect(heard).toContain('照片提示：整改后照片是11月3日')
  })

  test('time and place stay in the evidence, out of the ledger and out of what is said', async () => {
    const trait = await county.store.db.photoTrait.findFirstOrThrow({ where: { takenAt: { not: null } } })
    expect(trait).toMatchObject({ latitude: 40.5, longitude: 110.25, width: 72, height: 72 })
    const entries = await county.store.db.ledgerEntry.findMany({ where: { type: 'PhotoRemarked' } })
    expect(entries).toHaveLength(3)
    expect(JSON.stringify(entries.map(({ data }) => data))).not.toContain('40.5')
  })

  test('what is no photo is not taken, and whoever sent it is told', async () => {
    await county.person('赵欣').tells('阳光花园8号楼1单元楼道里堆满纸箱')
    const said = await county.person('李祥').tells('5号已改', Buffer.from('MZ这不是照片'))
    expect(said).toContain('有一张图片打不开，不是照片，没有收下。请重新拍一张发来。')
    expect(said).toContain('还差一张整改后的照片')
  })
})
