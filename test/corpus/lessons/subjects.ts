import { looksOf, subjects } from '../../../src/chat/understand/learned/subjects/subjects.ts'
import { readQuery } from '../../../src/chat/understand/talk/queries.ts'
import { learn } from '../learning.ts'
import type { Labelled } from '../score.ts'
import { readingOf } from './reading.ts'

/** Learns what questions are about. */
export const learnSubjects = (messages: readonly Labelled[]): ReadonlyMap<string, readonly number[]> =>
  learn(
    messages
      .filter(({ expect }) => expect.intent === 'query' && 'subject' in expect)
      .map((message) => {
        const r = readingOf(message)
        const ruled = readQuery(r)
        return {
          features: looksOf(r, ruled.intent === 'query' ? ruled.subject : ''),
          label: subjects.indexOf(message.expect['subject'] as never),
        }
      }),
    subjects.length,
    { ridge: 1 },
  )
