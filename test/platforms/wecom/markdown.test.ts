import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  byteLength,
  cutBytes,
  escapeText,
  isPlain,
  plainText,
  renderMarkdown,
  renderOldMarkdown,
  splitBytes,
} from '../../../src/platforms/wecom/markdown.ts'

describe('markdown', () => {
  test.each([
    ['**已登记** 12号\n\n\n\n- 阳光花园', '**已登记** 12号\n\n- 阳光花园'],
    ['请看[通知](https://example.org/1)', '请看[通知](https://example.org/1)'],
    ['[点](javascript:alert)', '点'],
    ['![图](https://example.org/a.png)', '[图](https://example.org/a.png)'],
    [
      '<@liu01> <think>想</think> <font color="warning">红</font>',
      '＜@liu01> ＜think>想＜/think> ＜font color="warning">红＜/font>',
    ],
    ['a\u202eb\u0000c', 'abc'],
  ])('%j has no power beyond the common subset', (given, expected) => {
    expect(renderMarkdown(given)).toBe(expected)
  })
  test('of the older kind has dots for lists, which it does not know', () => {
    expect(renderOldMarkdown('**三处**\n- 一\n  - 二')).toBe('**三处**\n· 一\n  · 二')
  })
  test('as plain text keeps where a link leads', () => {
    expect(plainText('## **三处**\n- [通知](https://example.org)\n> 引用 <b>')).toBe(
      '三处\n· 通知 https://example.org\n引用 ＜b>',
    )
  })
  test.each([
    ['已登记 12号', true],
    ['3#楼 - 2单元', true],
    ['**已登记**', false],
    ['- 一', false],
  ])('%j is plain: %j', (text, expected) => {
    expect(isPlain(text)).toBe(expected)
  })
  test('takes somebody’s words as words', () => {
    expect(escapeText('**急** <@all>\n[点](x) 3#楼')).toBe('＊＊急＊＊ ＜＠all＞ ［点］(x) 3#楼')
  })
})

describe('a text that is too long', () => {
  test('is cut at line breaks', () => {
    expect(splitBytes('第一行\n第二行\n第三行', 22)).toEqual(['第一行\n第二行', '第三行'])
  })
  test('is not cut inside a link or a mention', () => {
    expect(splitBytes('看 [通知](https://example.org/1) <@liu01>', 40)).toEqual([
      '看 [通知](https://example.org/1)',
      '<@liu01>',
    ])
  })
  test('of one link only is cut all the same', () => {
    expect(splitBytes(`[a](https://example.org/${'x'.repeat(100)})`, 50).length).toBeGreaterThan(1)
  })
  test('lacks nothing but white space when put together again, and every part fits', () => {
    const bare = (text: string) => text.replace(/\s/gu, '')
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.integer({ min: 32, max: 200 }),
        (text, max) => {
          const parts = splitBytes(text, max)
          for (const part of parts) expect(byteLength(part)).toBeLessThanOrEqual(max)
          expect(bare(parts.join(''))).toBe(bare(text))
        },
      ),
    )
  })
  test.each([
    ['隐患隐患', 12, '隐患隐患'],
    ['隐患隐患', 11, '隐患…'],
    ['😀😀', 7, '😀…'],
  ])('%s in %i bytes is %s', (text, max, expected) => {
    expect(cutBytes(text, max)).toBe(expected)
  })
})
