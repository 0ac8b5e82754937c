import type { Understanding } from '../types.ts'
import { withElliptic } from '../reporting/elliptic.ts'
import { nil, report } from '../reporting/reporting.ts'
import type { Reading } from '../text/reading.ts'
import { readCandidates, type Candidates } from './candidates.ts'
import { gather, type Evidence } from './evidence.ts'
import { lead, start, weights, type Column, type Meaning } from './weights.ts'

const short = {
  'register-hazard': 'reg',
  'report-progress': 'rep',
  'confirm-rectified': 'con',
  reinspect: 'rei',
  query: 'que',
  none: 'none',
} as const satisfies Record<Meaning, Column>

export type Weighed = Readonly<{
  understood: Understanding
  candidates: Candidates
  evidence: readonly Evidence[]
  scores: Readonly<Partial<Record<Meaning, number>>>
}>

/** Weighs the evidence of open talk and takes the heaviest meaning that the message can have. */
export function weigh(r: Reading): Weighed {
  const candidates = readCandidates(r)
  const evidence = gather(r, candidates)
  const scores: Partial<Record<Meaning, number>> = {}
  let best: Meaning = 'none'
  // However much else stands before it, a question at the end is never data.
  const asked = evidence.some((e) => e.id === 'questionMark' || e.id === 'questionTail')
  for (const [meaning, key] of Object.entries(short) as [Meaning, (typeof short)[Meaning]][]) {
    if (!possible(meaning, candidates) || (asked && meaning !== 'query' && meaning !== 'none')) continue
    let sum: number = start[key]
    for (const { id } of evidence) sum += weights[id][key] ?? 0
    if (meaning !== 'none' && meaning !== 'query') sum -= lead
    scores[meaning] = sum
    if (sum > (scores[best] ?? -Infinity)) best = meaning
  }
  return { understood: saying(best, r, candidates), candidates, evidence, scores }
}

function possible(meaning: Meaning, c: Candidates): boolean {
  switch (meaning) {
    case 'register-hazard':
      return c.hazards.length > 0
    case 'report-progress':
      return c.nil || Object.keys(c.counts.counts).length > 0
    case 'confirm-rectified':
      return c.confirmed !== undefined
    case 'reinspect':
      return c.verdict !== undefined
    case 'query':
      return c.query !== undefined
    case 'none':
      return true
  }
}

function saying(meaning: Meaning, r: Reading, c: Candidates): Understanding {
  const none: Understanding = { intent: 'none' }
  switch (meaning) {
    case 'register-hazard':
      return { intent: 'register-hazard', hazards: c.hazards }
    case 'report-progress':
      return c.nil ? nil(r.text) : report(r.text, withElliptic(r.text, c.counts))
    case 'confirm-rectified':
      return c.confirmed ?? none
    case 'reinspect':
      return c.verdict ?? none
    case 'query':
      return c.query ?? none
    case 'none':
      return none
  }
}
