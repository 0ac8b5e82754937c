import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { parseCampaignFile } from '../../src/campaign-file/parse.ts'
import { loadCampaign } from '../../src/usecases/load-campaign.ts'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 60_000 })

const yaml = readFileSync(new URL('../../prisma/campaigns/demo/003-fire-lanes.yaml', import.meta.url), 'utf8')

/** Loads the example campaign once more under another name. */
async function alsoLoad(county: County, key: string, edit: (text: string) => string): Promise<void> {
  const parsed = parseCampaignFile(edit(yaml.replace('key: fire-lanes-2026', `key: ${key}`)))
  if (!parsed.ok) throw new Error(parsed.faults.map(({ message }) => message).join('\n'))
  await county.store.transaction((tx) => loadCampaign(tx, parsed.campaign, county.now()))
}

describe('a unit that owes reports of several campaigns, one-to-one', () => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ mode: 'stream', from: '2026-11-23 09:00' })
    await alsoLoad(county, 'e-bikes-2026', (text) =>
      text
        .replace('title: 云川县住宅小区消防通道专项整治', 'title: 云川县电动自行车全链条整治')
        .replace('codePrefix: YC', 'codePrefix: DC'),
    )
    await alsoLoad(county, 'high-rise-2026', (text) =>
      text
        .replace('title: 云川县住宅小区消防通道专项整治', 'title: 云川县高层住宅整治')
        .replace('codePrefix: YC', 'codePrefix: GC')
        .replace(
          /key: weekly\n {4}name: 周报\n {4}kind: weekly\n {4}weekday: 周五/u,
          'key: half\n    name: 半月报\n    kind: half-monthly\n    days: [15, 月末]',
        )
        .replace(
          'units: all-reporting\n    to: xiaoanwei\n    holiday',
          'units: [chengguan]\n    to: xiaoanwei\n    holiday',
        ),
    )
    // The newest of all, in which 城关镇 takes part and owes no numbers.
    await alsoLoad(county, 'years-2026', (text) =>
      text
        .replace('title: 云川县住宅小区消防通道专项整治', 'title: 云川县三年行动')
        .replace('codePrefix: YC', 'codePrefix: SN')
        .replace(/ {2}- key: weekly\n(?: {4}.*\n)*/u, ''),
    )
    await county.clockTo('2026-11-27 10:30')
  }, 120_000)
  afterAll(() => county?.close())
  const liu = () => county.person('刘敏')

  test('a report that is called by its name goes where it is owed', async () => {
    expect(await liu().tells('半月报 检查6个小区，发现1处，整改1处')).toContain('GC-BY2611')
  })

  test('where two wait for the same, the bot asks which, and takes the answer for what was said', async () => {
    const asked = await liu().tells('周报 检查9个小区，发现2处，整改1处')
    expect(asked).toContain('报哪一个')
    expect(asked).toContain('电动自行车全链条整治')
    expect(asked).toContain('消防通道专项整治')
    expect(asked).not.toContain('高层住宅')
    expect(await liu().tells('报 YC')).toContain('YC-ZB261127')
  })

  test('with one of them handed in, the other is meant without a question', async () => {
    expect(await liu().tells('周报 检查3个小区，发现1处，整改1处')).toContain('DC-ZB261127')
  })

  test('a bare 就这样报 asks which as well', async () => {
    await county.person('赵欣').tells('阳光花园3号楼2单元楼道里堆满纸箱')
    const asked = await county.person('徐静').tells('就这样报')
    expect(asked).toContain('报哪一个')
    expect(await county.person('徐静').tells('DC')).toContain('DC-ZB261127')
    expect(await county.person('徐静').tells('零报告')).toContain('YC-ZB261127')
  })

  test('the letters of the campaign in front of it say it at once', async () => {
    expect(await county.person('高峰').tells('YC 周报 检查3个小区，发现1处，整改1处')).toContain(
      'YC-ZB261127',
    )
  })

  test('a correction goes to what was handed in', async () => {
    expect(await county.person('高峰').tells('更正 发现2处')).toContain('YC-ZB261127')
  })
})
