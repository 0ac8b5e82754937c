const ZERO_WIDTH = '\u200b'
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
const LIST_ITEM = /^\s*(?:[-*]|\d+\.)\s/u
const WEB = /^https?:\/\/[^\s()]+$/iu
const LINK = /(!?)\[([^\]\n]*)\]\(([^)\n]*)\)/gu

/** DingTalk's documented reading limit lies far above; 3800 characters stay readable and below 15,000 bytes. */
export const MAX_PART = 3800

/**
 * Makes somebody's words fit into markdown as plain words: they cannot become a link, a picture, a mention, a heading
 * or emphasis, and stay on one line. What has meaning in markdown turns into its full-width twin; "3#楼" stays as it is.
 */
export function escapeText(words: string): string {
  return words
    .replace(CONTROL, '')
    .replace(/\s*\n\s*/gu, ' ')
    .replace(/[[\]<>*`_@|\\~]/gu, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
    .replace(/^(\s*)(?=[#>+-]|\d+\.\s)/u, `$1${ZERO_WIDTH}`)
}

/**
 * Markdown of the common subset (bold, links, `- ` lists) as DingTalk renders it. A line break needs two spaces
 * before it, and a list an empty line around it. HTML, pictures and links other than http(s) lose their power:
 * a `dtmd:` link would make whoever taps it say something, so only the encoder writes those.
 *
 * https://open.dingtalk.com/document/orgapp/message-types-and-data-format
 */
export function renderMarkdown(text: string): string {
  const lines = harmless(text)
    .replace(/\n{3,}/gu, '\n\n')
    .trim()
    .split('\n')
  let rendered = ''
  lines.forEach((line, i) => {
    if (i > 0) rendered += gap(lines[i - 1] ?? '', line)
    rendered += line.trimEnd()
  })
  return rendered
}

/** Whether plain text would lose something. Plain text is the better bubble: nothing in it can be forged. */
export function isPlain(text: string): boolean {
  return !/\*\*|\]\(|^\s*(?:[-*>]|\d+\.|#{1,6})\s/mu.test(text)
}

/** Text for the `text` message type: only control characters go. */
export function plainText(text: string): string {
  return text.replace(/\r\n?/gu, '\n').replace(CONTROL, '').trim()
}

/** The first line without its markup, for the chat list and the notification; at most `max` characters. */
export function previewOf(text: string, max = 40): string {
  const first =
    plainText(text)
      .split('\n')
      .find((line) => line.trim() !== '') ?? ''
  const words = first
    .replace(LINK, '$2')
    .replace(/^\s*(?:#{1,6}|>|-|\*)\s+/u, '')
    .replace(/\*\*/gu, '')
    .trim()
  const letters = [...words]
  return letters.length <= max ? words : `${letters.slice(0, max - 1).join('')}…`
}

/** The address behind a button or link that makes whoever taps it say `words` to the bot. */
export function sayUrl(words: string): string {
  const content = encodeURIComponent(words).replace(
    /[()'!*]/gu,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  )
  return `dtmd://dingtalkclient/sendMessage?content=${content}`
}

/**
 * Cuts text into parts of at most `max` characters: at line breaks where possible, otherwise between words, never
 * inside a link, a mention or a character. Put together again, the parts lack nothing but white space at the cuts.
 */
export function splitText(text: string, max: number = MAX_PART): readonly string[] {
  const parts: string[] = []
  let rest = text.trim()
  while (rest.length > max) {
    const cut = cutBefore(rest, max)
    parts.push(rest.slice(0, cut).trimEnd())
    rest = rest.slice(cut).trimStart()
  }
  if (rest !== '') parts.push(rest)
  return parts
}

/** Pieces that stay whole: links, bold runs' marks, mentions (an id or name of at most 64 letters), characters. */
const PIECE = /!?\[[^\]\n]*\]\([^)\n]*\)|\*\*|@[^\s@[]{1,64}|[\s\S]/gu

function cutBefore(text: string, max: number): number {
  let end = 0
  let line = 0
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    const after = index + piece.length
    if (after > max) break
    end = after
    if (piece === '\n' && text.slice(0, index).trim() !== '') line = after
  }
  if (line > 0) return line
  // A single link longer than a whole message: no cut is good, so the hard one has to do.
  return end > 0 ? end : max
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
    .replace(/(dtmd|dingtalk):(?=\/\/)/giu, '$1：')
}

function gap(previous: string, line: string): string {
  if (previous.trim() === '' || line.trim() === '') return '\n'
  return LIST_ITEM.test(previous) === LIST_ITEM.test(line) ? '  \n' : '\n\n'
}
