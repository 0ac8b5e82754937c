const ZERO_WIDTH = '\u200b'
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
const WEB = /^https?:\/\/[^\s()]+$/iu
const LINK = /(!?)\[([^\]\n]*)\]\(([^)\n]*)\)/gu

/**
 * The most bytes of one message: an app's text or markdown, a group webhook's markdown, an AI bot's.
 * https://developer.work.weixin.qq.com/document/path/90236 , /99110 and /101031
 */
export const maxBytes = { app: 2048, webhookText: 2048, webhook: 4096, bot: 20_480 } as const

/** How long text is for WeCom: in bytes of UTF-8. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text)
}

/** The beginning of a text that fits into `max` bytes, with "…" when something is missing; never half a character. */
export function cutBytes(text: string, max: number): string {
  if (byteLength(text) <= max) return text
  let size = byteLength('…')
  let kept = ''
  for (const letter of text) {
    size += byteLength(letter)
    if (size > max) break
    kept += letter
  }
  return `${kept}…`
}

/** The same by characters as people count them. */
export function cutLetters(text: string, max: number): string {
  const letters = [...text]
  return letters.length <= max ? text : `${letters.slice(0, max - 1).join('')}…`
}

/**
 * Makes somebody's words fit into markdown as plain words: they cannot become a link, a picture, a mention, a heading
 * or emphasis, and stay on one line. What has meaning in markdown turns into its full-width twin.
 */
export function escapeText(words: string): string {
  return words
    .replace(CONTROL, '')
    .replace(/\s*\n\s*/gu, ' ')
    .replace(/[[\]<>*`_@|\\~]/gu, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
    .replace(/^(\s*)(?=[#>+-]|\d+\.\s)/u, `$1${ZERO_WIDTH}`)
}

/**
 * Markdown of the common subset (bold, links, `- ` lists) for the AI bot, which knows all of it. Tags, pictures and
 * links other than http(s) lose their power: `<@id>` would call people, and `<think>` fold an answer away.
 *
 * https://developer.work.weixin.qq.com/document/path/101031
 */
export function renderMarkdown(text: string): string {
  return harmless(text)
    .replace(/\n{3,}/gu, '\n\n')
    .trim()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

/**
 * The same for apps and group webhooks, whose older markdown knows no lists: their items get a dot in front.
 * https://developer.work.weixin.qq.com/document/path/90236
 */
export function renderOldMarkdown(text: string): string {
  return renderMarkdown(text).replace(/^(\s*)[-*]\s+/gmu, '$1· ')
}

/** Whether plain text would lose something. */
export function isPlain(text: string): boolean {
  return !/\*\*|\]\(|^\s*(?:[-*>]|#{1,6})\s/mu.test(text)
}

/** Text for where nothing is rendered: the marks go, a link keeps its address. */
export function plainText(text: string): string {
  return text
    .replace(/\r\n?/gu, '\n')
    .replace(CONTROL, '')
    .replace(LINK, (_whole, _picture: string, label: string, url: string) =>
      WEB.test(url) ? `${label} ${url}` : label,
    )
    .replace(/\*\*/gu, '')
    .replace(/^(\s*)[-*]\s+/gmu, '$1· ')
    .replace(/^\s*(?:#{1,6}|>)\s+/gmu, '')
    .replace(/</gu, '＜')
    .trim()
}

/** Pieces that stay whole: links, the marks of bold runs, mentions, characters. */
const PIECE = /!?\[[^\]\n]*\]\([^)\n]*\)|\*\*|<@[^>\s]{1,64}>|[\s\S]/gu

/**
 * Cuts text into parts of at most `max` bytes: at line breaks where possible, never inside a link, a mention or a
 * character. Put together again, the parts lack nothing but white space at the cuts.
 */
export function splitBytes(text: string, max: number): readonly string[] {
  const parts: string[] = []
  let rest = text.trim()
  while (byteLength(rest) > max) {
    const cut = cutBefore(rest, max)
    parts.push(rest.slice(0, cut).trimEnd())
    rest = rest.slice(cut).trimStart()
  }
  if (rest !== '') parts.push(rest)
  return parts
}

function cutBefore(text: string, max: number): number {
  let size = 0
  let end = 0
  let line = 0
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    size += byteLength(piece)
    if (size > max) break
    end = index + piece.length
    if (piece === '\n' && text.slice(0, index).trim() !== '') line = end
  }
  if (line > 0) return line
  // A single link longer than a whole message: no cut is good, so a hard one has to do.
  return end > 0 ? end : Math.max(1, cutBytes(text, max).length - 1)
}

function harmless(text: string): string {
  return text
    .replace(/\r\n?/gu, '\n')
    .replace(CONTROL, '')
    .replace(/</gu, '＜')
    .replace(LINK, (_whole, _picture: string, label: string, url: string) =>
      WEB.test(url) ? `[${label}](${url})` : label,
    )
    .replace(/\]\((?!https?:\/\/[^\s()]+\))/giu, `]${ZERO_WIDTH}(`)
    .replace(/^(\s*\[[^\]\n]+\]):/gmu, `$1${ZERO_WIDTH}:`)
}
