import { botOf, chatOf, isWeCom } from '../data/chats.js'
import { colourOf, shortName } from '../data/people.js'
import { longTime, sameDay, clockTime } from '../data/time.js'
import { h, icon, zoom } from './dom.js'
import { ownAddress, renderMarkdown, withMentions } from './markdown.js'
import { templateCard } from './wecom-card.js'
import { renderWeComMarkdown } from './wecom-markdown.js'

/** @typedef {import('../../types.ts').SandboxMessage} Message */
/** @typedef {import('../data/store.js').Store} Store */

/**
 * What can be done with a message.
 * @typedef {Readonly<{
 *   press: import('./wecom-card.js').Press,
 *   quote: (message: Message) => void,
 *   menu: (message: Message) => void,
 * }>} MessageActions
 */

const PAUSE = 5 * 60_000
const LONG_PRESS_MS = 450
const TONES = new Set(['open', 'warning', 'overdue', 'done'])

/**
 * A square with the last two characters of a name.
 * @param {string} id @param {string} name
 */
export function avatar(id, name) {
  const colour = id === 'bot' || id === 'wecom' ? id : String(colourOf(id))
  return h('span', { class: `avatar av-${colour}`, 'aria-hidden': 'true' }, shortName(name))
}

/**
 * One message as one line for the chat list and for quotes.
 * @param {Message} message
 */
