import { h } from './dom.js'
import { ownAddress } from './markdown.js'

/** @typedef {import('../../types.ts').SandboxMessage} Message */
/** @typedef {NonNullable<Message['template']>} Template */
/** @typedef {Readonly<Record<string, readonly string[]>>} Choices */
/** @typedef {(message: Message, button: number, choices?: Choices) => Promise<void>} Press */

/**
 * A WeCom template card in the client's own order: source and menu, title, big number, quote, words, rows, questions,
 * links, buttons.
 * @param {Message} message @param {Template} card @param {Press} press
 */
export function templateCard(message, card, press) {
  const article = h('article', { class: `tcard ${card.type}${card.pending ? ' pending' : ''}` })
  const asked = questions(card)
  /** @param {number} index @param {HTMLElement} [button] */
  const act = async (index, button) => {
    if (article.getAttribute('aria-busy') === 'true') return
    article.setAttribute('aria-busy', 'true')
    button?.classList.add('busy')
    await press(message, index, asked.chosen())
    button?.classList.remove('busy')
    article.removeAttribute('aria-busy')
  }
  article.append(
    ...[
      head(message, card, act),
      image(card.image),
      words(card),
      card.emphasis &&
        h(
          'div',
          { class: 't-emphasis' },
          card.emphasis.title && h('b', {}, card.emphasis.title),
          card.emphasis.description && h('span', {}, card.emphasis.description),
        ),
      card.quote &&
        h(
          'div',
          { class: 't-quote' },
          card.quote.title && h('b', {}, card.quote.title),
          card.quote.text && h('p', {}, card.quote.text),
        ),
      card.imageText &&
        h(
          'div',
          { class: 't-quote' },
          card.imageText.title && h('b', {}, card.imageText.title),
          card.imageText.description && h('p', {}, card.imageText.description),
        ),
      ...card.sections.map((one) =>
        h(
          'div',
          { class: 't-section' },
          h('b', {}, one.title),
          one.description && h('p', {}, one.description),
        ),
      ),
      card.sub && h('p', { class: 't-sub' }, card.sub),
      card.rows.length > 0 && h('dl', { class: 't-rows' }, ...card.rows.flatMap(row)),
      asked.element,
      links(message, act),
      actions(message, card, act),
    ].flatMap((one) => (one ? [one] : [])),
  )
  return article
}

/** @typedef {(index: number, button?: HTMLElement) => Promise<void>} Act */

/** @param {Message} message @param {Template} card @param {Act} act */
function head(message, card, act) {
  const menu = message.buttons.flatMap((one, i) => (one.part === 'menu' ? [{ one, i }] : []))
  if (!card.source && menu.length === 0) return null
  return h(
    'div',
    { class: 't-head' },
    card.source && h('span', { class: `t-source ${card.source.colour}` }, card.source.text),
    menu.length > 0 &&
      h(
        'details',
        { class: 't-menu' },
        h('summary', { 'aria-label': '更多操作' }, '···'),
        h(
          'div',
          {},
          ...menu.map(({ one, i }) =>
            h('button', { type: 'button', class: 'item', onclick: () => void act(i) }, one.label),
          ),
        ),
      ),
  )
}

/** @param {Template} card */
function words(card) {
  if (!card.title && !card.description) return null
  return h(
    'div',
    { class: 't-title' },
    card.title && h('h3', {}, card.title),
    card.description && h('p', {}, card.description),
  )
}

/** Nothing is loaded from another host. @param {string | undefined} url */
function image(url) {
  const own = url === undefined ? undefined : ownAddress(url)
  if (url === undefined) return null
  return own
    ? h('img', { class: 't-image', src: own, alt: '' })
    : h('p', { class: 'foreign' }, '[外部图片，演练里不显示]')
}

/** @param {Template['rows'][number]} one */
function row(one) {
  const value = one.url
    ? h('a', { href: one.url, target: '_blank', rel: 'noopener noreferrer' }, one.value || '查看')
    : one.value
  return [h('dt', {}, one.name), h('dd', {}, value)]
}

/** The questions and, at any moment, what is chosen in them. @param {Template} card */
function questions(card) {
  if (card.questions.length === 0 || card.settled !== undefined)
    return { element: null, chosen: () => undefined }
  const fields = card.questions.map((question) => {
    const dropDown = card.type !== 'vote_interaction'
    return {
      key: question.key,
      ...(dropDown ? select(question, card.pending) : ticks(question, card.pending)),
    }
  })
  return {
    element: h('div', { class: 't-questions' }, ...fields.map((one) => one.element)),
    chosen: () => Object.fromEntries(fields.map((one) => [one.key, one.chosen()])),
  }
}

/** @param {Template['questions'][number]} question @param {boolean} off */
function select(question, off) {
  const box = h(
    'select',
    { disabled: off },
    ...question.options.map((one) =>
      h('option', { value: one.id, selected: question.chosen.includes(one.id) }, one.text),
    ),
  )
  const element = h('label', { class: 't-select' }, h('span', {}, question.title ?? ''), box)
  return { element, chosen: () => (box.value === '' ? [] : [box.value]) }
}

/** @param {Template['questions'][number]} question @param {boolean} off */
function ticks(question, off) {
  const name = `q-${question.key}-${Math.random().toString(36).slice(2)}`
  const boxes = question.options.map((one) => ({
    text: one.text,
    box: h('input', {
      type: question.multi ? 'checkbox' : 'radio',
      name,
      value: one.id,
      checked: question.chosen.includes(one.id),
      disabled: off,
    }),
  }))
  const element = h(
    'fieldset',
    { class: 't-ticks' },
    ...boxes.map(({ text, box }) => h('label', {}, box, h('span', {}, text))),
  )
  return { element, chosen: () => boxes.flatMap(({ box }) => (box.checked ? [box.value] : [])) }
}

/** @param {Message} message @param {Act} act */
function links(message, act) {
  const found = message.buttons.flatMap((one, i) => (one.part === 'jump' ? [{ one, i }] : []))
  if (found.length === 0) return null
  return h(
    'div',
    { class: 't-links' },
    ...found.map(({ one, i }) =>
      one.url
        ? h('a', { href: one.url, target: '_blank', rel: 'noopener noreferrer' }, one.label)
        : h('button', { type: 'button', onclick: () => void act(i) }, one.label),
    ),
  )
}

/** @param {Message} message @param {Template} card @param {Act} act */
function actions(message, card, act) {
  if (card.settled !== undefined) return h('p', { class: 't-settled' }, card.settled)
  const found = message.buttons.flatMap((one, i) => (one.part === undefined ? [{ one, i }] : []))
  if (found.length === 0) return null
  const box = h('div', { class: `t-buttons n${Math.min(3, found.length)}` })
  if (card.pending) box.append(h('p', { class: 't-wait', role: 'status' }, '处理中…'))
  for (const { one, i } of card.pending ? [] : found) {
    const look = `act ${one.tone ?? ''}`
    if (one.url !== undefined) {
      box.append(
        h('a', { class: look, href: one.url, target: '_blank', rel: 'noopener noreferrer' }, one.label),
      )
      continue
    }
    const button = h('button', { type: 'button', class: look }, h('span', {}, one.label))
    button.addEventListener('click', () => void act(i, button))
    box.append(button)
  }
  return box
}
