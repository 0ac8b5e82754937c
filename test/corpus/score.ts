import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Lexicon } from '../../src/chat/understand/types.ts'
import { understand } from '../../src/chat/understand/understand.ts'

type Said = Readonly<Record<string, unknown>>
export type Labelled = Readonly<{
  id: string
  text: string
  now: string
  from: Readonly<{ unit?: string; role?: string }>
  expect: Said & Readonly<{ intent: string }>
}>

const file = (name: string): string => readFileSync(fileURLToPath(new URL(name, import.meta.url)), 'utf8')

/** Files whose messages nobody has read: neither rules nor weights are made from them. */
export const UNREAD: readonly string[] = ['unseen-15.jsonl', 'unseen-16.jsonl']

/** The labelled messages of one file. */
export const messagesOf = (name: string): readonly Labelled[] =>
  file(`./${name}`)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Labelled)

/** The lines of a text file without the empty ones. */
export const linesOf = (name: string): readonly string[] =>
  file(`./${name}`)
    .split('\n')
    .filter((line) => line.trim() !== '')

const directory = JSON.parse(file('./directory.json')) as {
  codePrefix: string
  units: Lexicon['units']
  communities: Lexicon['communities']
}
/** The names of the fictional 云川县. */
export const lexicon: Lexicon = {
  units: directory.units,
  communities: directory.communities,
  codePrefixes: [directory.codePrefix],
}

const quiet: ReadonlySet<string> = new Set(['none', 'query', 'help', 'acknowledge'])
const labelled: ReadonlySet<string> = new Set([
  ...quiet,
  'register-hazard',
  'report-progress',
  'confirm-rectified',
  'reinspect',
  'request-extension',
  'transfer',
  'list-for-supervision',
  'export',
  'feedback',
])

export type Score = Readonly<{
  intents: number
  exact: number
  recordedTalk: number
  wrong: readonly string[]
}>

/** Shares of right intents, of messages right in all slots, and of talk that would be recorded. */
export function score(messages: readonly Labelled[]): Score {
  let intents = 0
  let exact = 0
  let talk = 0
  let recorded = 0
  const wrong: string[] = []
  for (const { id, text, now, from, expect } of messages) {
    const said: Said = understand(text, { lexicon, now: new Date(now), from })
    const intent = labelled.has(String(said['intent'])) ? String(said['intent']) : 'none'
    if (quiet.has(expect.intent)) {
      talk++
      if (!quiet.has(intent) && intent !== 'export') recorded++
    }
    if (intent === expect.intent) intents++
    else wrong.push(`${id} ${expect.intent} → ${intent}: ${text.slice(0, 60)}`)
    if (intent === expect.intent && same(expect, { ...said, intent })) exact++
  }
  return {
    intents: intents / messages.length,
    exact: exact / messages.length,
    recordedTalk: recorded / Math.max(1, talk),
    wrong,
  }
}

const slots = [
  'place', 'community', 'category', 'responsible', 'due', 'fixedOnSpot', 'severity', 'period', 'counts', 'zero',
  'correction', 'codes', 'result', 'to', 'subject', 'unit', 'document', 'none', 'opinion',
] // prettier-ignore
const ofIntent: Readonly<Record<string, readonly string[]>> = { acknowledge: [], help: [], none: [] }

function same(a: Said, b: Said): boolean {
  const wanted = (a['hazards'] ?? []) as readonly Said[]
  const rest = [...((b['hazards'] ?? []) as readonly Said[])]
  if (wanted.length !== rest.length) return false
  for (const hazard of wanted) {
    const at = rest.findIndex((other) => same(hazard, other))
    if (at < 0) return false
    rest.splice(at, 1)
  }
  return (ofIntent[String(a['intent'])] ?? slots).every((slot) => alike(slot, a[slot], b[slot]))
}

function alike(slot: string, a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return a === b || (a ?? b) === false
  if (slot === 'place' || slot === 'opinion') return loosely(String(a), String(b))
  if (slot === 'codes')
    return JSON.stringify([...(a as string[])].sort()) === JSON.stringify([...(b as string[])].sort())
  if (slot === 'counts') {
    const [x, y] = [a as Record<string, number>, b as Record<string, number>]
    return [...new Set([...Object.keys(x), ...Object.keys(y)])].every((key) => x[key] === y[key])
  }
  return a === b
}

/** One written place holds the other and both name the same numbers. */
function loosely(a: string, b: string): boolean {
  const [x, y] = [a, b].map((s) => s.normalize('NFKC').replace(/[\s\p{P}#]+/gu, '')) as [string, string]
  const numbers = (s: string) => (s.match(/[0-9一二三四五六七八九十]+/gu) ?? []).join()
  if (x.includes(y) || y.includes(x))
    return numbers(x) === numbers(y) || Math.min(x.length, y.length) * 2 >= Math.max(x.length, y.length)
  if (numbers(x) !== numbers(y)) return false
  const common = [...x].filter((c) => y.includes(c)).length
  return common / Math.max(x.length, y.length) >= 0.7
}
