import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCounty, type County } from '../support/county.ts'

const pdf = (words: string): Buffer => Buffer.from(`%PDF-1.7\n${words}`)

/** Two units owe a plan as a document. */
const withPlan = (yaml: string): string =>
  yaml.replace(
    /^duties:$/mu,
    `duties:
  - { key: plan, name: 制定排查工作方案, kind: once, date: 2026-12-04, time: 18:00, units: [chengguan, hedong], to: xiaoanwei, deliverable: 文件 }`,
  )

describe.each([
  { platform: 'dingtalk', mode: 'stream' },
  { platform: 'dingtalk', mode: 'webhook' },
  { platform: 'wecom', mode: 'stream' },
  { platform: 'wecom', mode: 'webhook' },
] as const)('documents come out again, on $platform over $mode', ({ platform, mode }) => {
  let county: County
  const liu = () => county.person('刘敏')
  const xu = () => county.person('徐静')
  const sun = () => county.person('孙燕')
  /** What somebody gets by doing something. */
  const gets = async (who: ReturnType<typeof liu>, act: () => Promise<string>) => {
    const before = (await who.documents()).length
    const said = await act()
    return { said, documents: (await who.documents()).slice(before) }
  }

  beforeAll(async () => {
    county = await openCounty({ platform, mode, from: '2026-11-26 12:00', edit: withPlan })
    await liu().sends('城关镇排查方案.pdf', pdf('城关'))
  }, 240_000)
  afterAll(() => county?.close())

  test('the office asks for a unit’s plan and gets the document itself', async () => {
    const { said, documents } = await gets(sun(), () => sun().tells('城关镇的方案'))
    expect(said).toContain('附件：城关镇排查方案.pdf')
    expect(documents).toEqual([{ name: '城关镇排查方案.pdf', bytes: pdf('城关') }])
  })

  test('the unit itself gets its own back', async () => {
    const { documents } = await gets(liu(), () => liu().tells('城关镇的方案'))
    expect(documents.map(({ name }) => name)).toEqual(['城关镇排查方案.pdf'])
  })

  test('another unit hears that it is there, and gets no document', async () => {
    const { said, documents } = await gets(xu(), () => xu().tells('城关镇的方案'))
    expect(said).toContain('城关镇排查方案.pdf')
    expect(documents).toEqual([])
  })

  test('asked in the group, the document comes one-to-one and the group is told so', async () => {
    const { said, documents } = await gets(sun(), () => sun().says('城关镇的方案'))
    expect(said).toContain('文件已私聊发给您')
    expect(documents).toHaveLength(1)
    expect(county.inGroup().join('\n')).not.toContain('[文件]')
  })

  test('a draft that is a document goes on to every unit that is asked', async () => {
    await sun().tells('征求意见 《消防车道整治方案》 12月1日11:30前 城关镇、住建局')
    expect(await sun().sends('消防车道整治方案.docx', docx())).toMatch(/附了文件1个|文件1个/)
    const { documents } = await gets(liu(), async () => {
      await sun().tells('发出征求意见 1')
      return liu().last()
    })
    expect(documents.map(({ name }) => name)).toEqual(['消防车道整治方案.docx'])
    expect(liu().heard().join('\n')).toContain('征求意见：《消防车道整治方案》')
  })

  test('the stamped form comes in as a scanned document, and the office gets it back', async () => {
    expect(await liu().tells('无意见')).toContain('已反馈')
    expect(await liu().sends('意见反馈单.pdf', pdf('盖章'))).toContain('手续齐了')
    const { said, documents } = await gets(sun(), () => sun().tells('城关镇的反馈单'))
    expect(said).toContain('城关镇对《消防车道整治方案》的反馈单')
    expect(documents).toEqual([{ name: '城关镇意见反馈单.pdf', bytes: pdf('盖章') }])
  })

  test('nobody else gets it', async () => {
    const { said, documents } = await gets(xu(), () => xu().tells('城关镇的反馈单'))
    expect(said).not.toContain('反馈单，')
    expect(documents).toEqual([])
  })

  test('a unit that has not replied is named so', async () => {
    expect(await sun().tells('住建局的反馈单')).toContain('住建局对《消防车道整治方案》还没有反馈')
  })
})

/** As much of a Word document as is looked at. */
function docx(): Buffer {
  return Buffer.concat([Buffer.from([0x50, 0x4b, 0x03, 0x04]), Buffer.from('word/document.xml')])
}
