import { counted } from '../../../src/chat/understand/learned/counts/counts.ts'
import { figuresOf, type Figure } from '../../../src/chat/understand/learned/counts/figures.ts'
import { looksOf, ruledIn } from '../../../src/chat/understand/learned/counts/looks.ts'
import { correctedText } from '../../../src/chat/understand/reporting/periods.ts'
import { learn, type Lesson } from '../learning.ts'
import type { Labelled } from '../score.ts'
import { readingOf } from './reading.ts'

/** For each number what the label says that it counts; where two numbers are equal the one that the rules take. */
function labelsOf(figures: readonly Figure[], counts: Readonly<Record<string, number>>): readonly number[] {
  const labels = figures.map(() => 0)
  const left = new Map(Object.entries(counts))
  const give = (i: number, key: string) => {
    labels[i] = counted.indexOf(key as never)
    left.delete(key)
  }
  for (const [i, { ruled, number }] of figures.entries())
    if (ruled !== '' && left.get(ruled) === number.value) give(i, ruled)
  for (const [key, value] of left) {
    const i = figures.findIndex(({ number }, k) => labels[k] === 0 && number.value === value)
    if (i >= 0) give(i, key)
  }
  return labels
}

function lessonsOf(message: Labelled): readonly Lesson[] {
  const { text } = readingOf(message)
  const figures = figuresOf(message.expect['correction'] ? correctedText(text) : text)
  const labels = labelsOf(figures, (message.expect['counts'] ?? {}) as Readonly<Record<string, number>>)
  return labels.map((label, i) => ({
    features: looksOf(figures, i, counted[labels[i - 1] ?? 0] ?? '', ruledIn(figures)),
    label,
  }))
}

/** Learns what the numbers of reports count. */
export const learnCounts = (messages: readonly Labelled[]): ReadonlyMap<string, readonly number[]> =>
  learn(
    messages
      .filter(
        ({ expect }) => expect.intent === 'report-progress' && ('counts' in expect || 'correction' in expect),
      )
      .flatMap(lessonsOf),
    counted.length,
    { ridge: 1 },
  )
