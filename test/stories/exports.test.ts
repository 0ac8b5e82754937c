import readXlsx from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCounty, type County } from '../support/county.ts'

describe.each([
  { platform: 'dingtalk', mode: 'stream' },
  { platform: 'wecom', mode: 'webhook' },
] as const)('the ledger as a table, on $platform over $mode', ({ platform, mode }) => {
  let county: County
  const liu = () => county.person('刘敏')
  const sun = () => county.person('孙燕')
  const gets = async (who: ReturnType<typeof liu>, act: () => Promise<string>) => {
    const before = (await who.documents()).length
    const said = await act()
    return { said, documents: (await who.documents()).slice(before) }
  }

  beforeAll(async () => {
    county = await openCounty({ platform, mode, from: '2026-11-23 09:00' })
    await county.person('赵欣').says('阳光花园3号楼2单元楼道里堆满纸箱')
    await county.person('赵欣').says('阳光花园5号楼=1+1消火栓没水，电话13800000077')
    await county.person('赵欣').says('翡翠湾2号楼楼道堆放电动车，姚芳说不归她管')
    await county.clockTo('2026-12-01 10:00')
  }, 240_000)
  afterAll(() => county?.close())

  test('导出台账 gives the office every hazard with every column, derived ones too', async () => {
    const { said, documents } = await gets(sun(), () => sun().tells('导出台账'))
    expect(said).toContain('整改台账（全部单位）：截至周二（12月1日）')
    expect(said).toContain('共3处，已销号0处，逾期2处')
    const [file] = documents
    expect(file?.name).toMatch(/^.+-整改台账-20261201\.xlsx$/)
    const rows = await tableOf(file?.bytes)
    const [first] = rows
    expect(first).toMatchObject({ 序号: 1, 状态: '待整改', 排查人: '赵欣', 延期次数: 0, 是否挂牌: '否' })
    expect(Number(first?.['逾期天数'])).toBeGreaterThan(0)
    expect(first?.['隐患描述']).toContain('堆满纸箱')
    expect(rows).toHaveLength(3)
    expect(first?.['整改责任单位']).toBe('安居物业')
    expect(first?.['联系电话']).toMatch(/^138000000\d\d$/)
  })

  test('公开版 is the twin for everybody: the same hazards without persons, numbers and findings about them', async () => {
    const { said, documents } = await gets(sun(), () => sun().tells('导出台账 公开版'))
    expect(said).toContain('整改台账（全部单位，公开版）')
    expect(said).toContain('公开前请再看一遍')
    expect(documents[0]?.name).toContain('公开版')
    const rows = await tableOf(documents[0]?.bytes)
    expect(rows).toHaveLength(3)
    for (const column of ['排查人', '整改责任人', '联系电话', '责任领导', '复查人', '复查意见', '备注'])
      expect(rows[0]).not.toHaveProperty(column)
    expect(rows[0]).toHaveProperty('整改责任单位', '安居物业')
    const text = JSON.stringify(rows)
    expect(text).not.toMatch(/1\d{10}/)
    expect(text).not.toContain('姚芳')
    const lists = await gets(sun(), () => sun().tells('三个清单 公开版'))
    expect(JSON.stringify(await tableOf(lists.documents[0]?.bytes, 1))).not.toMatch(/整改责任人|联系电话/)
    const exports = await county.store.db.ledgerEntry.findMany({ where: { type: 'LedgerExported' } })
    expect(exports.at(-1)?.data).toMatchObject({ open: true, phones: false })
  })

  test('a unit gets its own, with other units’ telephone numbers half hidden', async () => {
    const { said, documents } = await gets(liu(), () => liu().tells('导出台账'))
    expect(said).toContain('整改台账（城关镇）')
    const rows = await tableOf(documents[0]?.bytes)
    expect(rows).toHaveLength(2)
    expect(JSON.stringify(rows)).not.toMatch(/138000000\d\d/)
    expect(rows[0]?.['联系电话']).toMatch(/^138＊＊＊＊00\d\d$/)
  })

  test('another unit’s is refused with whom to ask', async () => {
    const { said, documents } = await gets(liu(), () => liu().tells('导出河东街道的台账'))
    expect(said).toContain('您可以导出城关镇的')
    expect(documents).toEqual([])
  })

  test('a unit without hazards hears that there is nothing to put into a table', async () => {
    expect(await county.person('徐静').tells('导出台账')).toContain('没有登记的隐患')
  })

  test('asked in the group, the numbers are said there and the table comes one-to-one', async () => {
    const { said, documents } = await gets(sun(), () => sun().says('导出台账'))
    expect(said).toContain('文件已私聊发给您')
    expect(documents).toHaveLength(1)
  })

  test('the three lists are three tables of one file', async () => {
    const { documents } = await gets(sun(), () => sun().tells('导出三个清单'))
    expect(documents[0]?.name).toContain('三个清单')
    const duty = await tableOf(documents[0]?.bytes, 1)
    expect(duty[0]).toHaveProperty('整改责任单位')
    expect((await readXlsx(documents[0]?.bytes ?? Buffer.alloc(0))).map(({ sheet }) => sheet)).toEqual([
      '问题隐患清单',
      '整改责任清单',
      '制度措施清单',
    ])
  })

  test('生成通报 is a draft to read, a document to edit, and the ledger as its annex', async () => {
    const { said, documents } = await gets(sun(), () => sun().tells('生成通报'))
    expect(said).toContain('【草稿—待审】')
    expect(said).toMatch(/一、总体情况[^]*本周新登记0处[^]*上周同期新登记3处/)
    expect(said).toMatch(/二、各单位进展（按名单顺序，不作排名）[^]*城关镇：/)
    expect(said).toMatch(
      /存在问题[^]*周报（第\d期）未报14家：城关镇、[^]*隐患逾期未整改：城关镇1处、河西街道1处。/,
    )
    expect(said).toMatch(/突出隐患[^]*1号 阳光花园 3号楼2单元楼道（疏散通道，逾期\d天），整改单位：/)
    expect(said).not.toContain('赵欣')
    expect(said).not.toContain('13800000077')
    expect(documents.map(({ name }) => name)).toEqual([
      expect.stringMatching(/进度通报-草稿-20261201\.docx$/),
      expect.stringMatching(/附件台账\.xlsx$/),
    ])
    const paper = documents[0]?.bytes.toString('utf8') ?? ''
    expect(paper).toContain('草稿—待审')
    expect(paper).toContain('城关镇')
    expect(paper).not.toContain('13800000077')
  })

  test('汇总材料 brings all units’ reports together, with sums that can be worked out anew', async () => {
    await liu().tells('周报 检查6 发现11 整改8')
    await county.person('徐静').tells('零报告')
    const { said, documents } = await gets(sun(), () => sun().tells('汇总材料'))
    expect(said).toContain('云川县委、县政府：')
    expect(said).toMatch(/报送情况[^]*已报2家，其中按时0家、迟报2家/)
    expect(said).toContain('检查 6 个 · 发现隐患 11 处 · 已整改 8 处')
    expect(said).toContain('整改率73%；零报告1家')
    expect(said).toMatch(/城关镇：检查 6 个[^]*河东街道：零报告/)
    expect(documents.map(({ name }) => name)).toEqual([expect.stringMatching(/汇总-草稿-20261201\.docx$/)])
  })

  test('a draft is nothing for the group, and nothing for a unit', async () => {
    expect(await sun().says('生成通报')).toContain('没审定前不在群里发')
    expect(await liu().tells('生成通报')).toContain('不归您办')
  })

  test('every export is on record', async () => {
    const entries = await county.store.db.ledgerEntry.findMany({ where: { type: 'LedgerExported' } })
    expect(entries.length).toBe(6)
  })
})

/** The rows of a table by the heads of their columns. */
async function tableOf(bytes: Buffer | undefined, sheet = 0): Promise<readonly Record<string, unknown>[]> {
  const data = (await readXlsx(bytes ?? Buffer.alloc(0)))[sheet]?.data ?? []
  const [, , head = [], ...rows] = data as readonly (readonly unknown[])[]
  return rows.map((row) => Object.fromEntries(head.map((name, i) => [String(name), row[i]])))
}
