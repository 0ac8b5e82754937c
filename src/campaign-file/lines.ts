import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node, type YAMLError } from 'yaml'

/** The way to a place in the file: `['people', 3, 'phone']`. */
export type Path = readonly (string | number)[]

/** A YAML text as plain data, every scalar as the text that stands there, with the line of each place. */
export type Lined = Readonly<{
  data: unknown
  /** Line of the place, or of the nearest thing around it that exists; counted from 1. */
  lineOf(path: Path): number
  faults: readonly Readonly<{ line: number; message: string }>[]
}>

/** Reads YAML without interpreting scalars. Empty values count as not written. Never throws. */
export function readLined(text: string): Lined {
  const counter = new LineCounter()
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: counter, prettyErrors: false })
  const lineAt = (offset: number): number => Math.max(1, counter.linePos(offset).line)
  const faults = document.errors.map((error) => ({
    line: lineAt(error.pos[0]),
    message: explain(error, text),
  }))
  const lineOf = (path: Path): number => lineAt(offsetOf(document.contents, path))
  // Broken YAML parses to something arbitrary; a repeated key is the one error that leaves the rest readable.
  if (document.errors.some(({ code }) => code !== 'DUPLICATE_KEY')) return { data: undefined, lineOf, faults }
  try {
    return { data: withoutBlanks(document.toJS({ maxAliasCount: 100 })), lineOf, faults }
  } catch {
    return {
      data: undefined,
      lineOf,
      faults: [...faults, { line: 1, message: '引用（& 和 *）太多或不完整，请直接写出内容' }],
    }
  }
}

function explain(error: YAMLError, text: string): string {
  if (error.code === 'DUPLICATE_KEY') {
    return `“${
      text
        .slice(error.pos[0])
        .match(/^[^:\n]*/)?.[0]
        .trim() ?? ''
    }”在同一处写了两次，请删掉一个`
  }
  if (error.code === 'TAB_AS_INDENT') return '行首用了制表符（Tab），请改成空格'
  return '写法不对，请检查这一行和上一行的缩进、冒号后的空格、引号和括号'
}

function offsetOf(root: unknown, path: Path): number {
  let node: unknown = root
  let offset = startOf(node)
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      if (!pair) return offset
      offset = startOf(pair.key)
      node = pair.value
    } else if (isSeq(node) && typeof step === 'number' && node.items[step] !== undefined) {
      node = node.items[step]
      offset = startOf(node)
    } else return offset
  }
  return offset
}

function startOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0
}

/** The same data without map entries that are empty, so that `phone:` with nothing behind it means no phone. */
function withoutBlanks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutBlanks)
  if (typeof value === 'string') return value.trim()
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, withoutBlanks(inner)] as const)
      .filter(([, inner]) => inner !== '' && inner !== null),
  )
}
