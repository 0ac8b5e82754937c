import fc from 'fast-check'
import readXlsx from 'read-excel-file/node'
import { describe, expect, test } from 'vitest'
import { sections, textOf, type Paper } from '../../src/documents/paper.ts'
import { createPress } from '../../src/documents/press.ts'
import { harmlessCell, type Sheet } from '../../src/documents/sheets.ts'

const sheet = (rows: Sheet['rows']): Sheet => ({
  name: '台账',
  title: '隐患整改台账',
  about: '截至今天',
  columns: [
    { name: '序号', width: 6 },
    { name: '描述', width: 30 },
  ],
  rows,
})
const press = createPress()
const readBack = async (rows: Sheet['rows']) => {
  const { bytes } = await press({ sheets: [sheet(rows)] })
  return ((await readXlsx(Buffer.from(bytes)))[0]?.data ?? []) as readonly (readonly unknown[])[]
}

describe('a cell', () => {
  test.each([
    '=1+1',
    '+86',
    '-5处',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '  =cmd|x',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    '\u200b=1',
  ])('never begins like a formula: %j', (typed) => {
    expect(String(harmlessCell(typed))).toMatch(/^'/)
  })
  test('is otherwise what was typed, numbers stay numbers', () => {
    expect(harmlessCell('阳光花园3号楼\n2单元')).toBe('阳光花园3号楼\n2单元')
    expect(harmlessCell(-3)).toBe(-3)
    expect(harmlessCell(null)).toBeNull()
  })
  test('whatever is typed, no cell begins with a sign of a formula, and none is endless', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (typed) => {
        const cell = String(harmlessCell(typed))
        expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠\t\r]/u)
        expect([...cell].length).toBeLessThanOrEqual(2001)
      }),
    )
  })
})

describe('a table', () => {
  test('has its title, what it covers, its heads, and the rows as they are', async () => {
    expect(
      await readBack([
        [1, '堆放杂物'],
        [2, '=HYPERLINK("x")'],
      ]),
    ).toEqual([
      ['隐患整改台账', null],
      ['截至今天', null],
      ['序号', '描述'],
      [1, '堆放杂物'],
      [2, `'=HYPERLINK("x")`],
    ])
  })
  test('that is large is made aside, while others have their turn', async () => {
    let [last, worst] = [performance.now(), 0]
    const clock = setInterval(() => {
      worst = Math.max(worst, performance.now() - last)
      last = performance.now()
    }, 5)
    const rows = Array.from({ length: 4000 }, (_, index) => [index, `阳光花园${index}号楼堆放杂物`])
    const read = press({ sheets: [sheet(rows)] })
    const { bytes } = await read
    clearInterval(clock)
    expect(((await readXlsx(Buffer.from(bytes)))[0]?.data ?? []).length).toBe(4003)
    expect(worst).toBeLessThan(1500)
  }, 120_000)
})

describe('an official document', () => {
  const paper: Paper = {
    mark: '草稿—待审',
    title: '关于整治工作进展情况的通报',
    blocks: [
      { kind: 'addressee', text: '各有关单位：' },
      ...sections([
        { heading: '总体情况', blocks: [{ kind: 'text', text: '登记隐患2处 <一> & "二"。' }] },
        { heading: '做得好的', blocks: [] },
        {
          heading: '各单位',
          blocks: [
            {
              kind: 'table',
              columns: ['单位', '隐患'],
              rows: [['城关镇', '2']],
              says: ['城关镇：隐患2处。'],
            },
          ],
        },
      ]),
      { kind: 'signature', text: '消安委办' },
    ],
  }
  test('is read in chat as bold heads and lines, and sections without content leave no gap', () => {
    expect(textOf(paper)).toBe(
      [
        '**关于整治工作进展情况的通报**',
        '各有关单位：',
        '**一、总体情况**',
        '登记隐患2处 <一> & "二"。',
        '**二、各单位**',
        '- 城关镇：隐患2处。',
        '消安委办',
      ].join('\n'),
    )
  })
  test('as a file it is A4 with the margins and the lines of GB/T 9704, and its signs are escaped', async () => {
    const { bytes, mime } = await press({ paper })
    const xml = Buffer.from(bytes).toString('utf8')
    expect(mime).toContain('wordprocessingml')
    for (const part of ['[Content_Types].xml', 'word/document.xml', 'word/footer1.xml'])
      expect(xml).toContain(part)
    expect(xml).toContain('<w:pgSz w:w="11906" w:h="16838"/>')
    expect(xml).toMatch(/w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"/)
    expect(xml).toContain('登记隐患2处 &lt;一&gt; &amp; &quot;二&quot;。')
    expect(xml).toContain('草稿—待审')
    expect(xml).toContain('w:eastAsia="方正小标宋简体"')
  })
  test('and the same document gives the same bytes', async () => {
    expect((await press({ paper })).bytes).toEqual((await press({ paper })).bytes)
  })
})
