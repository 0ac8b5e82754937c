import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findNames, indexOf } from '../../../src/chat/understand/text/names.ts'
import { MAX_LENGTH, normalise } from '../../../src/chat/understand/text/normalise.ts'
import { scanWords, indexWords, type Work } from '../../../src/chat/understand/text/words.ts'
import { understand } from '../../../src/chat/understand/understand.ts'
import { lexicon, now } from './lexicon.ts'

const pieces = [
  '锦绣城',
  '向阳花园',
  '柳河镇',
  '消防',
  '3号楼',
  '12号',
  'QH-0012',
  '楼道',
  '堆杂物',
  '灭火器',
  '过期',
  '已整改',
  '没改',
  '检查',
  '隐患',
  '12家',
  '二十处',
  '，',
  '。',
  '\n',
  ' ',
  '、',
  '1.',
  '（',
  '）',
  '：',
  '5月20日前',
  '请交警处理',
  '吗',
  '？',
  '延期',
  '到',
  '转',
  '复查',
  '合格',
  '本周',
  '累计',
  '无',
  '😀',
  '\u0000',
  '\u200b',
  'abc',
  '着火了',
  '我是',
  '同意',
  '都',
  '和',
]
const message = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(''))
const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  message,
)

test('whatever is typed, there is an answer and never a crash', () => {
  fc.assert(
    fc.property(anything, (text) => {
      expect(understand(text, { lexicon, now }).intent).toBeTypeOf('string')
    }),
    { numRuns: 1500 },
  )
})

test('the same words always mean the same', () => {
  fc.assert(
    fc.property(message, (text) => {
      expect(understand(text, { lexicon, now })).toEqual(understand(text, { lexicon, now }))
    }),
    { numRuns: 300 },
  )
})

test('normalising twice changes nothing more', () => {
  fc.assert(
    fc.property(anything, (text) => {
      const once = normalise(text)
      expect(normalise(once)).toBe(once)
    }),
    { numRuns: 2000, examples: [['锦绣城\n、\n锦绣城']] },
  )
})

test('codes are always written in full, dates are always days', () => {
  fc.assert(
    fc.property(message, (text) => {
      const u = understand(text, { lexicon, now })
      if ('codes' in u) for (const code of u.codes ?? []) expect(code).toMatch(/^QH-\d{4,5}$/)
      if ('due' in u && u.due) expect(u.due).toMatch(/^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$/)
      if (u.intent === 'register-hazard') expect(u.hazards.length).toBeGreaterThan(0)
    }),
    { numRuns: 1000 },
  )
})

test('a message that asks never becomes data, whatever stands before the question', () => {
  const askable = fc.constantFrom(
    '锦绣城3号楼楼道堆物',
    '12号',
    '云溪里消火栓没水',
    '检查12家发现隐患3处',
    '翠竹苑飞线充电',
  )
  fc.assert(
    fc.property(
      askable,
      fc.constantFrom('整改了吗？', '改了没有', '怎么样了？', '现在什么情况？'),
      (head, question) => {
        expect(['query', 'none', 'help']).toContain(understand(head + question, { lexicon, now }).intent)
      },
    ),
  )
})

test.each(['', ' ', '\n\n', '😀😀', '\u0000\u0007', '\ud800', '……', 'ﷺ', '👨‍👩‍👧‍👦'])(
  'nothing to read means nothing: %j',
  (text) => {
    expect(understand(text, { lexicon, now })).toEqual({ intent: 'none' })
  },
)

test('a pasted book is read as far as the limit and answered', () => {
  expect(normalise('楼道堆物，'.repeat(20_000)).length).toBeLessThanOrEqual(MAX_LENGTH)
  expect(understand('锦绣城1栋楼道堆物。'.repeat(10_000), { lexicon, now }).intent).toBe('register-hazard')
})

test('looking for names takes work in proportion to the length, not to its square', () => {
  const index = indexOf(lexicon)
  const cost = (text: string): number => {
    const work: Work = { steps: 0 }
    findNames(text, index, work)
    return work.steps
  }
  for (const piece of ['向阳花', '消防', '翠竹', '镇', '锦绣城3号楼']) {
    const short = cost(piece.repeat(500))
    expect(cost(piece.repeat(5000))).toBeLessThanOrEqual(short * 10 + 100)
  }
})

test('scanning for words looks at each place a bounded number of times', () => {
  const index = indexWords([
    ['楼道', 1],
    ['楼道口', 2],
    ['楼', 3],
  ] as const)
  const work: Work = { steps: 0 }
  scanWords('楼道'.repeat(1000), index, work)
  expect(work.steps).toBeLessThanOrEqual(2000 * 3)
})
