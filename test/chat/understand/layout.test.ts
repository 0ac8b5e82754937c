import { describe, expect, test } from 'vitest'
import { explain } from '../../../src/chat/understand/explaining.ts'
import { splitQuote } from '../../../src/chat/understand/layout/quotes.ts'
import { normalise } from '../../../src/chat/understand/text/normalise.ts'
import { layOut, understand } from '../../../src/chat/understand/understand.ts'
import { heard, lexicon, now } from './lexicon.ts'

describe('slips, scripts, dialects and loan words are brought to one way of writing', () => {
  test.each([
    ['消房通道', '消防通道'],
    ['灭火气过期', '灭火器过期'],
    ['电平车充电', '电瓶车充电'],
    ['木周检查', '本周检查'],
    ['12号己改', '12号已改'],
    ['自己改', '自己改'],
    ['可以整改', '可以整改'],
    ['本月未发现', '本月未发现'],
    ['月未前完成', '月末前完成'],
    ['後廚燃氣報警器', '后厨燃气报警器'],
    ['搞掂咗', '搞定了'],
    ['12号 done', '12号 已整改'],
    ['#0012#合格', '0012号合格'],
    ['1️⃣楼道 2️⃣灭火器', '1、楼道\n2、灭火器'],
  ])('%s → %s', (said, plain) => {
    expect(normalise(said)).toBe(plain)
  })
})

describe('a speaker takes something back at once', () => {
  test.each([
    ['检查12家不对是13家', '检查13家'],
    ['检查12家，说错了，13家', '检查13家'],
    ['隐患12处不是21处', '隐患12处不是21处'],
  ])('%s', (said, kept) => {
    expect(layOut(said)).toBe(kept)
  })

  test('a compound as well', () => {
    expect(heard('向阳花园啊不对是向阳家园3栋楼道堆满杂物')).toMatchObject({
      intent: 'register-hazard',
      hazards: [{ community: 'K4', place: '3栋楼道' }],
    })
    expect(heard('错了错了，是向阳家园不是向阳花园')).toMatchObject({
      intent: 'report-progress',
      correction: true,
    })
  })
})

describe('a quoted message is context and no data', () => {
  test('its words are parted from the answer', () => {
    expect(splitQuote('「老王：12号改了没」\n- - - - - -\n改好了')).toEqual({
      quoted: '老王：12号改了没',
      said: '改好了',
    })
    expect(splitQuote('「转发的话」')).toEqual({ quoted: '转发的话', said: '' })
    expect(splitQuote('12号改好了')).toEqual({ said: '12号改好了' })
  })

  test.each<[string, object]>([
    ['「老王：12号改了没」\n——————\n改好了', { intent: 'confirm-rectified', codes: ['QH-0012'] }],
    [
      '「锦绣城3栋楼道堆满杂物」\n——————\n已经清走了',
      { intent: 'confirm-rectified', community: 'K1', place: '3栋楼道' },
    ],
    ['「锦绣城3栋楼道堆满杂物」\n——————\n收到，马上处理', { intent: 'acknowledge' }],
    ['「锦绣城3栋楼道堆满杂物」\n——————\n这是哪里？', { intent: 'none' }],
    ['「锦绣城3栋楼道堆满杂物」\n——————\n这条登记一下', { intent: 'register-hazard' }],
    [
      '「12号什么时候弄」\n——————\n申请延到5月20日',
      { intent: 'request-extension', codes: ['QH-0012'], due: '2025-05-20' },
    ],
    ['「锦绣城3栋楼道堆满杂物」', { intent: 'none' }],
  ])('%s', (text, meaning) => {
    expect(heard(text)).toMatchObject(meaning)
  })
})

describe('pasted tables and forms', () => {
  test('rows under a head, with the unit and the day of each', () => {
    expect(
      heard(
        '序号\t小区\t部位\t隐患\t责任单位\t期限\n1\t锦绣城\t3栋1单元\t楼道堆杂物\t锦绣物业\t5月20日\n2\t云溪里\t地库\t灭火器过期\t翠竹物业\t5.25',
      ),
    ).toMatchObject({
      hazards: [
        { community: 'K1', place: '3栋1单元楼道', responsible: 'P1', due: '2025-05-20' },
        { community: 'K8', place: '地库', responsible: 'P2', due: '2025-05-25' },
      ],
    })
  })

  test('rows without a head, with bars or with slashes', () => {
    const hazard = {
      intent: 'register-hazard',
      hazards: [{ community: 'K1', category: 'evacuation', due: '2025-05-20' }],
    }
    expect(heard('锦绣城\t3栋\t楼道堆杂物\t5月20日前')).toMatchObject(hazard)
    expect(heard('锦绣城｜3栋｜楼道堆杂物｜5月20日前')).toMatchObject(hazard)
    expect(heard('锦绣城/3栋/楼道堆杂物/5月20日前')).toMatchObject(hazard)
  })

  test('totals, numbers of hazards, brackets', () => {
    expect(heard('单位\t检查数\t隐患数\t整改数\n柳河镇\t26\t51\t43')).toEqual({
      intent: 'report-progress',
      counts: { inspected: 26, found: 51, rectified: 43 },
    })
    expect(heard('编号\t状态\nQH-0012\t已整改\nQH-0013\t未整改')).toMatchObject({ codes: ['QH-0012'] })
    expect(
      heard('【小区】锦绣城【位置】3栋【问题】防火门损坏【责任单位】锦绣物业【期限】5月20日'),
    ).toMatchObject({
      hazards: [{ community: 'K1', responsible: 'P1', due: '2025-05-20', category: 'facilities' }],
    })
  })

  test('a list of people is no report', () => {
    expect(heard('姓名\t部门\t手机\n何某\t综合办\t13800000017')).toEqual({ intent: 'none' })
    expect(heard('日期\t值班领导\t值班员\n11.14\t刘某\t周某')).toEqual({ intent: 'none' })
  })
})

test('the words that gave each slot can be told', () => {
  const text = '锦绣城3栋楼道堆满杂物，请锦绣物业5月20日前清理'
  expect(explain(understand(text, { lexicon, now }), layOut(text), { lexicon, now })).toEqual({
    'hazards[0].place': '3栋楼道',
    'hazards[0].community': '锦绣城',
    'hazards[0].category': '楼道',
    'hazards[0].responsible': '锦绣物业',
    'hazards[0].due': '5月20日',
  })
})
