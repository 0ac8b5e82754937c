import { featuresOf } from '../../../src/chat/understand/learned/intents/features.ts'
import { learnt, type Learnt } from '../../../src/chat/understand/learned/intents/intents.ts'
import { weigh } from '../../../src/chat/understand/weighing/weighing.ts'
import { learn, type Lesson } from '../learning.ts'
import type { Labelled } from '../score.ts'
import { readingOf } from './reading.ts'

function lessonOf(message: Labelled): Lesson {
  const r = readingOf(message)
  return {
    features: new Set(featuresOf(r, weigh(r))),
    label: learnt.indexOf(message.expect.intent as Learnt),
  }
}

/** Learns what messages mean. */
export const learnIntents = (messages: readonly Labelled[]): ReadonlyMap<string, readonly number[]> =>
  learn(messages.map(lessonOf), learnt.length)
