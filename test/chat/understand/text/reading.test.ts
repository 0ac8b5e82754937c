import { describe, expect, test } from 'vitest'
import { findCodes } from '../../../../src/chat/understand/text/codes.ts'
import { findDates, writeDate } from '../../../../src/chat/understand/text/dates.ts'
import { findNames, indexOf } from '../../../../src/chat/understand/text/names.ts'
import { normalise } from '../../../../src/chat/understand/text/normalise.ts'
import { findNumbers, toNumber } from '../../../../src/chat/understand/text/numbers.ts'
import { lexicon, now } from '../lexicon.ts'

const codesIn = (text: string): string[] => findCodes(text, ['QH']).flatMap((hit) => [...hit.codes])
const namesIn = (text: string): string[] => findNames(text, indexOf(lexicon)).map((hit) => hit.id)

describe('numbers', () => {
  test.each<[string, number | undefined]>([
    ['十二', 12],
    ['二十三', 23],
    ['一十五', 15],
    ['三百零六', 306],
    ['四百一十二', 412],
    ['两百五', 250],
    ['一千零二十', 1020],
    ['一万二', 12000],
    ['零零五二', 52],
    ['壹拾贰', 12],
    ['120', 120],
    ['', undefined],
    ['栋', undefined],
  ])('%s is %s', (written, value) => {
    expect(toNumber(written)).toBe(value)
  })

  test('decimals and telephone numbers are not whole numbers', () => {
    expect(findNumbers('压力0.02，电话13800000001，3处').map((n) => n.value)).toEqual([3])
  })
})

describe('codes', () => {
  test.each<[string, string[]]>([
    ['QH-0012', ['QH-0012']],
    ['ｑｈ－００１２', ['QH-0012']],
    ['qh 12', ['QH-0012']],
    ['12号隐患', ['QH-0012']],
    ['第9号', ['QH-0009']],
    ['60号到63号', ['QH-0060', 'QH-0061', 'QH-0062', 'QH-0063']],
    ['66号67号', ['QH-0066', 'QH-0067']],
    ['12、15、18号', ['QH-0012', 'QH-0015', 'QH-0018']],
    ['3号楼2单元', []],
    ['3号仓库', []],
    ['20号之前', []],
    ['5月20号', []],
    ['延期到20号', []],
    ['文峰路128号', []],
    ['检查12家', []],
    ['13800000001', []],
    ['三合一', []],
  ])('%s', (text, codes) => {
    expect(codesIn(normalise(text))).toEqual(codes)
  })

  test('a range never grows beyond reason', () => {
    expect(codesIn('QH-0001至9999已整改')).toEqual(['QH-0001', 'QH-9999'])
  })
})

describe('names', () => {
  test.each<[string, string[]]>([
    ['向阳花园', ['K3']],
    ['向阳花园二期', ['K5']],
    ['向阳家园', ['K4']],
    ['向阳花圆', ['K3']],
    ['向阳佳园', ['K4']],
    ['酒场家属院', ['K6']],
    ['酒坊家属院', []],
    ['观澜国际a区', ['K7']],
    ['翠竹苑和翠竹物业', ['K2', 'P2']],
    ['东关街道办事处', ['T2']],
    ['消防通道堵了', []],
    ['应急照明坏了', []],
    ['请消防来看', ['D2']],
    ['小区南门停满车', []],
    ['南门街道', ['T3']],
    ['翠竹路12号', []],
  ])('%s', (text, ids) => {
    expect(namesIn(normalise(text))).toEqual(ids)
  })
})

describe('dates', () => {
  test.each<[string, string[]]>([
    ['5月20日', ['2025-05-20']],
    ['五月二十日', ['2025-05-20']],
    ['2025-06-01', ['2025-06-01']],
    ['大后天', ['2025-05-11']],
    ['下周五下午3点半', ['2025-05-16T15:30']],
    ['今天18:00', ['2025-05-08T18:00']],
    ['2月底', ['2025-02-28']],
    ['国庆节前', ['2025-09-30']],
    ['十个工作日内', ['2025-05-22']],
    ['半个月内', ['2025-05-23']],
    ['3号楼', []],
    ['13月5日', []],
    ['2月30日', []],
    ['0.02兆帕', []],
  ])('on a Thursday in May, %s', (text, dates) => {
    expect(findDates(text, now).map(writeDate)).toEqual(dates)
  })
})
