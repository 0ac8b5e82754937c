import { describe, expect, test } from 'vitest'
import { understand } from '../../../src/chat/understand/understand.ts'
import { lexicon } from '../../corpus/score.ts'

const says = (text: string) =>
  understand(text, { lexicon, now: new Date('2026-11-11T10:00:00+08:00'), from: { role: 'liaison' } })
const hazards = (text: string) => {
  const said = says(text)
  return said.intent === 'register-hazard'
    ? said.hazards.map(({ community, place, category }) => [community, place, category].join(' '))
    : said.intent
}

describe('several hazards in one message', () => {
  test('are each told, in their order, with what earlier words say of where', () => {
    expect(hazards('翡翠城3号楼一楼门厅停满电瓶车，二楼灭火器没压力')).toEqual([
      'C09 3号楼一楼门厅 e-bike',
      'C09 3号楼二楼 facilities',
    ])
    expect(hazards('御景湾5栋：消防泵在手动位；楼顶水箱是空的')).toEqual([
      'C11 5栋 facilities',
      'C11 5栋楼顶 facilities',
    ])
  })

  test('are one where it is one fault of several buildings, two where it is of two compounds', () => {
    expect(hazards('龙腾苑3幢、5幢、8幢的消火栓箱都锁着')).toEqual(['C13 3幢、5幢、8幢 facilities'])
    expect(hazards('滨河湾8栋和滨河新村8栋都有人拉飞线充电')).toEqual(['C23 8栋 e-bike', 'C24 8栋 e-bike'])
  })

  test('stand in the fields of a form', () => {
    expect(hazards('小区：和平里\n位置：6栋楼道\n问题：堆满纸箱')).toEqual(['C18 6栋楼道 evacuation'])
  })

  test('are put right by what names them, and not the others', () => {
    const said = says('锦绣花园2栋楼道堆了沙发，3栋灭火器过期，沙发当场搬走了')
    expect(said).toMatchObject({ intent: 'register-hazard', hazards: [{ fixedOnSpot: true }, {}] })
    expect(said.intent === 'register-hazard' && said.hazards[1]?.fixedOnSpot).toBeUndefined()
  })

  test('have their unit and day said once', () => {
    expect(says('北苑6栋楼道堆物、7栋应急灯不亮，安达物业11月20日前改完')).toMatchObject({
      hazards: [
        { responsible: 'U26', due: '2026-11-20' },
        { responsible: 'U26', due: '2026-11-20' },
      ],
    })
  })
})

describe('what no list knows', () => {
  test('is told by the words that such hazards were told in', () => {
    expect(hazards('老供销社二楼租给人做豆腐，柴油桶就放在炉子边上')).toContain(' 老供销社二楼 gas-hazmat')
    expect(hazards('金色家园7栋有人把楼梯口用木板钉死了')).toEqual(['C07 7栋 evacuation'])
  })

  test('is no hazard when somebody asks, plans or tells of elsewhere', () => {
    expect(hazards('灭火器放厨房还是放门口好啊？')).not.toBeInstanceOf(Array)
    expect(hazards('我明天去翡翠城看看地库的车位')).toBe('none')
    expect(hazards('听说隔壁县又烧了个出租屋')).toBe('none')
  })
})

describe('the numbers of a report', () => {
  test.each([
    ['夜查：六人三车，走了十一家，挑出九处毛病，当场弄好七处', { inspected: 11, found: 9, rectified: 7 }],
    ['本周跑了26家店，42条，落实39条', { inspected: 26, found: 42, rectified: 39 }],
    ['检查8家，全部合格', { inspected: 8, found: 0 }],
    ['共查单位1,246家，隐患2,318处', { inspected: 1246, found: 2318 }],
    ['检查 | 14\n隐患 | 22\n整改 | 19', { inspected: 14, found: 22, rectified: 19 }],
    [
      '行动以来共检查小区211个次，其中本周17个次；共发现隐患498处，其中本周33处',
      { inspected: 17, found: 33 },
    ],
    ['今天查了12家，隐患5处，都改好了', { inspected: 12, found: 5, rectified: 5 }],
  ])('%s', (text, counts) => expect(says(text)).toMatchObject({ intent: 'report-progress', counts }))

  test('are none where all of them are nought', () => {
    expect(says('本日检查0、隐患0、整改0')).toMatchObject({
      intent: 'report-progress',
      period: 'day',
      zero: true,
    })
  })

  test('of a correction that does not say of what count nothing', () => {
    const said = says('上条报错了，应该是35处')
    expect(said).toMatchObject({ intent: 'report-progress', correction: true })
    expect(said).not.toHaveProperty('counts')
  })
})

test('a pasted book of hazards is read up to a hundred, and in time that grows with its length only', () => {
  const row = (n: number) => `${n}号楼楼道堆杂物，`
  const book = (rows: number) => Array.from({ length: rows }, (_, i) => row((i % 30) + 1)).join('')
  const said = says(`阳光花园${book(2000)}`)
  expect(said.intent === 'register-hazard' && said.hazards.length).toBeLessThanOrEqual(100)
})
