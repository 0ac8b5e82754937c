import type { Understanding } from '../../types.ts'
import type { Reading } from '../../text/reading.ts'
import { readCandidates } from '../../weighing/candidates.ts'
import { openingCode } from '../../text/codes.ts'
import type { Weighed } from '../../weighing/weighing.ts'
import { featuresOf } from './features.ts'
import { gramsOf } from './grams.ts'
import { meantAs } from './meanings.ts'
import { isLearnt, learnt, likelihoods, type Learnt } from './intents.ts'

/** What the rules' own reading is worth, on the scale of natural logarithms: a closed form's, and a weighed one's. */
const TRUST = { form: 2, weighed: 0.5 }
/** By how much likelier something that is written down must be when the rules did not see it. */
const CAUTION = 0.7

const quiet: ReadonlySet<Learnt> = new Set(['none', 'query', 'help', 'acknowledge', 'export'])

/** What can be said of a hazard by its number. */
const numbered: ReadonlySet<Learnt> = new Set([
  'confirm-rectified',
  'reinspect',
  'request-extension',
  'transfer',
  'list-for-supervision',
])

/** 「46 给我宽到下周五」: a number that opens what is said of hazards is a hazard's, when no other is named. */
function meantOf(intent: Learnt, r: Reading, { candidates }: Weighed): Understanding | undefined {
  const opening = r.codes.length === 0 ? openingCode(r.text, r.index.prefixes) : undefined
  if (!opening) return meantAs(intent, r, candidates)
  const named = { ...r, codes: [opening] }
  return meantAs(intent, named, readCandidates(named))
}

/** Whether messages with such words mostly meant what the closed form says: then nothing needs to be weighed. */
export function isUsual(form: Understanding, r: Reading): boolean {
  if (!isLearnt(form.intent)) return true
  const likely = likelihoods(gramsOf(r))
  return likely.indexOf(Math.max(...likely)) === learnt.indexOf(form.intent)
}

/**
 * Holds what the rules understood, by a closed form or else by weight, against what messages with such words meant
 * before, and takes the likelier. What only the rules know (a command, a fire) stands, and a question is never data.
 */
export function decide(form: Understanding | undefined, r: Reading, weighed: Weighed): Understanding {
  const ruled = form ?? weighed.understood
  if (!isLearnt(ruled.intent)) return ruled
  // 1号已安排 is said of one hazard, whoever says it.
  if (form?.intent === 'acknowledge' && r.codes.length > 0) return form
  const likely = likelihoods(featuresOf(r, weighed))
  const asked = weighed.evidence.some(({ id }) => id === 'questionMark' || id === 'questionTail')
  const ranked = learnt
    .filter((intent) => intent === ruled.intent || !asked || quiet.has(intent))
    .map((intent) => {
      const score = likely[learnt.indexOf(intent)] ?? -Infinity
      if (intent === ruled.intent) return { intent, score: score + (form ? TRUST.form : TRUST.weighed) }
      return { intent, score: quiet.has(intent) ? score : score - CAUTION }
    })
    .sort((a, b) => b.score - a.score)
  for (const { intent } of ranked) {
    if (intent === ruled.intent) return ruled
    const meant = numbered.has(intent) ? meantOf(intent, r, weighed) : meantAs(intent, r, weighed.candidates)
    if (meant) return meant
  }
  return ruled
}