export function preview(message) {
  if (message.recalled) return '撤回了一条消息'
  if (message.kind === 'card') return message.variables?.['title'] ?? message.title ?? '[卡片]'
  if (message.kind === 'template') return message.title ?? message.text.split('\n')[0] ?? '[卡片]'
  const words = (message.kind === 'actionCard' && message.title ? message.title : message.text)
    .replaceAll(/!\[[^\]]*\]\([^)]*\)/gu, '[图片]')
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/gu, '$1')
    .replaceAll(/\\([*_#>[\]()\-.!])/gu, '$1')
    .replaceAll(/[*#>]+/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim()
  const photos = message.pictures.length > 0 ? '[图片]'.repeat(Math.min(2, message.pictures.length)) : ''
  return words === '' ? photos || '[消息]' : photos + words
}

/**
 * One entry of the chat, with the time above it when there was a pause. Redrawing means drawing again.
 * @param {Message} message
 * @param {Message | undefined} before
 * @param {Store} store
 * @param {MessageActions} actions
 * @returns {HTMLLIElement}
 */
export function renderMessage(message, before, store, actions) {
  const at = Date.parse(message.at)
  const earlier = before ? Date.parse(before.at) : 0
  const pause = at - earlier > PAUSE || !sameDay(at, earlier)
  const li = h('li', { 'data-id': message.id, 'data-revision': message.revision })
  if (pause) li.append(h('p', { class: 'when' }, sameDay(at, earlier) ? clockTime(at) : longTime(at)))
  if (message.from === 'system' || message.kind === 'system' || message.recalled) {
    li.append(
      h(
        'p',
        { class: 'notice' },
        message.recalled ? `${nameOf(message, store)} 撤回了一条消息` : message.text,
      ),
    )
    return li
  }
  const mine = message.from === store.me
  const follows =
    !pause &&
    before?.from === message.from &&
    before.name === message.name &&
    before.kind !== 'system' &&
    !before.recalled
  const row = h('div', { class: `row${mine ? ' mine' : ''}${follows ? ' follows' : ''}` })
  const look = message.from === 'bot' ? botOf(store, message.chat).look : message.from
  row.append(avatar(look, nameOf(message, store)))
  const wide = ['card', 'actionCard', 'template'].includes(message.kind)
  const body = h('div', { class: wide ? 'said wide' : 'said' })
  body.append(h('p', { class: follows ? 'who sr' : 'who' }, ...whoLine(message, store)))
  const bubble =
    message.kind === 'card'
      ? cardOf(message, store, actions)
      : message.template
        ? templateCard(message, message.template, actions.press)
        : bubbleOf(message, store, actions)
  body.append(bubble)
  row.append(body, tools(message, actions))
  onLongPress(bubble, () => actions.menu(message))
  li.append(row)
  return li
}

/** @param {Message} message @param {Store} store */
function nameOf(message, store) {
  if (message.from === 'bot') return message.name ?? botOf(store, message.chat).name
  return store.person(message.from)?.name ?? message.from
}

/** @param {Message} message @param {Store} store */
function whoLine(message, store) {
  const unit = store.person(message.from)?.title.split('·')[0]?.trim()
  return [
    h('b', {}, nameOf(message, store)),
    message.from === 'bot'
      ? h('span', { class: 'tag' }, '机器人')
      : unit
        ? h('span', { class: 'unit' }, unit)
        : null,
  ].filter((one) => one !== null)
}

/** @param {Message} message @param {Store} store @param {MessageActions} actions */
function contextOf(message, store, actions) {
  /** @type {{ name: string, me: boolean }[]} */
  const mentions = []
  for (const userId of message.mentions) {
    const name = store.person(userId)?.name
    if (name) mentions.push({ name, me: userId === store.me })
  }
  if (message.mentions.length > 0) mentions.push({ name: '所有人', me: message.mentions.includes(store.me) })
  if (message.from !== 'bot') mentions.push({ name: botOf(store, message.chat).name, me: false })
  /** @param {string} label */
  const pressLabel = (label) => {
    const i = message.buttons.findIndex((one) => one.label === label)
    return i < 0 ? undefined : () => void actions.press(message, i)
  }
  return { mentions, pressLabel, zoom }
}

/** @param {Message} message @param {Store} store @param {MessageActions} actions */
function bubbleOf(message, store, actions) {
  const context = contextOf(message, store, actions)
  const marked = message.kind === 'markdown' || message.kind === 'actionCard'
  const bubble = h('div', { class: `bubble ${message.kind}${message.live ? ' live' : ''}` })
  if (message.quoted) bubble.append(h('p', { class: 'quoted' }, message.quoted))
  if (message.file) {
    bubble.classList.add('paper')
    bubble.append(fileOf(message.file))
  } else if (message.text !== '') {
    bubble.append(
      marked
        ? h(
            'div',
            { class: 'md' },
            isWeCom(chatOf(store, message.chat))
              ? renderWeComMarkdown(message.text, message.dialect ?? 'old', context)
              : renderMarkdown(message.text, context),
          )
        : h('p', { class: 'words' }, withMentions(message.text, context)),
    )
  }
  if (message.pictures.length > 0) bubble.append(pictures(message))
  if (message.text === '' && !message.quoted && message.pictures.length > 0) bubble.classList.add('bare')
  if (message.buttons.length > 0) bubble.append(buttons(message, actions))
  return bubble
}

/** An interactive card: its look comes from the template's variables. @param {Message} message @param {Store} store @param {MessageActions} actions */
function cardOf(message, store, actions) {
  const variables = message.variables ?? {}
  const asked = variables['status_tone'] ?? 'open'
  const tone = TONES.has(asked) ? asked : 'open'
  const settled = variables['settled'] === 'true'
  const status = variables['status_text'] ?? ''
  const text = variables['body'] ?? message.text
  const context = contextOf(message, store, actions)
  // A card calls people beside its text, so they are named above it.
  const called = context.mentions.filter((one) => one.name !== '所有人' && !text.includes(`@${one.name}`))
  return h(
    'article',
    { class: `card tone-${tone}${settled ? ' settled' : ''}` },
    message.from === 'bot' &&
      called.length > 0 &&
      h('p', { class: 'called' }, withMentions(called.map((one) => `@${one.name}`).join(' '), context)),
    h(
      'div',
      { class: 'card-head' },
      h('h3', {}, variables['title'] ?? message.title ?? '卡片'),
      status !== '' && h('span', { class: 'status' }, status),
    ),
    h('div', { class: 'md' }, renderMarkdown(text, context)),
    message.pictures.length > 0 && pictures(message),
    !settled && message.buttons.length > 0 && buttons(message, actions),
  )
}

/** A document with its name and size; a tap downloads it. @param {NonNullable<Message['file']>} file */
function fileOf(file) {
  const kind = /\.([A-Za-z0-9]{1,5})$/u.exec(file.name)?.[1] ?? ''
  return h(
    'a',
    { class: 'document', href: ownAddress(file.url) ? file.url : '#', download: file.name },
    h('span', { class: 'kind', 'aria-hidden': 'true' }, kind.toUpperCase() || '文件'),
    h(
      'span',
      { class: 'about' },
      h('span', { class: 'name' }, file.name),
      h('span', { class: 'size' }, `${sizeOf(file.bytes)} · 点一下下载`),
    ),
  )
}

/** @param {number} bytes */
function sizeOf(bytes) {
  if (bytes < 1024) return `${bytes} B`
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

/** @param {Message} message */
function pictures(message) {
  return h(
    'div',
    { class: `pictures n${Math.min(3, message.pictures.length)}` },
    ...message.pictures.map((url, i) =>
      // Nothing is loaded from another host, so a foreign picture is only named.
      ownAddress(url)
        ? h(
            'button',
            {
              type: 'button',
              class: 'picture',
              'aria-label': `放大第${i + 1}张图片`,
              onclick: () => zoom(url),
            },
            h('img', { src: url, alt: `图片${i + 1}`, loading: 'lazy' }),
          )
        : h('p', { class: 'foreign' }, '[外部图片，演练里不显示]'),
    ),
  )
}

/** @param {Message} message @param {MessageActions} actions */
function buttons(message, actions) {
  const box = h('div', { class: 'buttons' })
  for (const [i, one] of message.buttons.entries()) {
    const look = `act ${one.tone ?? ''}`
    if (one.url !== undefined && /^https?:\/\//iu.test(one.url)) {
      box.append(
        h('a', { class: look, href: one.url, target: '_blank', rel: 'noopener noreferrer' }, one.label),
      )
      continue
    }
    const button = h('button', { type: 'button', class: look }, h('span', {}, one.label))
    button.addEventListener('click', async () => {
      if (box.getAttribute('aria-busy') === 'true') return
      box.setAttribute('aria-busy', 'true')
      button.classList.add('busy')
      await actions.press(message, i)
      button.classList.remove('busy')
      box.removeAttribute('aria-busy')
    })
    box.append(button)
  }
  return box
}

/** @param {Message} message @param {MessageActions} actions */
function tools(message, actions) {
  return h(
    'div',
    { class: 'tools' },
    h(
      'button',
      {
        type: 'button',
        class: 'plain',
        'aria-label': '引用这条消息',
        title: '引用',
        onclick: () => actions.quote(message),
      },
      icon('quote'),
    ),
  )
}

/** Touch has no hover, so holding a finger down opens the menu. @param {HTMLElement} element @param {() => void} held */
function onLongPress(element, held) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer
  const stop = () => clearTimeout(timer)
  element.addEventListener('touchstart', () => (timer = setTimeout(held, LONG_PRESS_MS)), { passive: true })
  for (const end of ['touchend', 'touchmove', 'touchcancel'])
    element.addEventListener(end, stop, { passive: true })
}
