import { looksOf, results } from '../../../src/chat/understand/learned/results/results.ts'
import { learn } from '../learning.ts'
import type { Labelled } from '../score.ts'
import { readingOf } from './reading.ts'

/** Learns what verdicts on site say. */
export const learnResults = (messages: readonly Labelled[]): ReadonlyMap<string, readonly number[]> =>
  learn(
    messages
      .filter(({ expect }) => expect.intent === 'reinspect' && 'result' in expect)
      .map((message) => ({
        features: looksOf(readingOf(message)),
        label: results.indexOf(message.expect['result'] as never),
      })),
    results.length,
    { ridge: 1 },
  )
