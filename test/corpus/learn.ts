import { createHash } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { ALWAYS } from '../../src/chat/understand/learned/weights.ts'
import { learnCounts } from './lessons/counts.ts'
import { learnFindings } from './lessons/findings.ts'
import { learnIntents } from './lessons/intents.ts'
import { learnPlaces } from './lessons/places.ts'
import { learnResults } from './lessons/results.ts'
import { learnSubjects } from './lessons/subjects.ts'
import { messagesOf, UNREAD, type Labelled } from './score.ts'
import { voices } from './voices.ts'

/** Weights under so many hundredths say nothing that matters. */
const LEAST = 5

/** What is learnt, and the file of its weights. */
const learners = {
  'intents/intents': learnIntents,
  'findings/findings': learnFindings,
  'places/places': learnPlaces,
  'counts/counts': learnCounts,
  'subjects/subjects': learnSubjects,
  'results/results': learnResults,
} as const

/** The messages that may be learnt from: all of this folder but those that nobody has read, and `without` some files. */
export const lessonsOf = (without: readonly string[] = []): readonly Labelled[] => [
  ...readdirSync(new URL('./', import.meta.url))
    .filter((name) => name.endsWith('.jsonl') && ![...UNREAD, ...without].includes(name))
    .sort()
    .flatMap(messagesOf),
  ...voices(),
]

/** What the lessons are, in few characters: the model says which it was learnt from. */
export const fingerprint = (lessons: readonly Labelled[]): string =>
  createHash('sha256')
    .update(JSON.stringify(lessons.map(({ text, from, expect }) => [text, from.role, expect])))
    .digest('hex')
    .slice(0, 16)

/** Writes weights in hundredths, a feature a line, and answers how many were kept. */
function keep(name: string, weights: ReadonlyMap<string, readonly number[]>, learntFrom: string): number {
  const kept = [...weights]
    .map(([feature, row]) => [feature, row.map((w) => Math.round(w * 100))] as const)
    .filter(([feature, row]) => feature === ALWAYS || row.some((w) => Math.abs(w) >= LEAST))
  const lines = kept.map(([feature, row]) => `${JSON.stringify(feature)}:${JSON.stringify(row)}`)
  writeFileSync(
    new URL(`../../src/chat/understand/learned/${name}.json`, import.meta.url),
    `{"learntFrom":"${learntFrom}","weights":{\n${lines.join(',\n')}\n}}\n`,
  )
  return kept.length
}

/**
 * `npm run learn`: writes the weights anew from the labelled messages. `--without a.jsonl,b.jsonl` leaves files out, to
 * measure on them; `--only counts` learns one of the subjects.
 */
function main(args: readonly string[]): void {
  const option = (name: string): string => args[args.indexOf(name) + 1 || args.length] ?? ''
  const messages = lessonsOf(option('--without').split(','))
  for (const [name, learnFrom] of Object.entries(learners)) {
    if (!name.startsWith(option('--only'))) continue
    const kept = keep(name, learnFrom(messages), fingerprint(messages))
    process.stdout.write(`${name}: ${kept} features kept of ${messages.length} messages\n`)
  }
}

if (process.argv[1]?.endsWith('learn.ts')) main(process.argv.slice(2))
