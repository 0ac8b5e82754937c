import { need, toast, h, icon, openDialog, dialogHead } from '../draw/dom.js'
import { botOf } from '../data/chats.js'
import { preview, renderMessage } from '../draw/message.js'

/** @typedef {import('../../types.ts').SandboxMessage} Message */
/** @typedef {import('../data/store.js').Store} Store */

const FIRST = 60
const MORE = 60
const MOST = 400
const NEAR_END = 90

/**
 * The open chat's messages. Draws the newest ones, older ones as the reader scrolls up, and appends or redraws single
 * messages after that, so that thousands of them stay smooth.
 * @param {Store} store
 * @param {Readonly<{ press: import('../draw/wecom-card.js').Press, quote: (message: Message) => void }>} given
 */
export function mountTimeline(store, given) {
  const log = need('log', HTMLDivElement)
  const list = need('messages', HTMLOListElement)
  const newer = need('newer', HTMLButtonElement)
  const live = need('live', HTMLDivElement)
  const actions = { ...given, menu }
  /** @type {Map<string, HTMLLIElement>} */
  let drawn = new Map()
  let missed = 0
  let growing = false

  store.on('open', reset)
  store.on('reset', reset)
  store.on('append', (message) => message && append(message))
  store.on('redraw', (message) => message && redraw(message))
  log.addEventListener('scroll', scrolled, { passive: true })
  newer.addEventListener('click', toEnd)
  // A picture grows when it arrives, and a keyboard takes room away; whoever was at the end stays there.
  list.addEventListener('load', () => stayAtEnd && toEnd(), true)
  new ResizeObserver(() => stayAtEnd && toEnd()).observe(log)
  let stayAtEnd = true

  function reset() {
    const messages = store.messagesOf(store.open)
    const from = Math.max(0, messages.length - FIRST)
    drawn = new Map()
    list.replaceChildren(draw(messages, from, messages.length))
    if (messages.length === 0 && store.open !== '') list.append(emptiness())
    toEnd()
  }

  function emptiness() {
    const direct = store.chats.find((one) => one.id === store.open)?.kind === 'direct'
    return h(
      'li',
      { class: 'empty' },
      direct
        ? `这里是你和${botOf(store, store.open).name}的单聊，直接说就行。`
        : '群里还没有人说话。说句话试试，下面有现成的。',
    )
  }

  /** @param {readonly Message[]} messages @param {number} from @param {number} to */
  function draw(messages, from, to) {
    const fragment = document.createDocumentFragment()
    for (let i = from; i < to; i += 1) {
      const message = messages[i]
      if (!message) continue
      const li = renderMessage(message, messages[i - 1], store, actions)
      drawn.set(message.id, li)
      fragment.append(li)
    }
    return fragment
  }

  /** @param {Message} message */
  function append(message) {
    const messages = store.messagesOf(store.open)
    const i = messages.indexOf(message)
    list.querySelector('.empty')?.remove()
    list.append(draw(messages, i, i + 1))
    drawn.get(message.id)?.classList.add('fresh')
    if (message.from !== store.me) {
      const who =
        message.from === 'bot'
          ? (message.name ?? botOf(store, message.chat).name)
          : store.person(message.from)?.name
      live.textContent = `${who ?? ''}${who ? '：' : ''}${preview(message)}`
    }
    if (stayAtEnd || message.from === store.me) {
      trim()
      toEnd()
    } else {
      missed += 1
      newer.textContent = `↓ ${missed}条新消息`
      newer.hidden = false
    }
  }

  function trim() {
    while (list.childElementCount > MOST) {
      const first = list.firstElementChild
      if (!(first instanceof HTMLLIElement)) return
      drawn.delete(first.dataset['id'] ?? '')
      first.remove()
    }
  }

  /** @param {Message} message */
  function redraw(message) {
    const old = drawn.get(message.id)
    if (!old) return
    const messages = store.messagesOf(store.open)
    const focused = old.contains(document.activeElement)
    const li = renderMessage(message, messages[messages.indexOf(message) - 1], store, actions)
    li.classList.add('redrawn')
    drawn.set(message.id, li)
    old.replaceWith(li)
    if (focused) {
      const next = li.querySelector('button.act')
      if (next instanceof HTMLElement) next.focus({ preventScroll: true })
      else log.focus({ preventScroll: true })
    }
    if (stayAtEnd) toEnd()
    if (message.kind === 'card' || message.kind === 'template')
      live.textContent = `卡片已更新：${preview(message)} ${message.variables?.['status_text'] ?? ''}`
  }

  function scrolled() {
    stayAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END
    if (stayAtEnd) {
      missed = 0
      newer.hidden = true
    }
    if (log.scrollTop < 200) older()
  }

  function older() {
    const messages = store.messagesOf(store.open)
    const first = list.firstElementChild
    if (growing || !(first instanceof HTMLLIElement)) return
    const i = messages.findIndex((one) => one.id === first.dataset['id'])
    if (i <= 0) return
    growing = true
    const height = log.scrollHeight - log.scrollTop
    list.prepend(draw(messages, Math.max(0, i - MORE), i))
    log.scrollTop = log.scrollHeight - height
    growing = false
  }

  function toEnd() {
    log.scrollTop = log.scrollHeight
    stayAtEnd = true
    missed = 0
    newer.hidden = true
  }

  /** @param {Message} message */
  function menu(message) {
    const dialog = need('message-menu', HTMLDialogElement)
    /** @param {string} name @param {string} label @param {() => void} act */
    const item = (name, label, act) =>
      h(
        'button',
        {
          type: 'button',
          class: 'item',
          onclick: () => {
            dialog.close()
            act()
          },
        },
        icon(name),
        label,
      )
    dialog.replaceChildren(
      dialogHead(dialog, '这条消息'),
      item('quote', '引用', () => given.quote(message)),
      item('copy', '复制文字', () => {
        navigator.clipboard.writeText(message.text).then(
          () => toast('已复制'),
          () => toast('复制不了，请手动选中文字', 'bad'),
        )
      }),
    )
    openDialog(dialog)
  }
}
