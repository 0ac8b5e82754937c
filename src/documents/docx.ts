import type { Block, Paper } from './paper.ts'
import { NO_DAY, zip } from './zip.ts'

/*
 * GB/T 9704-2012 as far as a document from here can follow it: A4 with its margins, 22 lines of 28 signs on a page,
 * 三号仿宋 text, 二号小标宋 title, 黑体 and 楷体 headings, page numbers in dashes. The head with the red name and the number
 * of the document, and the seal, are the issuer's own. Fonts are named and not enclosed; where one is missing, the
 * program that opens it takes another.
 */
const MM = 1440 / 25.4
const page = {
  width: 11906,
  height: 16838,
  top: Math.round(37 * MM),
  left: Math.round(28 * MM),
  right: Math.round(26 * MM),
  bottom: Math.round(35 * MM),
}
/** 225 mm in 22 lines. */
const LINE = Math.round((225 / 22) * MM)
/** 三号 and 二号 in half points, and what stands in tables. */
const size = { text: 32, title: 44, table: 24, foot: 28 } as const
const fonts = { text: '仿宋_GB2312', title: '方正小标宋简体', heading: '黑体', sub: '楷体_GB2312' } as const

const NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const WML = 'application/vnd.openxmlformats-officedocument.wordprocessingml'

/** An official document as the bytes of a docx file. The same document always gives the same bytes. */
export function docxOf(paper: Paper): Uint8Array {
  const parts: Readonly<Record<string, string>> = {
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${WML}.document.main+xml"/><Override PartName="/word/footer1.xml" ContentType="${WML}.footer+xml"/></Types>`,
    '_rels/.rels': relations('officeDocument', 'word/document.xml'),
    'word/document.xml': `<w:document ${NS} ${R}><w:body>${bodyOf(paper)}${section}</w:body></w:document>`,
    'word/_rels/document.xml.rels': relations('footer', 'footer1.xml'),
    'word/footer1.xml': `<w:ftr ${NS}>${footer}</w:ftr>`,
  }
  const files = Object.entries(parts).map(([name, xml]) => [name, Buffer.from(HEAD + xml, 'utf8')] as const)
  return zip(new Map(files), NO_DAY)
}

function relations(type: string, target: string): string {
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${REL}/${type}" Target="${target}"/></Relationships>`
}

const section = `<w:sectPr><w:footerReference w:type="default" r:id="rId1"/><w:pgSz w:w="${page.width}" w:h="${page.height}"/><w:pgMar w:top="${page.top}" w:right="${page.right}" w:bottom="${page.bottom}" w:left="${page.left}" w:header="851" w:footer="1400" w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="${LINE}"/></w:sectPr>`

const field = (kind: 'begin' | 'end'): string => `<w:fldChar w:fldCharType="${kind}"/>`
const footer = paragraph(
  [
    run('— ', '宋体', size.foot),
    ...[field('begin'), '<w:instrText xml:space="preserve"> PAGE </w:instrText>', field('end')].map(
      (inner) => `<w:r>${look('宋体', size.foot)}${inner}</w:r>`,
    ),
    run(' —', '宋体', size.foot),
  ].join(''),
  { align: 'center' },
)

function bodyOf({ mark, title, blocks }: Paper): string {
  return [
    ...(mark === undefined ? [] : [paragraph(run(mark, fonts.heading, size.text), {})]),
    paragraph(run(title, fonts.title, size.title), { align: 'center', line: 700, after: LINE }),
    ...blocks.map(blockOf),
  ].join('')
}

function blockOf(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return paragraph(run(block.text, fonts.heading, size.text), { indent: true, keep: true })
    case 'subheading':
      return paragraph(run(block.text, fonts.sub, size.text), { indent: true, keep: true })
    case 'text':
      return paragraph(run(block.text, fonts.text, size.text), { indent: true })
    case 'addressee':
      return paragraph(run(block.text, fonts.text, size.text), {})
    case 'signature':
      return paragraph(run(block.text, fonts.text, size.text), { align: 'right', rightSigns: 4 })
    case 'table':
      return tableOf(block) + paragraph('', {})
  }
}

type Look = Readonly<{
  align?: 'center' | 'right'
  indent?: boolean
  rightSigns?: number
  keep?: boolean
  line?: number
  after?: number
}>

/** The parts stand in the order that the format wants; a program that is strict opens nothing else. */
function paragraph(runs: string, { align, indent, rightSigns, keep, line = LINE, after = 0 }: Look): string {
  const ind = indent
    ? '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
    : rightSigns
      ? `<w:ind w:rightChars="${rightSigns * 100}" w:right="${rightSigns * 320}"/>`
      : ''
  const jc = align ? `<w:jc w:val="${align}"/>` : ''
  const next = keep ? '<w:keepNext/>' : ''
  return `<w:p><w:pPr>${next}<w:spacing w:before="0" w:after="${after}" w:line="${line}" w:lineRule="exact"/>${ind}${jc}</w:pPr>${runs}</w:p>`
}

function run(text: string, font: string, halfPoints: number): string {
  return `<w:r>${look(font, halfPoints)}<w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`
}

function look(font: string, halfPoints: number): string {
  return `<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="${font}" w:cs="Times New Roman"/><w:sz w:val="${halfPoints}"/><w:szCs w:val="${halfPoints}"/></w:rPr>`
}

function tableOf({ columns, rows }: Extract<Block, { kind: 'table' }>): string {
  const whole = page.width - page.left - page.right
  // The first column holds names, the others numbers.
  const shares = columns.map((_, index) => (index === 0 ? 2.2 : 1))
  const all = shares.reduce((sum, share) => sum + share, 0)
  const widths = shares.map((share) => Math.floor((whole * share) / all))
  const edge = (side: string): string => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>`
  const edges = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map(edge).join('')
  const row = (cells: readonly string[], font: string, head: boolean): string =>
    `<w:tr><w:trPr><w:cantSplit/>${head ? '<w:tblHeader/>' : ''}</w:trPr>${cells
      .map(
        (cell, index) =>
          `<w:tc><w:tcPr><w:tcW w:w="${widths[index] ?? 0}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>${paragraph(
            run(cell, font, size.table),
            { line: 400, ...(index === 0 && !head ? {} : { align: 'center' as const }) },
          )}</w:tc>`,
      )
      .join('')}</w:tr>`
  const grid = widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('')
  return `<w:tbl><w:tblPr><w:tblW w:w="${whole}" w:type="dxa"/><w:tblBorders>${edges}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>${grid}</w:tblGrid>${row(columns, fonts.heading, true)}${rows.map((cells) => row(cells, fonts.text, false)).join('')}</w:tbl>`
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Without the signs that no XML may hold. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"]/g, (sign) => entities[sign] ?? sign)
}
