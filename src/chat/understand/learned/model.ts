import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** What the labelled messages of `test/corpus` are labelled with; other intents have a closed form and are never learnt. */
export const learnt = [
  'register-hazard',
  'report-progress',
  'confirm-rectified',
  'reinspect',
  'request-extension',
  'transfer',
  'list-for-supervision',
  'query',
  'export',
  'feedback',
  'acknowledge',
  'help',
  'none',
] as const
export type Learnt = (typeof learnt)[number]
export const isLearnt = (intent: string): intent is Learnt => (learnt as readonly string[]).includes(intent)

/** `weights` holds for each feature what it adds for each intent, in hundredths and in the order of `learnt`. */
export const Model = z.object({
  learntFrom: z.string(),
  weights: z.record(z.string(), z.array(z.number().int()).length(learnt.length)),
})
export type Model = Readonly<z.infer<typeof Model>>

/** The feature that every message has. */
export const ALWAYS = ''

const model = Model.parse(JSON.parse(readFileSync(new URL('./model.json', import.meta.url), 'utf8')))
/** What the messages were that the weights come from. */
export const { learntFrom } = model
const weights = new Map(
  Object.entries(model.weights).map(([feature, row]) => [feature, Int16Array.from(row)]),
)
const start = weights.get(ALWAYS) ?? new Int16Array(learnt.length)

/** For each intent, in the order of `learnt`, the natural logarithm of how likely the features make it. */
export function likelihoods(features: Iterable<string>): readonly number[] {
  const sums = Float64Array.from(start)
  for (const feature of features) {
    const row = weights.get(feature)
    if (row) for (let i = 0; i < sums.length; i++) sums[i]! += row[i]!
  }
  const highest = Math.max(...sums)
  let total = 0
  for (const sum of sums) total += Math.exp((sum - highest) / 100)
  const all = Math.log(total)
  return Array.from(sums, (sum) => (sum - highest) / 100 - all)
}

/** What a feature says for an intent, in hundredths; 0 for one that was never learnt. */
export const weightOf = (feature: string, intent: Learnt): number =>
  weights.get(feature)?.[learnt.indexOf(intent)] ?? 0
