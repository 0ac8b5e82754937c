/** A message that answers another: what is said now, and the words that it answers. */
export type Quoted = Readonly<{ said: string; quoted?: string }>

// 「老王：…」, a line of dashes, the answer: how the platforms write a quoted message into plain text.
const answer = /^[「『]([^」』]*)[」』]\n[ ]?[-—_=·.…~ ]{3,}\n?([^]*)$/u
const bare = /^[「『]([^」』]*)[」』]\n([^「『]+)$/u
const arrow = /^((?:>[^\n]*\n)+)([^]+)$/u

/** Parts an answer from the words it quotes. The text is tidy; what is only forwarded comes back as quoted alone. */
export function splitQuote(text: string): Quoted {
  if (!/^[「『>]/u.test(text)) return { said: text }
  const m = answer.exec(text) ?? bare.exec(text) ?? arrow.exec(text)
  if (m) return { quoted: (m[1] ?? '').replace(/^>[ ]?|\n>[ ]?/gu, ' ').trim(), said: (m[2] ?? '').trim() }
  const alone = /^[「『]([^」』]*)[」』]$/u.exec(text)
  return alone ? { said: '', quoted: alone[1] ?? '' } : { said: text }
}
