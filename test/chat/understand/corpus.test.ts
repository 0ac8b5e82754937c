import { describe, expect, test } from 'vitest'
import { lexicon, linesOf, messagesOf, score } from '../../corpus/score.ts'
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

  test('mean the same with a space before them, as after a mention', () => {
    for (const { text, now, from } of habits.slice(0, 60)) {
      const given = { lexicon, now: new Date(now), from }
      expect(understand(` ${text}`, given)).toEqual(understand(text, given))
    }
  })
})

const intents: Readonly<Record<string, string>> = {
  reg: 'register-hazard',
  rep: 'report-progress',
  con: 'confirm-rectified',
  rei: 'reinspect',
  ext: 'request-extension',
  tra: 'transfer',
  lis: 'list-for-supervision',
  que: 'query',
  exp: 'export',
  fee: 'feedback',
  ack: 'acknowledge',
  help: 'help',
  none: 'none',
}

describe('voices: one line each, what it means before it', () => {
  const now = new Date('2026-11-18T10:07:00+08:00')
  const lines = linesOf('voices.txt').map((line) => {
    const [, key = '', role, text = ''] = /^(\w+)(?:@(\w+))? (.*)$/.exec(line) ?? []
    return {
      key,
      text: text.replace(/\\n/g, '\n').replace(/\\t/g, '\t'),
      role: role ?? (key === 'rei' ? 'inspector' : 'liaison'),
    }
  })
  test.each(lines)('$key $text', ({ key, text, role }) => {
    expect(understand(text, { lexicon, now, from: { unit: 'U01', role } }).intent).toBe(intents[key])
  })
})
