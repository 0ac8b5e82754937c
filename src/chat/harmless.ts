/**
 * The same without the power to draw links, pictures, code or bold text in what the bot repeats of it: the signs of
 * markdown become their full-width twins, which read the same. Goes through lists and records.
 */
export function harmless<T>(said: T): T
export function harmless(said: unknown): unknown {
  if (typeof said === 'string') return said.replace(SIGNS, widen)
  if (Array.isArray(said)) return said.map((each: unknown) => harmless(each))
  if (typeof said !== 'object' || said === null) return said
  return Object.fromEntries(Object.entries(said).map(([key, value]) => [key, harmless<unknown>(value)]))
}

const SIGNS = /[\u005b\u005d\u002a\u003c\u003e\u0060]/g

/** Full-width forms lie at a fixed distance from ASCII. */
function widen(sign: string): string {
  return String.fromCharCode(sign.charCodeAt(0) + 0xfee0)
}
