import * as chrono from 'chrono-node'
import { lexicon, messagesOf, type Labelled } from '../../corpus/score.ts'
import { thingIndex } from '../../../src/chat/understand/hazards/things.ts'
import { findDates, isDeadline, writeDate } from '../../../src/chat/understand/text/dates.ts'
import { findNames, indexOf } from '../../../src/chat/understand/text/names.ts'
import { normalise } from '../../../src/chat/understand/text/normalise.ts'
import { scanWords } from '../../../src/chat/understand/text/words.ts'
import { understand } from '../../../src/chat/understand/understand.ts'

const files = [
  ...Array.from({ length: 12 }, (_, i) => `habits-${i + 1}.jsonl`),
  ...Array.from({ length: 4 }, (_, i) => `unseen-${i + 1}.jsonl`),
]
const percent = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`

/** Messages a second on one core, told by processor time so that a busy machine matters less. */
function rate(messages: readonly Labelled[], read: (m: Labelled) => unknown): number {
  for (const m of messages) read(m)
  const before = process.cpuUsage()
  let done = 0
  while (done < 5 * messages.length) read(messages[done++ % messages.length] as Labelled)
  const { user, system } = process.cpuUsage(before)
  return Math.round((done * 1e6) / (user + system))
}

/** The deadlines that the labels name, each once. */
function deadlines(m: Labelled): readonly string[] {
  const hazards = (m.expect['hazards'] ?? []) as readonly Readonly<{ due?: string }>[]
  const own = typeof m.expect['due'] === 'string' ? [m.expect['due']] : []
  return [...new Set([...hazards.flatMap(({ due }) => due ?? []), ...own])]
}

const day = (due: string): string => due.slice(0, 10)
const shanghai = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)

const byChrono = (m: Labelled): readonly string[] =>
  chrono.zh.hans
    .parse(m.text, { instant: new Date(m.now), timezone: 480 }, { forwardDate: true })
    .map((found) => shanghai(found.date()))
const byUs = (m: Labelled): readonly string[] =>
  findDates(normalise(m.text), new Date(m.now)).map((hit) => day(writeDate(hit)))
const byUsAsDeadline = (m: Labelled): readonly string[] => {
  const text = normalise(m.text)
  return findDates(text, new Date(m.now)).flatMap((hit) => (isDeadline(text, hit) ? day(writeDate(hit)) : []))
}
const byTheWhole = (m: Labelled): readonly string[] =>
  deadlines({
    ...m,
    expect: understand(m.text, { lexicon, now: new Date(m.now), from: m.from }) as Labelled['expect'],
  }).map(day)

function compareDates(messages: readonly Labelled[]): void {
  const dated = messages.filter((m) => deadlines(m).length > 0)
  const undated = messages.filter((m) => deadlines(m).length === 0)
  const wanted = dated.reduce((sum, m) => sum + deadlines(m).length, 0)
  console.log(
    `deadlines: ${wanted} in ${dated.length} labelled messages; ${undated.length} messages have none\n` +
      `${'reader'.padEnd(26)} ${'found'.padStart(8)} ${'days read where none is due'.padStart(28)} ${'messages/s'.padStart(11)}`,
  )
  for (const [name, read] of [
    ['chrono-node zh.hans', byChrono],
    ['ours, every day', byUs],
    ['ours, deadlines', byUsAsDeadline],
    ['ours, the whole message', byTheWhole],
  ] as const) {
    let found = 0
    for (const m of dated) {
      const days = read(m)
      found += deadlines(m).filter((due) => days.includes(day(due))).length
    }
    const loose = undated.filter((m) => read(m).length > 0).length
    console.log(
      `${name.padEnd(26)} ${percent(found, wanted).padStart(8)} ${percent(loose, undated.length).padStart(28)} ${String(rate(messages, read)).padStart(11)}`,
    )
  }
}

function compareWords(messages: readonly Labelled[]): void {
  const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
  const index = indexOf(lexicon)
  const edges = (text: string): ReadonlySet<number> =>
    new Set([...segmenter.segment(text)].map(({ index: at }) => at).concat(text.length))
  const tally = { things: { all: 0, cut: 0 }, names: { all: 0, cut: 0 } }
  for (const m of messages) {
    const text = normalise(m.text)
    const cuts = edges(text)
    for (const [kind, hits] of [
      ['things', scanWords(text, thingIndex)],
      ['names', findNames(text, index)],
    ] as const)
      for (const { start, end } of hits) {
        tally[kind].all++
        if (cuts.has(start) && cuts.has(end)) tally[kind].cut++
      }
  }
  console.log(`\nwords: how often Intl.Segmenter (ICU) cuts at both ends of what the word lists found`)
  console.log(`things at fault      ${percent(tally.things.cut, tally.things.all)} of ${tally.things.all}`)
  console.log(`units and compounds  ${percent(tally.names.cut, tally.names.all)} of ${tally.names.all}`)
  console.log(`Intl.Segmenter       ${rate(messages, (m) => edges(normalise(m.text)))} messages/s`)
  const scan = (m: Labelled) => {
    const text = normalise(m.text)
    return [scanWords(text, thingIndex), findNames(text, index)]
  }
  console.log(`ours, things + names ${rate(messages, scan)} messages/s`)
}

/** `npm run bench -- --what words`: dates beside chrono-node's Chinese parser, words beside the segmenter of ICU. */
export function benchWords(): void {
  const messages = files.flatMap(messagesOf)
  compareDates(messages)
  compareWords(messages)
  const whole = rate(messages, (m) => understand(m.text, { lexicon, now: new Date(m.now), from: m.from }))
  console.log(`\nthe whole understanding: ${whole} messages/s`)
}
