import { createHash } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { featuresOf } from '../../src/chat/understand/learned/features.ts'
import { ALWAYS, learnt, type Learnt } from '../../src/chat/understand/learned/model.ts'
import { splitQuote } from '../../src/chat/understand/layout/quotes.ts'
import { read } from '../../src/chat/understand/text/reading.ts'
import { layOut } from '../../src/chat/understand/understand.ts'
import { weigh } from '../../src/chat/understand/weighing/weighing.ts'
import { learn, type Lesson } from './learning.ts'
import { lexicon, messagesOf, UNREAD, type Labelled } from './score.ts'
import { voices } from './voices.ts'

/** Weights under so many hundredths say nothing that matters. */
const LEAST = 5

/** The messages that may be learnt from: all of this folder but those that nobody has read. */
export const lessonsOf = (): readonly Labelled[] => [
  ...readdirSync(new URL('./', import.meta.url))
    .filter((name) => name.endsWith('.jsonl') && !UNREAD.includes(name))
    .sort()
    .flatMap(messagesOf),
  ...voices(),
]

/** What the lessons are, in few characters: the model says which it was learnt from. */
export const fingerprint = (lessons: readonly Labelled[]): string =>
  createHash('sha256')
    .update(JSON.stringify(lessons.map(({ text, from, expect }) => [text, from.role, expect.intent])))
    .digest('hex')
    .slice(0, 16)

export function lessonOf({ text, now, from, expect }: Labelled): Lesson {
  const { said } = splitQuote(layOut(text))
  const r = read(said, { lexicon, now: new Date(now), from })
  return { features: new Set(featuresOf(r, weigh(r))), label: learnt.indexOf(expect.intent as Learnt) }
}

/** `npm run learn`: writes the weights anew from the labelled messages. */
function main(): void {
  const messages = lessonsOf()
  const weights = learn(messages.map(lessonOf), learnt.length)
  const kept = [...weights]
    .map(([feature, row]) => [feature, row.map((w) => Math.round(w * 100))] as const)
    .filter(([feature, row]) => feature === ALWAYS || row.some((w) => Math.abs(w) >= LEAST))
  const lines = kept.map(([feature, row]) => `${JSON.stringify(feature)}:${JSON.stringify(row)}`)
  writeFileSync(
    new URL('../../src/chat/understand/learned/model.json', import.meta.url),
    `{"learntFrom":"${fingerprint(messages)}","weights":{\n${lines.join(',\n')}\n}}\n`,
  )
  process.stdout.write(`${messages.length} messages, ${kept.length} of ${weights.size} features kept\n`)
}

if (process.argv[1]?.endsWith('learn.ts')) main()
