import { h } from './dom.js'
import { inline, link, renderMarkdown, withMentions } from './markdown.js'

/** @typedef {import('./markdown.js').MarkdownContext} MarkdownContext */

const OLD =
  /\*\*(\S|\S[^\n]*?\S)\*\*|<font color="(info|comment|warning)">([^\n]*?)<\/font>|`([^`\n]+)`|\[([^[\]\n]+)\]\(([^()\s]+)\)/u

/**
 * Renders markdown as WeCom's client does, in one of its two dialects; unlike in DingTalk every newline breaks the line.
 * `old` (apps, webhooks) has headings, bold, links, code, quotes and three colours, and shows anything else as it was
 * typed; `new` (AI bot, markdown_v2) has lists, tables and pictures, but no colours.
 * @param {string} text @param {'old' | 'new'} dialect @param {MarkdownContext} context
 * @returns {DocumentFragment}
 */
export function renderWeComMarkdown(text, dialect, context) {
  const out = document.createDocumentFragment()
  const clean = text.replaceAll('\r\n', '\n')
  if (dialect === 'old') {
    for (const line of clean.split('\n')) if (line.trim() !== '') out.append(oldLine(line, context))
    return out
  }
  const [, thought, rest] = /^\s*<think>([\s\S]*?)(?:<\/think>|$)([\s\S]*)$/u.exec(clean) ?? []
  if (thought !== undefined) {
    const told = renderMarkdown(thought, { ...context, code: true })
    out.append(h('details', { class: 'think' }, h('summary', {}, '思考过程'), told))
  }
  newBlocks(rest ?? clean, { ...context, code: true }, out)
  return out
}

/** @param {string} line @param {MarkdownContext} context */
function oldLine(line, context) {
  const heading = /^(#{1,6})\s+(.*)$/u.exec(line)
  if (heading) {
    const level = (heading[1] ?? '').length
    const look = { class: `md-h md-h${level}`, role: 'heading', 'aria-level': level + 2 }
    return h('p', look, oldInline(heading[2] ?? '', context))
  }
  if (/^\s*>/u.test(line))
    return h('blockquote', {}, h('p', {}, oldInline(line.replace(/^\s*>\s?/u, ''), context)))
  return h('p', {}, oldInline(line, context))
}

/** @param {string} text @param {MarkdownContext} context @returns {DocumentFragment} */
function oldInline(text, context) {
  const out = document.createDocumentFragment()
  let rest = text
  for (;;) {
    const found = OLD.exec(rest)
    if (!found) break
    const [whole, bold, colour, coloured, code, label, href] = found
    out.append(withMentions(rest.slice(0, found.index), context))
    if (bold !== undefined) out.append(h('strong', {}, oldInline(bold, context)))
    else if (coloured !== undefined)
      out.append(h('span', { class: `font-${colour}` }, oldInline(coloured, context)))
    else if (code !== undefined) out.append(h('code', {}, code))
    else out.append(link(label ?? '', href ?? '', whole, context))
    rest = rest.slice(found.index + whole.length)
  }
  out.append(withMentions(rest, context))
  return out
}

/** Fenced code and tables apart, the rest as everywhere. @param {string} text @param {MarkdownContext} context @param {DocumentFragment} out */
function newBlocks(text, context, out) {
  const blocks = /```[^\n]*\n([\s\S]*?)(?:```|$)|((?:^\|[^\n]*\|[ \t]*(?:\n|$)){2,})/gmu
  let done = 0
  for (const found of text.matchAll(blocks)) {
    plain(text.slice(done, found.index), context, out)
    done = found.index + found[0].length
    out.append(
      found[1] === undefined
        ? table(found[2] ?? '', context)
        : h('pre', {}, h('code', {}, found[1].trimEnd())),
    )
  }
  plain(text.slice(done), context, out)
}

/** @param {string} text @param {MarkdownContext} context @param {DocumentFragment} out */
function plain(text, context, out) {
  // Two blanks at the end of a line are what breaks it in the shared renderer.
  if (text.trim() !== '') out.append(renderMarkdown(text.replaceAll(/(?<=\S)[ \t]*\n/gu, '  \n'), context))
}

/** @param {string} text @param {MarkdownContext} context */
function table(text, context) {
  const rows = text
    .trim()
    .split('\n')
    .map((line) => line.trim().slice(1, -1).split('|'))
  const isRule = rows[1]?.every((cell) => /^\s*:?-+:?\s*$/u.test(cell)) === true
  const body = isRule ? [rows[0] ?? [], ...rows.slice(2)] : rows
  return h(
    'div',
    { class: 'table' },
    h(
      'table',
      {},
      ...body.map((cells, at) =>
        h(
          'tr',
          {},
          ...cells.map((cell) => h(isRule && at === 0 ? 'th' : 'td', {}, inline(cell.trim(), context))),
        ),
      ),
    ),
  )
}
