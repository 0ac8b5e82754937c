import { botOf, isWeCom } from '../data/chats.js'
import { roleOf, roles } from '../data/people.js'
import { listTime } from '../data/time.js'
import { dialogHead, h, icon, need, openDialog } from '../draw/dom.js'
import { avatar, preview } from '../draw/message.js'

/** @typedef {import('../../types.ts').SandboxChat} Chat */
/** @typedef {import('../data/store.js').Store} Store */

/**
 * Who you are, and the list of your chats.
 * @param {Store} store
 * @param {Readonly<{ become: (userId: string) => void, openChat: (chat: string) => void }>} given
 * @returns {Readonly<{ choosePerson: () => void }>}
 */
export function mountSidebar(store, given) {
  const me = need('me', HTMLButtonElement)
  const people = need('people', HTMLDialogElement)
  const list = need('chats', HTMLUListElement)
  /** @type {Map<string, Readonly<{ li: HTMLLIElement, key: string }>>} */
  let rows = new Map()

  me.addEventListener('click', choosePerson)
  store.on('people', drawMe)
  store.on('me', () => {
    rows = new Map()
    list.replaceChildren()
    drawMe()
  })
  store.on('list', drawList)
  return { choosePerson }

  function drawMe() {
    const person = store.person(store.me)
    if (!person) return
    me.setAttribute('aria-label', `选择身份，现在是${person.name}，${person.title}`)
    me.replaceChildren(
      avatar(person.userId, person.name),
      h('span', { class: 'me-name' }, h('b', {}, person.name), h('small', {}, ...titleParts(person.title))),
      icon('down'),
    )
    drawTitle()
  }

  /** The browser's tab says who sits here and how much waits. */
  function drawTitle() {
    const waiting = store.chats.reduce((sum, chat) => sum + store.unread(chat.id).count, 0)
    document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${store.person(store.me)?.name ?? ''} · 清患本地演练`
  }

  function choosePerson() {
    const groups = roles.map(({ role, label }) => {
      const members = store.people.filter((one) => roleOf(one) === role)
      return (
        members.length > 0 &&
        h(
          'section',
          { class: 'role' },
          h('h3', {}, label),
          h('div', { class: 'faces' }, ...members.map(face)),
        )
      )
    })
    people.replaceChildren(
      dialogHead(people, '你是谁？'),
      h('p', { class: 'note' }, '换个人看同一个群。另开一个窗口，可以同时做两个人。'),
      ...groups.filter((one) => one !== false),
    )
    openDialog(people)
    const current = people.querySelector('[aria-pressed="true"]')
    if (current instanceof HTMLElement) current.focus()
  }

  /** @param {import('../../types.ts').SandboxPerson} person */
  function face(person) {
    return h(
      'button',
      {
        type: 'button',
        class: 'face',
        'aria-pressed': person.userId === store.me ? 'true' : 'false',
        'data-user': person.userId,
        onclick: () => {
          people.close()
          given.become(person.userId)
        },
      },
      avatar(person.userId, person.name),
      h(
        'span',
        { class: 'me-name' },
        h('b', {}, person.name),
        h('small', {}, person.outsider ? `${person.title}（外部）` : person.title),
      ),
    )
  }

  function drawList() {
    const chats = [...store.chats].sort((a, b) => lastAt(b) - lastAt(a))
    const now = store.time()
    const next = new Map()
    for (const chat of chats) {
      const last = store.messagesOf(chat.id).at(-1)
      const unread = store.unread(chat.id)
      const when = last ? listTime(Date.parse(last.at), now) : ''
      const key = [
        chat.title,
        chat.members.length,
        last?.id,
        last?.revision,
        unread.count,
        unread.mentioned,
        when,
        chat.id === store.open,
        store.wecom !== undefined,
      ].join('|')
      const before = rows.get(chat.id)
      next.set(chat.id, before?.key === key ? before : { key, li: row(chat, when, unread) })
    }
    const focused = list.contains(document.activeElement)
      ? document.activeElement?.getAttribute('data-chat')
      : null
    rows = next
    drawTitle()
    list.replaceChildren(...[...rows.values()].map((one) => one.li))
    if (focused)
      for (const one of list.querySelectorAll('button'))
        if (one.dataset['chat'] === focused) one.focus({ preventScroll: true })
  }

  /** @param {Chat} chat */
  function lastAt(chat) {
    return Date.parse(store.messagesOf(chat.id).at(-1)?.at ?? '') || 0
  }

  /** @param {Chat} chat @param {string} when @param {Readonly<{ count: number, mentioned: boolean }>} unread */
  function row(chat, when, unread) {
    const title = titleOf(chat, store)
    const count = unread.count > 99 ? '99+' : String(unread.count)
    return h(
      'li',
      {},
      h(
        'button',
        {
          type: 'button',
          class: 'chat-row',
          'data-chat': chat.id,
          'aria-current': chat.id === store.open ? 'true' : null,
          onclick: () => given.openChat(chat.id),
        },
        chat.kind === 'direct'
          ? avatar(botOf(store, chat.id).look, titleOf(chat, store))
          : h('span', { class: 'avatar group', 'aria-hidden': 'true' }, mosaic(chat)),
        h(
          'span',
          { class: 'chat-text' },
          h(
            'span',
            { class: 'chat-line' },
            h('b', {}, title),
            platformMark(chat, store),
            h('time', {}, when),
          ),
          h(
            'span',
            { class: 'chat-line' },
            h('span', { class: 'last' }, unread.mentioned && h('em', {}, '[有人@我] '), lastLine(chat)),
            unread.count > 0 && h('span', { class: 'badge', 'aria-label': `${unread.count}条未读` }, count),
          ),
        ),
      ),
    )
  }

  /** @param {Chat} chat */
  function mosaic(chat) {
    const box = document.createDocumentFragment()
    const names = chat.members.map((id) => store.person(id)).filter((one) => one !== undefined)
    for (const one of names.slice(0, 4)) {
      const tile = avatar(one.userId, one.name)
      tile.textContent = [...one.name].at(-1) ?? ''
      box.append(tile)
    }
    return box
  }

  /** @param {Chat} chat */
  function lastLine(chat) {
    const last = store.messagesOf(chat.id).at(-1)
    if (!last) return chat.kind === 'direct' ? '有事直接说，不用@' : '还没有消息'
    const who =
      last.from === 'bot' ? (last.name ?? botOf(store, chat.id).name) : store.person(last.from)?.name
    const named = chat.kind === 'group' && who && last.from !== store.me
    return `${named ? `${who}：` : ''}${preview(last)}`
  }
}

/**
 * Which platform a chat is on; nothing where there is only DingTalk.
 * @param {Chat} chat @param {Store} store
 */
export function platformMark(chat, store) {
  if (!store.wecom) return null
  return isWeCom(chat)
    ? h('span', { class: 'mark wecom' }, '企微')
    : h('span', { class: 'mark dingtalk' }, '钉钉')
}

/**
 * What a chat is called in front of the viewer: the direct chat carries the bot's name.
 * @param {Chat} chat @param {Store} store
 */
export function titleOf(chat, store) {
  return chat.kind === 'direct' && !isWeCom(chat) ? store.bot.name : chat.title
}

/**
 * The chat to show first: where somebody @s the viewer, then the group with most unread, then the liveliest group.
 * @param {Store} store
 * @returns {string} its id, or '' when there is none
 */
export function mostInteresting(store) {
  const groups = store.chats.filter((one) => one.kind === 'group')
  const scored = (groups.length > 0 ? groups : store.chats).map((chat) => {
    const { count, mentioned } = store.unread(chat.id)
    return {
      id: chat.id,
      score:
        (mentioned ? 1e6 : 0) + count * 1000 + store.messagesOf(chat.id).length + chat.members.length / 100,
    }
  })
  return scored.sort((a, b) => b.score - a.score)[0]?.id ?? ''
}

/** The unit apart from the role, so that a narrow screen can leave the unit out. @param {string} title */
function titleParts(title) {
  const cut = title.lastIndexOf('·')
  if (cut < 0) return [title]
  return [h('span', { class: 'wide' }, title.slice(0, cut + 1)), title.slice(cut + 1)]
}
