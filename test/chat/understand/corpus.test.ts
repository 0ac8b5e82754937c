import { describe, expect, test } from 'vitest'
import { lexicon, messagesOf, score, UNREAD } from '../../corpus/score.ts'
import { fingerprint, lessonsOf } from '../../corpus/learn.ts'
import { voices } from '../../corpus/voices.ts'
import { learntFrom } from '../../../src/chat/understand/learned/intents/intents.ts'
import { understand } from '../../../src/chat/understand/understand.ts'

const habits = [
  ...Array.from({ length: 12 }, (_, i) => `habits-${i + 1}.jsonl`),
  ...Array.from({ length: 4 }, (_, i) => `unseen-${i + 1}.jsonl`),
].flatMap(messagesOf)

describe('the messages of writers with many habits', () => {
  // The floors are what was reached, less a little: whoever makes it worse should notice.
  test('are understood at least as well as when these floors were set', () => {
    const { intents, exact, recordedTalk, wrong } = score(habits)
    expect(recordedTalk, wrong.join('\n')).toBeLessThanOrEqual(0.005)
    expect(intents, wrong.join('\n')).toBeGreaterThanOrEqual(0.985)
    expect(exact).toBeGreaterThanOrEqual(0.92)
  })

  test('so are the rounds of writers with offices, dialects and habits of their own, from which the weights were learnt', () => {
    const { intents, exact, recordedTalk, wrong } = score(
      Array.from({ length: 7 }, (_, i) => `habits-${i + 13}.jsonl`).flatMap(messagesOf),
    )
    expect(recordedTalk, wrong.join('\n')).toBeLessThanOrEqual(0.005)
    expect(intents, wrong.join('\n')).toBeGreaterThanOrEqual(0.97)
    expect(exact).toBeGreaterThanOrEqual(0.82)
  })

  // No message of these is shown when it fails: nobody is to read them.
  test('and those that nobody has read', () => {
    const { intents, exact, recordedTalk } = score(UNREAD.flatMap(messagesOf))
    expect(recordedTalk).toBeLessThanOrEqual(0.02)
    expect(intents).toBeGreaterThanOrEqual(0.94)
    expect(exact).toBeGreaterThanOrEqual(0.77)
  })

  test('mean the same with a space before them, as after a mention', () => {
    for (const { text, now, from } of habits.slice(0, 60)) {
      const given = { lexicon, now: new Date(now), from }
      expect(understand(` ${text}`, given)).toEqual(understand(text, given))
    }
  })
})

test('the weights were learnt from the messages as they stand: npm run learn', () => {
  expect(learntFrom).toBe(fingerprint(lessonsOf()))
})

describe('voices: one line each, what it means before it', () => {
  test.each(voices())('$expect.intent $text', ({ text, now, from, expect: { intent } }) => {
    expect(understand(text, { lexicon, now: new Date(now), from }).intent).toBe(intent)
  })
})
