import { describe, expect, test } from 'vitest'
import { formatFaults, parseCampaignFile } from '../../src/campaign-file/parse.ts'
import { remarksOn } from '../../src/campaign-file/remarks.ts'
import type { CampaignFile } from '../../src/campaign-file/view.ts'
import { publishedDays } from '../../src/domain/time/published-days.ts'
import { faultsOf, good } from './good-file.ts'

function file(text: string): CampaignFile {
  const result = parseCampaignFile(text)
  if (!result.ok) throw new Error(formatFaults(result.faults))
  return result.campaign
}

/** The good file with another campaign span, stages and duties. */
function written(
  given: Readonly<{ span: string; stages?: readonly string[]; duties?: readonly string[] }>,
): string {
  return good
    .replace('reports: [weekly]', 'reports: true')
    .replace('  starts: 2026-10-12\n  ends: 2026-12-31\n', `  ${given.span}\n`)
    .replace(/stages:\n[\s\S]*?(?=units:)/, `stages: ${list(given.stages)}`)
    .replace(/duties:\n[\s\S]*?(?=settings:)/, `duties: ${list(given.duties)}`)
}

function list(entries: readonly string[] = []): string {
  return entries.length === 0 ? '[]\n' : `\n${entries.map((entry) => `  - { ${entry} }\n`).join('')}`
}

const spans = ({ stages }: CampaignFile) =>
  stages.map(({ name, starts, ends }) => `${name} ${starts} ${ends}`)

describe('stages as notices write them', () => {
  test('4月底, 5月上旬, 5月中旬至6月底 become days, shown for confirmation (C06)', () => {
    const lanes = file(
      written({
        span: 'when: 2024年4月底至2024年6月30日',
        stages: [
          'key: a, name: 动员部署, when: 4月底',
          'key: b, name: 自查摸底, when: 5月上旬',
          'key: c, name: 整改落实, when: 2024年5月中旬至6月底',
        ],
      }),
    )
    expect(lanes.campaign).toMatchObject({ starts: '2024-04-30', ends: '2024-06-30' })
    expect(spans(lanes)).toEqual([
      '动员部署 2024-04-30 2024-04-30',
      '自查摸底 2024-05-01 2024-05-10',
      '整改落实 2024-05-11 2024-06-30',
    ])
    expect(remarksOn(lanes, publishedDays()).slice(0, 4)).toEqual([
      '行动写的是“2024年4月底至2024年6月30日”，按2024年4月30日至6月30日算',
      '阶段“动员部署”写的是“4月底”，按2024年4月30日算',
      '阶段“自查摸底”写的是“5月上旬”，按2024年5月1日至5月10日算',
      '阶段“整改落实”写的是“2024年5月中旬至6月底”，按2024年5月11日至6月30日算',
    ])
  })

  test('months that span New Year (C05)', () => {
    const winter = file(written({ span: 'when: 2023年11月至2024年3月' }))
    expect(winter.campaign).toMatchObject({ starts: '2023-11-01', ends: '2024-03-31' })
    expect(file(written({ span: 'starts: 2023-11\n  ends: 2024-03' })).campaign).toMatchObject({
      starts: '2023-11-01',
      ends: '2024-03-31',
    })
    expect(file(written({ span: 'starts: 2023-11\n  ends: 3月底' })).campaign.ends).toBe('2024-03-31')
  })

  test('a stage with only an end starts with the campaign, the next one on the day after (C04)', () => {
    const long = file(
      written({
        span: 'starts: 2020-09-08\n  ends: 2022-12-31',
        stages: [
          'key: a, name: 全面排查, when: 2020年9月30日前',
          'key: b, name: 集中整治, ends: 2022年10月底',
          'key: c, name: 督查验收, ends: 2022-12-31',
        ],
      }),
    )
    expect(spans(long)).toEqual([
      '全面排查 2020-09-08 2020-09-30',
      '集中整治 2020-10-01 2022-10-31',
      '督查验收 2022-11-01 2022-12-31',
    ])
    expect(long.readings).toContain(
      '阶段“全面排查”写的是“2020年9月30日前”，按2020年9月8日至9月30日算，截止那天也算在内',
    )
    expect(long.readings).toContain('阶段“督查验收”只写了结束日期，按2022年11月1日至12月31日算')
  })

  test('one day may end a stage and begin the next, across New Year (C03)', () => {
    const winter = file(
      written({
        span: 'starts: 2022-12-16\n  ends: 2023-01-31',
        stages: [
          'key: a, name: 动员部署, when: 12月19日前',
          'key: b, name: 排查整治, when: 12月20日至1月20日',
          'key: c, name: 督查验收, when: 1月20日至1月31日',
        ],
      }),
    )
    expect(spans(winter)).toEqual([
      '动员部署 2022-12-16 2022-12-19',
      '排查整治 2022-12-20 2023-01-20',
      '督查验收 2023-01-20 2023-01-31',
    ])
  })
})

describe('single days as notices write them', () => {
  test('8月底前, 7月2日 and bare dates in a list (R24)', () => {
    const long = file(
      written({
        span: 'starts: 2020-06-01\n  ends: 2022-12-31',
        duties: [
          'key: plan, name: 实施方案, kind: once, date: 2020年8月底前, time: 24:00, to: office, units: [chengguan]',
          'key: yearly, name: 年度报告, kind: dated, dates: [2020年底前, 2021年底前, { date: 2022-12-31, name: 三年 }], time: 24:00, to: office, units: [chengguan, hedong]',
        ],
      }),
    )
    expect(long.duties.map(({ cadence }) => cadence)).toEqual([
      { kind: 'once', day: '2020-08-31' },
      {
        kind: 'dated',
        dates: [{ day: '2020-12-31' }, { day: '2021-12-31' }, { day: '2022-12-31', name: '三年' }],
      },
    ])
    expect(long.readings[0]).toBe('报送任务“实施方案”写的是“2020年8月底前”，按2020年8月31日算')
  })
})

describe('what is no day', () => {
  const faults = (span: string, stage: string) => faultsOf(written({ span, stages: [stage] }))

  test('a span that nobody understands is named once, at its line', () => {
    expect(faults('starts: 2026-10-12\n  ends: 2026-12-31', 'key: a, name: 摸底, when: 近期')).toBe(
      '第10行：阶段“摸底”的起止日期（when）看不懂，可以写 5月上旬、5月中旬至6月底、2023年11月至2024年3月',
    )
  })

  test('the campaign itself needs its year', () => {
    expect(faults('starts: 10月12日\n  ends: 2026-12-31', 'key: a, name: 摸底, ends: 2026-12-31')).toContain(
      '第7行：行动的开始日期（starts）要写成真实的日期，例如 2026-10-12',
    )
  })

  test('stages the wrong way round are complained about after they were understood', () => {
    expect(faults('starts: 2026-10-12\n  ends: 2026-12-31', 'key: a, name: 摸底, when: 9月上旬')).toBe(
      '第10行：“摸底”在行动开始（2026-10-12）之前就开始了',
    )
  })
})
