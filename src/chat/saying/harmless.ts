import { withoutNumbers } from '../../domain/privacy.ts'

/** Applies a change to every string of a value, through lists and records. */
function everywhere(change: (text: string) => string): <T>(said: T) => T {
  const walk = (said: unknown): unknown => {
    if (typeof said === 'string') return change(said)
    if (Array.isArray(said)) return said.map(walk)
    if (typeof said !== 'object' || said === null) return said
    return Object.fromEntries(Object.entries(said).map(([key, value]) => [key, walk(value)]))
  }
  // The shape stays: strings become strings, everything else is copied.
  return <T>(said: T) => walk(said) as T
}

const SIGNS = /[\u005b\u005d\u002a\u003c\u003e\u0060]/g

/**
 * The same without the power to draw links, pictures, code or bold text in what the bot repeats of it: the signs of
 * markdown become their full-width twins, which lie at a fixed distance from ASCII and read the same.
 */
export const harmless = everywhere((text) =>
  text.replace(SIGNS, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
)

/** The same without persons' numbers, for what is repeated where others read it: 138＊＊＊＊1234. */
export const withoutPhones = everywhere(withoutNumbers)
