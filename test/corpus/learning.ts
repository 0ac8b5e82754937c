/** One message as the learner sees it. */
export type Lesson = Readonly<{ features: ReadonlySet<string>; label: number }>

const ROUNDS = 300
const STEP = 0.05
const FORGET = [0.9, 0.999] as const

/**
 * Multinomial logistic regression with a ridge, by Adam over all lessons at once: the same lessons give the same
 * weights. Features in fewer than `atLeast` lessons are left out. Answers the weights by feature, in label order;
 * the feature '' stands for what every message has.
 */
export function learn(
  lessons: readonly Lesson[],
  labels: number,
  { ridge = 0.5, atLeast = 2 }: Readonly<{ ridge?: number; atLeast?: number }> = {},
): ReadonlyMap<string, readonly number[]> {
  const seen = new Map<string, number>()
  for (const { features } of lessons) for (const f of features) seen.set(f, (seen.get(f) ?? 0) + 1)
  const names = ['', ...[...seen].filter(([, n]) => n >= atLeast).map(([f]) => f)].sort()
  const index = new Map(names.map((name, i) => [name, i]))
  const rows = lessons.map(({ features }) => ['', ...features].flatMap((f) => index.get(f) ?? []))
  const size = names.length * labels
  const weights = new Float64Array(size)
  const gradient = new Float64Array(size)
  const first = new Float64Array(size)
  const second = new Float64Array(size)
  const p = new Float64Array(labels)
  for (let round = 1; round <= ROUNDS; round++) {
    for (let i = 0; i < size; i++) gradient[i] = (ridge * weights[i]!) / lessons.length
    for (const [at, row] of rows.entries()) {
      p.fill(0)
      for (const f of row) for (let k = 0; k < labels; k++) p[k]! += weights[f * labels + k]!
      softmax(p)
      p[lessons[at]!.label]! -= 1
      for (const f of row)
        for (let k = 0; k < labels; k++) gradient[f * labels + k]! += p[k]! / lessons.length
    }
    for (let i = 0; i < size; i++) {
      first[i] = FORGET[0] * first[i]! + (1 - FORGET[0]) * gradient[i]!
      second[i] = FORGET[1] * second[i]! + (1 - FORGET[1]) * gradient[i]! ** 2
      const [mean, square] = [first[i]! / (1 - FORGET[0] ** round), second[i]! / (1 - FORGET[1] ** round)]
      weights[i]! -= (STEP * mean) / (Math.sqrt(square) + 1e-8)
    }
  }
  return new Map(names.map((name, i) => [name, [...weights.subarray(i * labels, (i + 1) * labels)]]))
}

function softmax(values: Float64Array): void {
  const highest = Math.max(...values)
  let total = 0
  for (let k = 0; k < values.length; k++) total += values[k] = Math.exp(values[k]! - highest)
  for (let k = 0; k < values.length; k++) values[k]! /= total
}
