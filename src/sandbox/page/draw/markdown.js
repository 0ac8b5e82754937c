import { h } from './dom.js'

/**
 * What surrounds a markdown text: names to highlight and what a link that speaks may press.
 * @typedef {Readonly<{
 *   mentions: readonly Readonly<{ name: string, me: boolean }>[],
 *   code?: boolean,
 *   pressLabel?: (label: string) => (() => void) | undefined,
 *   zoom: (url: string) => void,
 * }>} MarkdownContext
 */

const INLINE =
  /\\([\\`*_{}[\]()#+\-.!>~|<@])|!\[([^\]\n]*)\]\(([^()\s]+)\)|\[([^[\]\n]+)\]\(([^()\s]+)\)|\*\*(\S|\S[^\n]*?\S)\*\*|(?<![\w*])\*(?![\s*])([^*\n]+?)(?<!\s)\*(?![\w*])|(?<![\w])_(?!\s)([^_\n]+?)(?<!\s)_(?!\w)/u

/**
 * Renders the subset of markdown that DingTalk shows: headings, bold, italics, quotes, links, pictures, lists.
 * Builds nodes and never parses HTML, so whatever a text holds, tags stay visible as text. As in DingTalk a single
 * newline does not break the line unless two spaces stand before it.
 * @param {string} text
 * @param {MarkdownContext} context
 * @returns {DocumentFragment}
 */
export function renderMarkdown(text, context) {
  const out = document.createDocumentFragment()
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  let i = 0
  while (i < lines.length) {
    const line = lines[i] ?? ''
    const heading = /^(#{1,6})\s+(.*)$/u.exec(line)
    if (line.trim() === '') {
      i += 1
    } else if (heading) {
      const level = Math.min(6, (heading[1] ?? '').length)
      out.append(
        h(
          'p',
          { class: `md-h md-h${level}`, role: 'heading', 'aria-level': level + 2 },
          inline(heading[2] ?? '', context),
        ),
      )
      i += 1
    } else if (/^(?:-{3,}|\*{3,})\s*$/u.test(line)) {
      out.append(h('hr'))
      i += 1
    } else if (/^\s*>/u.test(line)) {
      const quoted = takeWhile(lines, i, (one) => /^\s*>/u.test(one))
      out.append(
        h(
          'blockquote',
          {},
          renderMarkdown(quoted.map((one) => one.replace(/^\s*>\s?/u, '')).join('\n'), context),
        ),
      )
      i += quoted.length
    } else if (/^\s*[-*+]\s+/u.test(line)) {
      const items = takeWhile(lines, i, (one) => /^\s*[-*+]\s+/u.test(one))
      out.append(
        h('ul', {}, ...items.map((one) => h('li', {}, inline(one.replace(/^\s*[-*+]\s+/u, ''), context)))),
      )
      i += items.length
    } else if (/^\s*\d{1,3}\.\s+/u.test(line)) {
      const items = takeWhile(lines, i, (one) => /^\s*\d{1,3}\.\s+/u.test(one))
      const start = Number.parseInt(line, 10)
      out.append(
        h(
          'ol',
          { start },
          ...items.map((one) => h('li', {}, inline(one.replace(/^\s*\d{1,3}\.\s+/u, ''), context))),
        ),
      )
      i += items.length
    } else {
      const block = takeWhile(lines, i, (one, n) => one.trim() !== '' && (n === 0 || !startsBlock(one)))
      out.append(paragraph(block, context))
      i += block.length
    }
  }
  return out
}

/** @param {string} line */
function startsBlock(line) {
  return /^(?:#{1,6}\s|\s*>|\s*[-*+]\s|\s*\d{1,3}\.\s|-{3,}\s*$)/u.test(line)
}

/**
 * @param {readonly string[]} lines @param {number} from @param {(line: string, n: number) => boolean} holds
 */
function takeWhile(lines, from, holds) {
  let end = from
  while (end < lines.length && holds(lines[end] ?? '', end - from)) end += 1
  return lines.slice(from, end)
}

/** @param {readonly string[]} lines @param {MarkdownContext} context */
function paragraph(lines, context) {
  const p = h('p')
  for (const [n, line] of lines.entries()) {
    p.append(inline(line.trimEnd(), context))
    if (n === lines.length - 1) continue
    p.append(/ {2,}$/u.test(line) ? h('br') : ' ')
  }
  return p
}

/**
 * One line's worth of inline markdown; with `code` in the context also `code`, which DingTalk does not have.
 * @param {string} text @param {MarkdownContext} context
 * @returns {DocumentFragment}
 */
export function inline(text, context) {
  const out = document.createDocumentFragment()
  const code = context.code ? /`([^`\n]+)`/u.exec(text) : null
  if (code) {
    out.append(inline(text.slice(0, code.index), context), h('code', {}, code[1] ?? ''))
    out.append(inline(text.slice(code.index + code[0].length), context))
    return out
  }
  let rest = text
  for (;;) {
    const found = INLINE.exec(rest)
    if (!found) break
    out.append(withMentions(rest.slice(0, found.index), context))
    out.append(token(found, context))
    rest = rest.slice(found.index + found[0].length)
  }
  out.append(withMentions(rest, context))
  return out
}

/** @param {RegExpExecArray} found @param {MarkdownContext} context @returns {Node} */
function token(found, context) {
  const [whole, escaped, alt, src, label, href, bold, starred, underlined] = found
  if (escaped !== undefined) return document.createTextNode(escaped)
  if (src !== undefined) return picture(alt ?? '', src, whole, context)
  if (label !== undefined && href !== undefined) return link(label, href, whole, context)
  if (bold !== undefined) return h('strong', {}, inline(bold, context))
  return h('em', {}, inline(starred ?? underlined ?? '', context))
}

/** The address if it is one of this page's own, else undefined. @param {string} src */
export function ownAddress(src) {
  try {
    const url = new URL(src, location.href)
    return url.origin === location.origin ? url.href : undefined
  } catch {
    return undefined
  }
}

/** @param {string} alt @param {string} src @param {string} whole @param {MarkdownContext} context @returns {Node} */
function picture(alt, src, whole, context) {
  const url = ownAddress(src)
  // Nothing is ever loaded from another host, so a foreign picture stays words.
  if (!url) return document.createTextNode(/^https?:/iu.test(src) ? `[图片${alt ? `：${alt}` : ''}]` : whole)
  return h(
    'button',
    {
      type: 'button',
      class: 'picture',
      'aria-label': `放大图片${alt ? `：${alt}` : ''}`,
      onclick: () => context.zoom(url),
    },
    h('img', { src: url, alt, loading: 'lazy' }),
  )
}

/** @param {string} label @param {string} href @param {string} whole @param {MarkdownContext} context @returns {Node} */
export function link(label, href, whole, context) {
  if (/^https?:\/\//iu.test(href) || /^\/(?!\/)/u.test(href)) {
    return h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, label)
  }
  if (/^dtmd:/iu.test(href)) {
    const pressed = context.pressLabel?.(label)
    return pressed
      ? h('button', { type: 'button', class: 'say', onclick: pressed }, label)
      : document.createTextNode(label)
  }
  return document.createTextNode(whole)
}

/**
 * Plain text in which the people who were really notified stand out.
 * @param {string} text
 * @param {Pick<MarkdownContext, 'mentions'>} context
 * @returns {DocumentFragment}
 */
export function withMentions(text, context) {
  const out = document.createDocumentFragment()
  let rest = text
  while (rest !== '') {
    let at = -1
    /** @type {Readonly<{ name: string, me: boolean }> | undefined} */
    let who
    for (const one of context.mentions) {
      const i = rest.indexOf(`@${one.name}`)
      // Of two names at one place the longer is meant: 小刘 and 小刘洋.
      if (i >= 0 && (at < 0 || i < at || (i === at && one.name.length > (who?.name.length ?? 0)))) {
        at = i
        who = one
      }
    }
    if (!who) break
    out.append(rest.slice(0, at), h('span', { class: who.me ? 'mention me-too' : 'mention' }, `@${who.name}`))
    rest = rest.slice(at + who.name.length + 1)
  }
  out.append(rest)
  return out
}
