import { Converter } from 'opencc-js/t2cn'

const convert = Converter({ from: 't', to: 'cn' })
const known = new Map<string, string>()

/** The simplified form of a character; what has none, or none of the same length, stays. */
export function simplified(c: string): string {
  const before = known.get(c)
  if (before !== undefined) return before
  let now = c
  for (let tries = 0; tries < 3; tries++) {
    const next = convert(now)
    if (next === now || next.length !== 1) break
    now = next
  }
  known.set(c, now)
  return now
}
