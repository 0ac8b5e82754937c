import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { formatFaults, parseCampaignFile } from '../../src/campaign-file/parse.ts'
import { conflictsWith, remarksOn } from '../../src/campaign-file/remarks.ts'
import type { CampaignFile } from '../../src/campaign-file/view.ts'
import { publishedDays } from '../../src/domain/time/published-days.ts'

// Frozen to what is out in November 2026, so that a newer package does not change what these tests say.
const table = { ...publishedDays(), published: new Set([2022, 2023, 2024, 2025, 2026]) }

function file(text: string): CampaignFile {
  const result = parseCampaignFile(text)
  if (!result.ok) throw new Error(formatFaults(result.faults))
  return result.campaign
}
const read = (name: string) =>
  readFileSync(new URL(`../../prisma/campaigns/demo/${name}`, import.meta.url), 'utf8')
const lanes = read('003-fire-lanes.yaml')
const highRise = read('000-high-rise.yaml')

/** The high-rise campaign on the days of the notice that it is modelled on. */
const asIssued = highRise
  .replace(/stages:[\s\S]*?(?=\nunits:)/, '')
  .replace('starts: 2026-11-02\n  ends: 2026-12-01', 'starts: 2022-12-16\n  ends: 2023-01-31')
  .replace('date: 2026-11-03', 'date: 2022-12-16')
  .replace('date: 2026-12-04', 'date: 2023-02-03')

describe('remarks', () => {
  test('云川县 hears that 2027 is not published yet, and which communities have no property company', () => {
    expect(remarksOn(file(lanes), table)).toEqual([
      '工作总结：2027年的放假安排还没有公布，先按星期推算，公布后请更新程序',
      '3个小区没有写物业（滨河新村、棉纺厂家属院、北苑小区），那里的隐患先由所在乡镇街道负责',
    ])
  })

  test('青原旗 hears that its first half-month ends on a Sunday and where it moved', () => {
    expect(remarksOn(file(highRise), table)[0]).toBe(
      '半月报 11月上半月：11月15日（周日）休息，改到11月13日（周五）',
    )
  })

  test('a campaign of 30 days that lasts 47, with contacts due on its first day, is told so', () => {
    const remarks = remarksOn(file(asIssued.replace('安全专项整治', '安全30天专项整治')), table)
    expect(remarks).toContain('标题写的是30天，起止日期算下来是47天')
    expect(remarks).toContain('负责人和联系电话：行动第一天就截止')
    expect(remarks).toContain('半月报 12月下半月：12月31日（周六）休息，改到12月30日（周五）')
  })

  test('a Friday in 劳动节 that stays as usual is named, with the way to change it', () => {
    const spring = lanes
      .replace(/stages:[\s\S]*?(?=\n# kind)/, '')
      .replace('starts: 2026-10-12\n  ends: 2026-12-31', 'starts: 2024-04-29\n  ends: 2024-05-31')
    expect(remarksOn(file(spring), table)[0]).toBe(
      '周报 第1期：5月3日（周五）逢劳动节，照常截止；要改就在 holiday 写 提前、顺延 或 跳过',
    )
  })

  test('days between two stages that belong to none are counted', () => {
    const gap = lanes.replace('starts: 2026-10-19', 'starts: 2026-10-22')
    expect(remarksOn(file(gap), table)[0]).toBe('“动员部署”和“自查摸底”之间空了3天')
  })
})

describe('what the notice says of itself', () => {
  const head = (says: string) =>
    asIssued.replace('  starts: 2022-12-16', `  notice: { ${says} }\n  starts: 2022-12-16`)

  test('contacts due on the day of the notice itself: the whole day is on time, and the office hears it (T6)', () => {
    expect(remarksOn(file(head('issued: 12月16日')), table)).toContain(
      '负责人和联系电话：12月16日（周五）当天发文、当天截止，当天之内都算按时；来不及就另定日子',
    )
  })

  test('30 days in the text and 47 in the calendar (T7)', () => {
    expect(remarksOn(file(head('days: 30')), table)).toContain('文件写的是30天，起止日期算下来是47天')
  })

  test('four stages announced, three listed: the fourth may be the summing up (C07)', () => {
    const three = lanes
      .replace('  codePrefix: YC', '  codePrefix: YC\n  notice: { stages: 4 }')
      .replace('  - { key: wrap-up, name: 总结提升, starts: 2026-12-26, ends: 2026-12-31 }\n', '')
    expect(remarksOn(file(three), table)[0]).toBe(
      '文件写的是分4个阶段，这里列了3个，是不是少了总结阶段？可以在 stages 里补上',
    )
    expect(
      remarksOn(file(lanes.replace('  codePrefix: YC', '  codePrefix: YC\n  notice: { stages: 4 }')), table),
    ).toEqual(remarksOn(file(lanes), table))
  })

  test('items 1 to 5 and 7: the gap is named and nothing renumbered (T11)', () => {
    const items = [1, 2, 3, 4, 5, 7].map(
      (n) =>
        `  - { key: t${n}, name: 任务${n}, item: 二.${n}, measure: 是否, due: 12月底, units: [zhujian], to: xiaoanwei }`,
    )
    const gap = file(lanes.replace('\nsettings:', `\ntargets:\n${items.join('\n')}\n\nsettings:`))
    expect(remarksOn(gap, table)).toContain('文件第（二）部分缺第6项，序号按原文保留，请核对是不是漏了')
    expect(gap.targets.map(({ item }) => item)).toEqual(['二.1', '二.2', '二.3', '二.4', '二.5', '二.7'])
  })
})

describe('several campaigns in one installation', () => {
  test('the two examples can be loaded side by side', () => {
    expect(conflictsWith(file(lanes), [file(highRise)])).toEqual([])
  })

  test('a second campaign of the county must not take the prefix, the key, or give a unit another name', () => {
    const second = lanes
      .replace('name: 住建局', 'name: 住房和城乡建设局')
      .replace('name: 云川县 }', 'name: 云川 }')
    expect(conflictsWith(file(second), [file(lanes)])).toEqual([
      '编号字头“YC”已经给“云川县住宅小区消防通道专项整治”用了，请换一个',
      '行动的标识“fire-lanes-2026”已经给“云川县住宅小区消防通道专项整治”用了，请换一个',
      '地区“yunchuan”在“云川县住宅小区消防通道专项整治”里叫“云川县”，两处要一致',
      '单位标识“zhujian”在“云川县住宅小区消防通道专项整治”里是“住建局”，这里是“住房和城乡建设局”，两处要一致',
    ])
  })

  test('another county may use the same keys', () => {
    const elsewhere = lanes
      .replace('key: yunchuan, name: 云川县', 'key: xinshan, name: 新山县')
      .replace('codePrefix: YC', 'codePrefix: XS')
    expect(conflictsWith(file(elsewhere), [file(lanes)])).toEqual([])
  })
})
