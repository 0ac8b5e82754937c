import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  escapeText,
  isPlain,
  previewOf,
  renderMarkdown,
  sayUrl,
  splitText,
} from '../../../src/platforms/dingtalk/markdown.ts'

describe('somebody’s words inside our markdown', () => {
  test.each([
    ['[点我](https://example.com)', '［点我］(https://example.com)'],
    ['**加粗** _斜_ `码`', '＊＊加粗＊＊ ＿斜＿ ｀码｀'],
    ['@13800000001 快来', '＠13800000001 快来'],
    ['<font color="red">', '＜font color="red"＞'],
    ['3#楼2单元', '3#楼2单元'],
    ['两行\n并成一行', '两行 并成一行'],
    ['# 标题', '\u200b# 标题'],
    ['1. 第一', '\u200b1. 第一'],
    ['逆\u202e序', '逆序'],
  ])('%j becomes %j', (words, escaped) => {
    expect(escapeText(words)).toBe(escaped)
  })
  test('can never become a link, a picture, a mention or a tag', () => {
    const nasty = fc.string({
      unit: fc.constantFrom(
        '[',
        ']',
        '(',
        ')',
        '!',
        '<',
        '>',
        '@',
        '*',
        '\n',
        '\r',
        '\\',
        '#',
        'a',
        '水',
        ' ',
      ),
    })
    fc.assert(
      fc.property(nasty, nasty, (one, two) => {
        expect(escapeText(one + two)).not.toMatch(/[[\]<>@*\n\\]|^\s*[#>+-]/u)
      }),
    )
  })
})

describe('markdown for DingTalk', () => {
  test.each([
    ['a\nb', 'a  \nb'],
    ['a\n\n\n\nb', 'a\n\nb'],
    ['说明\n- 一\n- 二\n完', '说明\n\n- 一  \n- 二\n\n完'],
    ['a\r\nb', 'a  \nb'],
    ['[台账](https://example.com/a?b=1)', '[台账](https://example.com/a?b=1)'],
    ['[确认](dtmd://dingtalkclient/sendMessage?content=12)', '确认'],
    ['[x](javascript:alert)', 'x'],
    ['![照片](https://example.com/a.png)', '[照片](https://example.com/a.png)'],
    ['<a href="x">y</a>', '＜a href="x">y＜/a>'],
    ['请看 dtmd://dingtalkclient/x', '请看 dtmd：//dingtalkclient/x'],
    ['**加粗**', '**加粗**'],
    ['请 @liu01 处理', '请 @liu01 处理'],
  ])('%j is written as %j', (text, rendered) => {
    expect(renderMarkdown(text)).toBe(rendered)
  })
  test('never holds a link that makes people say something', () => {
    const piece = fc.constantFrom(
      '[',
      ']',
      '(',
      ')',
      '!',
      '<',
      '>',
      'dtmd://x',
      'https://e.cn',
      '字',
      '\n',
      ' ',
      ':',
    )
    fc.assert(
      fc.property(fc.string({ unit: piece }), (text) => {
        expect(renderMarkdown(text)).not.toMatch(/dtmd:\/\/|\]\((?!https?:\/\/)|</u)
      }),
      { numRuns: 1000 },
    )
  })
  test('words without any markup can go as plain text', () => {
    expect(isPlain('已登记 12号\n期限：周五 18:00，3*5=15')).toBe(true)
    for (const text of ['**粗**', '[a](https://b)', '- 一', '# 题', '1. 一', '> 引'])
      expect(isPlain(text)).toBe(false)
  })
})

describe('the preview', () => {
  test('is the first line with words, without its markup', () => {
    expect(previewOf('\n## **已登记 12号**\n其余')).toBe('已登记 12号')
    expect(previewOf('[台账](https://example.com)已生成')).toBe('台账已生成')
  })
  test('is cut between characters', () => {
    expect(previewOf('🔥'.repeat(50), 10)).toBe(`${'🔥'.repeat(9)}…`)
  })
})

test('what a button says survives the link around it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (words) => {
      const url = sayUrl(words)
      expect(url).not.toMatch(/[()\s]/u)
      expect(new URL(url).searchParams.get('content')).toBe(words)
    }),
  )
})

describe('a long text', () => {
  const bits = [
    '阳光花园3号楼',
    '，',
    ' ',
    '@liu01 ',
    '@zhang_02',
    '[台账](https://example.com/a)',
    '**粗**',
    '🔥',
  ]
  const joined = (pieces: readonly string[]) =>
    fc.array(fc.constantFrom(...pieces), { minLength: 20, maxLength: 200 }).map((parts) => parts.join(''))
  // With and without line breaks: a cut prefers those, so only texts without them test the others.
  const texts = fc.oneof(joined([...bits, '\n', '\n\n']), joined(bits))
  const bare = (text: string) => text.replace(/\s/gu, '')

  test('in parts lacks nothing, and no part is too long', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 40, max: 300 }), (text, max) => {
        const parts = splitText(text, max)
        expect(bare(parts.join(''))).toBe(bare(text))
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(max)
          expect(part.trim()).not.toBe('')
        }
      }),
    )
  })
  test('is never cut inside a link, a mention or a character', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 40, max: 300 }), (text, max) => {
        const count = (pattern: RegExp, words: string) => (words.match(pattern) ?? []).length
        const parts = splitText(text, max)
        for (const pattern of [/\[台账\]\(https:\/\/example\.com\/a\)/gu, /@liu01|@zhang_02/gu, /🔥/gu]) {
          expect(parts.reduce((sum, part) => sum + count(pattern, part), 0)).toBe(count(pattern, text))
        }
      }),
    )
  })
  test('is cut at a line break when there is one', () => {
    expect(splitText(`${'甲'.repeat(30)}\n${'乙'.repeat(30)}`, 40)).toEqual([
      '甲'.repeat(30),
      '乙'.repeat(30),
    ])
  })
  test('that is one single unbroken run still gets through', () => {
    expect(splitText('甲'.repeat(100), 40).map((part) => part.length)).toEqual([40, 40, 20])
    expect(splitText(`[a](https://example.com/${'x'.repeat(100)})`, 40).join('')).toContain('x'.repeat(30))
  })
  test('fits the 15,000 bytes that the robot API takes', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('汉', '\n', '"', '🔥', '\\', 'a'),
          maxLength: 9000,
          minLength: 8000,
        }),
        (text) => {
          for (const part of splitText(renderMarkdown(text)))
            expect(
              Buffer.byteLength(JSON.stringify({ title: '汉'.repeat(40), text: part })),
            ).toBeLessThanOrEqual(15_000)
        },
      ),
      { numRuns: 10 },
    )
  })
})
