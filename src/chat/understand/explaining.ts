import type { Category, Speaking, Lexicon, Understanding } from './types.ts'
import { judge } from './hazards/categories.ts'
import { findDates, writeDate } from './text/dates.ts'
import { findNumbers } from './text/numbers.ts'
import { tellingWords } from './learned/findings/findings.ts'
import { featuresOf } from './learned/intents/features.ts'
import { isLearnt, learnt, likelihoods, weightOf } from './learned/intents/intents.ts'
import { weigh } from './weighing/weighing.ts'
import { weights } from './weighing/weights.ts'
import { unify } from './text/normalise.ts'
import { read, type Reading } from './text/reading.ts'

/** For each slot of what was understood, the words of the message that gave it. */
export type Explanation = Readonly<Record<string, string>>

/** Why a message was taken for what it was. */
export type Reasons = Readonly<{
  /** What the rules weighed, as `feature (words): reason, +weight meaning`. */
  evidence: readonly string[]
  /** The sum of that for each meaning that the message can have. */
  scores: Readonly<Record<string, number>>
  /** How likely messages with such words make each meaning, the three likeliest, from 0 to 1. */
  likely: Readonly<Record<string, number>>
  /** What speaks most for the meaning that was taken, as `words +weight`; ⌂ a compound, ⚑ a unit, № a hazard's number, 0 a number. */
  words: readonly string[]
}>

/** What spoke for the intent of what was understood; undefined for what only a closed form can mean: a command, a fire. */
export function explainIntent(
  { intent }: Understanding,
  tidy: string,
  given: Readonly<{ lexicon: Lexicon; now: Date; from?: Speaking }>,
): Reasons | undefined {
  if (!isLearnt(intent)) return undefined
  const r = read(tidy, given)
  const weighed = weigh(r)
  const features = [...featuresOf(r, weighed)]
  const logs = likelihoods(features)
  const likely = learnt
    .map((each, i) => [each, Math.round(100 * Math.exp(logs[i] ?? -Infinity)) / 100] as const)
    .sort(([, a], [, b]) => b - a)
  const words = features
    .map((feature) => ({ feature, weight: weightOf(feature, intent) / 100 }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
  return {
    evidence: weighed.evidence.map(({ id, words: said }) => {
      const { why, ...columns } = weights[id]
      const each = Object.entries(columns).map(
        ([column, weight]) => `${column} ${weight > 0 ? '+' : ''}${weight}`,
      )
      return `${id}${said ? `（${said}）` : ''}: ${why}; ${each.join(', ')}`
    }),
    scores: weighed.scores,
    likely: Object.fromEntries(likely.slice(0, 3)),
    words: words.slice(0, 8).map(({ feature, weight }) => `${feature} +${weight}`),
  }
}

/** Says which words gave which slot. `tidy` is the message as the rules read it. */
export function explain(
  understood: Understanding,
  tidy: string,
  given: Readonly<{ lexicon: Lexicon; now: Date; from?: Speaking }>,
): Explanation {
  const r = read(tidy, given)
  const words: Record<string, string> = {}
  const put = (slot: string, found: string | undefined) => {
    if (found) words[slot] = found.trim()
  }
  for (const [slot, value] of Object.entries(understood)) {
    if (slot === 'hazards' && understood.intent === 'register-hazard')
      for (const [i, hazard] of understood.hazards.entries())
        for (const [part, said] of Object.entries(hazard))
          if (part !== 'description') put(`hazards[${i}].${part}`, wordsOf(part, said, r, hazard.description))
    if (slot === 'counts')
      for (const [key, count] of Object.entries(value as Record<string, number>))
        put(`counts.${key}`, around(r.text, count))
    if (slot === 'codes')
      for (const code of value as readonly string[]) {
        const hit = r.codes.find((c) => c.codes.includes(code))
        put(`codes.${code}`, hit && r.written.slice(hit.start, hit.end))
      }
    if (!['intent', 'hazards', 'counts', 'codes', 'cumulative', 'note', 'reason'].includes(slot))
      put(slot, wordsOf(slot, value, r, r.text))
  }
  return words
}

function wordsOf(slot: string, value: unknown, r: Reading, within: string): string | undefined {
  if (['community', 'responsible', 'unit', 'to'].includes(slot)) {
    const hit = r.names.find((n) => n.id === value)
    return hit
      ? r.written.slice(hit.start, hit.end)
      : typeof value === 'string' && r.written.includes(value)
        ? value
        : undefined
  }
  if (slot === 'due') {
    const hit = findDates(r.text, r.now).find((d) => writeDate(d) === value)
    return hit && r.written.slice(hit.start, hit.end)
  }
  if (slot === 'category') {
    const judged = judge(unify(within))
    return judged?.category === value ? judged?.word : tellingWords(r, unify(within), value as Category)
  }
  if (slot === 'period')
    return /.?(?:半月|周|星期|礼拜|月|旬|阶段|以来|截至|累计|[昨今当]?[天日晚夜]).?/u.exec(r.text)?.[0]
  if (slot === 'severity') return /重大|一般/u.exec(r.text)?.[0]
  if (slot === 'fixedOnSpot') return /(?:当场|现场|已)[^，。；]{0,8}/u.exec(r.text)?.[0]
  if (slot === 'result')
    return /(?:不|未|没)?(?:合格|通过|过关|达标|彻底)|打回|退回|反弹|属实|销[号案]?|没改|仍[^，。]{0,4}/u.exec(
      r.text,
    )?.[0]
  return typeof value === 'string' ? value : undefined
}

/** The number with what stands before it in its clause. */
function around(text: string, count: number): string | undefined {
  const hit = findNumbers(text).find((n) => n.value === count)
  if (!hit) return /全部|均|都|未发现|没发现|无/u.exec(text)?.[0]
  const start =
    Math.max(...['，', '。', '；', '：', '、', ' ', '\n'].map((c) => text.lastIndexOf(c, hit.start - 1))) + 1
  return text.slice(start, hit.end + 1)
}
