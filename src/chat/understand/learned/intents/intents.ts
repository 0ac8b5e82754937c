import { logsOf, sumsOf, weightsIn } from '../weights.ts'

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

/** What the messages were that the weights come from. */
export const { weights, learntFrom } = weightsIn(new URL('./intents.json', import.meta.url), learnt.length)

/** For each intent, in the order of `learnt`, the natural logarithm of how likely the features make it. */
export const likelihoods = (features: Iterable<string>): Float64Array =>
  logsOf(sumsOf(weights, features, learnt.length))

/** What a feature says for an intent, in hundredths; 0 for one that was never learnt. */
export const weightOf = (feature: string, intent: Learnt): number =>
  weights.get(feature)?.[learnt.indexOf(intent)] ?? 0
