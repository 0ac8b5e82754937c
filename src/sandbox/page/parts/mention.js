import { botOf } from '../data/chats.js'
import { h } from '../draw/dom.js'
import { avatar } from '../draw/message.js'

/** @typedef {import('../data/store.js').Store} Store */

/**
 * The list of members that opens while somebody types "@" in a group.
 * @param {Store} store
 * @param {HTMLTextAreaElement} box
 * @param {Readonly<{ atBot: () => void }>} given called when the bot is picked, which the chip stands for
 * @returns {Readonly<{ element: HTMLElement, handleKey: (event: KeyboardEvent) => boolean, update: () => void, mentioned: () => readonly string[] }>}
 */
export function createMention(store, box, given) {
  const element = h('ul', { class: 'mentions', role: 'listbox', 'aria-label': '提醒谁看', hidden: true })
  /** @type {readonly Readonly<{ id: string, name: string, title: string }>[]} */
  let offered = []
  let chosen = 0
  box.addEventListener('input', update)
  box.addEventListener('click', update)
  box.addEventListener('blur', () => setTimeout(close, 150))
  return { element, handleKey, update, mentioned }

  function close() {
    element.hidden = true
  }

  function query() {
    const chat = store.chats.find((one) => one.id === store.open)
    if (chat?.kind !== 'group') return undefined
    const found = /(?:^|[^\w])@([^\s@]{0,8})$/u.exec(box.value.slice(0, box.selectionStart))
    return found ? { chat, text: found[1] ?? '' } : undefined
  }

  function update() {
    const asked = query()
    if (!asked) return close()
    const members = asked.chat.members
      .filter((id) => id !== store.me)
      .map((id) => store.person(id))
      .filter((one) => one !== undefined)
      .map((one) => ({ id: one.userId, name: one.name, title: one.title }))
    offered = [{ id: 'bot', name: botOf(store, asked.chat.id).name, title: '机器人' }, ...members]
      .filter((one) => asked.text === '' || one.name.includes(asked.text))
      .slice(0, 7)
    chosen = 0
    if (offered.length === 0) return close()
    draw()
  }

  function draw() {
    element.replaceChildren(
      ...offered.map((one, i) => {
        const li = h(
          'li',
          { role: 'option', 'aria-selected': i === chosen ? 'true' : 'false' },
          avatar(one.id === 'bot' ? botOf(store, store.open).look : one.id, one.name),
          h('b', {}, one.name),
          h('small', {}, one.title),
        )
        li.addEventListener('mousedown', (event) => {
          event.preventDefault()
          pick(i)
        })
        return li
      }),
    )
    element.hidden = false
  }

  /** @param {number} i */
  function pick(i) {
    const one = offered[i]
    const asked = query()
    if (!one || !asked) return close()
    const caret = box.selectionStart
    const start = caret - asked.text.length - 1
    // Mentioning the bot is what the chip does, so the words stay clean.
    const put = one.id === 'bot' ? '' : `@${one.name} `
    box.setRangeText(put, start, caret, 'end')
    if (one.id === 'bot') given.atBot()
    close()
    box.focus()
  }

  /** Whether the open list used that key. @param {KeyboardEvent} event */
  function handleKey(event) {
    if (element.hidden) return false
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      chosen = (chosen + (event.key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length
      draw()
    } else if (event.key === 'Enter' || event.key === 'Tab') pick(chosen)
    else if (event.key === 'Escape') close()
    else return false
    return true
  }

  /** The members whose "@name" stands in the box now. */
  function mentioned() {
    const chat = store.chats.find((one) => one.id === store.open)
    if (chat?.kind !== 'group') return []
    return chat.members.filter((id) => {
      const name = store.person(id)?.name
      return id !== store.me && name !== undefined && box.value.includes(`@${name}`)
    })
  }
}
