/** A part of an official document, top to bottom. */
export type Block =
  /** 一、: in 黑体. */
  | Readonly<{ kind: 'heading'; text: string }>
  /** （一）: in 楷体. */
  | Readonly<{ kind: 'subheading'; text: string }>
  | Readonly<{ kind: 'text'; text: string }>
  /** 主送: from the left margin, without the indent. */
  | Readonly<{ kind: 'addressee'; text: string }>
  /** `says` is what stands for each row where no table can be drawn. */
  | Readonly<{
      kind: 'table'
      columns: readonly string[]
      rows: readonly (readonly string[])[]
      says: readonly string[]
    }>
  /** 署名 and 成文日期, at the right. */
  | Readonly<{ kind: 'signature'; text: string }>

/** An official document as far as GB/T 9704 shapes it; `mark` stands above it (草稿—待审). */
export type Paper = Readonly<{ mark?: string; title: string; blocks: readonly Block[] }>

/** The same as it is read in chat: title and headings bold, a line for each row of a table. */
export function textOf({ title, blocks }: Paper): string {
  return [`**${title}**`, ...blocks.flatMap(linesOf)].join('\n')
}

function linesOf(block: Block): readonly string[] {
  if (block.kind === 'heading') return [`**${block.text}**`]
  return block.kind === 'table' ? block.says.map((line) => `- ${line}`) : [block.text]
}

/** The same with every word changed, e.g. masked. */
export function rewritten(paper: Paper, change: (text: string) => string): Paper {
  const words = (texts: readonly string[]): readonly string[] => texts.map(change)
  return {
    ...paper,
    title: change(paper.title),
    blocks: paper.blocks.map((block) =>
      block.kind === 'table'
        ? { ...block, rows: block.rows.map(words), says: words(block.says) }
        : { ...block, text: change(block.text) },
    ),
  }
}

const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'] as const

/** Sections under numbered headings, those without content left out: the numbers have no gaps. */
export function sections(
  given: readonly Readonly<{ heading: string; blocks: readonly Block[] }>[],
): readonly Block[] {
  return given
    .filter(({ blocks }) => blocks.length > 0)
    .flatMap(({ heading, blocks }, index) => [
      { kind: 'heading' as const, text: `${numerals[index] ?? index + 1}、${heading}` },
      ...blocks,
    ])
}
