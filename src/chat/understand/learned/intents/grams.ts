import { openingCode } from '../../text/codes.ts'
import type { Reading } from '../../text/reading.ts'
import { CODE, COMPOUND, END, runsOf, START, UNIT } from '../signs.ts'

/** What a talk is about is said at its beginning; a list of ten rooms is recognised by its first lines. */
const LOOKED_AT = 240

const OPENING = '?'
/** How many of the first and last signs are looked at together, and the lengths that are told apart. */
const ENDS = [3, 4]
const LENGTHS = [8, 16, 32, 64]

/** The message with signs for the compounds, units, hazard numbers and numbers in it: 「⌂0号楼…⚑」. */
function signs(r: Reading): string {
  const opening = r.codes.length === 0 ? openingCode(r.text, r.index.prefixes) : undefined
  const spans = [
    ...r.names.map(({ start, end, kind }) => ({ start, end, sign: kind === 'community' ? COMPOUND : UNIT })),
    ...r.codes.map(({ start, end }) => ({ start, end, sign: CODE })),
    ...(opening ? [{ start: opening.start, end: opening.end, sign: OPENING + CODE }] : []),
  ].sort((a, b) => a.start - b.start)
  let out = ''
  let from = 0
  for (const { start, end, sign } of spans) {
    if (start < from) continue
    if (out.length > LOOKED_AT) break
    out += r.text.slice(from, start) + sign
    from = end
  }
  out += r.text.slice(from, from + LOOKED_AT)
  return START + out.replace(/\d+(?:\.\d+)?/gu, '0').slice(0, LOOKED_AT) + END
}

/** Every run of one and two characters of the message, how it begins and ends and how long it is, and the speaker's role. */
export function gramsOf(r: Reading): ReadonlySet<string> {
  const text = signs(r)
  const grams = new Set(runsOf(text))
  for (const length of ENDS) {
    grams.add(`< ${text.slice(0, length)}`)
    grams.add(`> ${text.slice(-length)}`)
  }
  for (const length of LENGTHS) if (text.length > length) grams.add(`longer ${length}`)
  if (r.from.role !== undefined) grams.add(`role ${r.from.role}`)
  return grams
}
