import { fetchState, follow, press } from './data/api.js'
import { botOf, isWeCom } from './data/chats.js'
import { createStore } from './data/store.js'
import { need, toast } from './draw/dom.js'
import { mountClock } from './parts/clock.js'
import { mountComposer } from './parts/composer.js'
import { mountFaults } from './parts/faults.js'
import { mountHints } from './parts/hints.js'
import { mountMenu } from './parts/menu.js'
import { mostInteresting, mountSidebar, platformMark, titleOf } from './parts/sidebar.js'
import { mountTimeline } from './parts/timeline.js'

const RESYNC_MS = 60_000
const GATHER_MS = 120

const store = createStore()
const stage = need('stage', HTMLElement)
const offline = need('offline', HTMLParagraphElement)
const phone = matchMedia('(max-width: 720px)')
const composer = mountComposer(store)
const sidebar = mountSidebar(store, {
  become: (userId) => go(userId, ''),
  openChat: (chat) => go(store.me, chat),
})
const clock = mountClock(store)
mountTimeline(store, { press: pressButton, quote: composer.quote })
mountFaults(store)
mountMenu(store)
mountHints({
  choosePerson: sidebar.choosePerson,
  chooseTime: clock.choose,
  fill(text) {
    const group =
      store.chats.find((one) => one.kind === 'group' && one.id === store.open)?.id ?? mostInteresting(store)
    go(store.me, group)
    composer.fill(text)
  },
  show: () => phone.matches && go(store.me, ''),
})
/** @type {() => void} */
let stop = () => {}
/** @type {ReturnType<typeof setTimeout> | undefined} */
let gathering

store.on('open', drawHead)
store.on('bot', drawHead)
store.on('people', drawHead)
need('back', HTMLButtonElement).addEventListener('click', () => go(store.me, ''))
addEventListener('hashchange', () => void arrive())
phone.addEventListener('change', () => settle(asked().chat))
document.addEventListener(
  'visibilitychange',
  () => document.visibilityState === 'visible' && store.me && store.look(),
)
setInterval(() => document.visibilityState === 'visible' && store.me && void refresh(), RESYNC_MS)
void arrive()

/** Who and which chat the address asks for; two windows can so be two people. */
function asked() {
  const hash = new URLSearchParams(location.hash.slice(1))
  return { me: hash.get('as') ?? '', chat: hash.get('chat') ?? '' }
}

/** Goes there by way of the address, so that the browser's back works. @param {string} me @param {string} chat */
function go(me, chat) {
  const hash = new URLSearchParams({ as: me, ...(chat ? { chat } : {}) })
  if (location.hash === `#${hash}`) return settle(chat)
  location.hash = String(hash)
}

async function arrive() {
  const { me, chat } = asked()
  if (me !== '' && me === store.me) return settle(chat)
  stop()
  const askedAt = performance.now()
  const state = await fetchState(me).catch(() => undefined)
  const known = state?.people.some((one) => one.userId === me)
  if (!state || !known) {
    // Without a valid choice the first person is taken, so that there is something to see at once.
    const people = (state ?? (await fetchState('').catch(() => undefined)))?.people
    const first = people?.find((one) => !one.outsider)
    if (first) return location.replace(`#${new URLSearchParams({ as: first.userId })}`)
    offline.hidden = false
    setTimeout(() => void arrive(), 2000)
    return
  }
  if (asked().me !== me) return
  offline.hidden = true
  store.become(me)
  store.takeState(state, askedAt)
  settle(chat)
  stop = follow(me, {
    opened() {
      offline.hidden = true
      composer.setEnabled(true)
      void refresh()
    },
    lost() {
      offline.hidden = false
      composer.setEnabled(false)
    },
    message: store.takeMessage,
    changed: gather,
    clock: store.takeClock,
  })
}

/** Shows that chat; on a phone no chat means the list, on a desktop the most interesting one. @param {string} chat */
function settle(chat) {
  const known = store.chats.some((one) => one.id === chat) ? chat : ''
  const came = stage.dataset['screen'] === 'chat'
  stage.dataset['screen'] = known ? 'chat' : 'list'
  const shown = known || (phone.matches ? '' : mostInteresting(store))
  if (shown !== store.open || shown === '') store.show(shown)
  if (phone.matches && came && known === '')
    need('chats', HTMLUListElement).querySelector('button')?.focus({ preventScroll: true })
}

async function refresh() {
  const me = store.me
  const askedAt = performance.now()
  const state = await fetchState(me).catch(() => undefined)
  if (!state || store.me !== me) return
  store.takeState(state, askedAt)
  if (store.open === '') settle(asked().chat)
}

/** Several changes at once are fetched once. */
function gather() {
  clearTimeout(gathering)
  gathering = setTimeout(() => void refresh(), GATHER_MS)
}

function drawHead() {
  const chat = store.chats.find((one) => one.id === store.open)
  const { name, connected } = botOf(store, store.open)
  need('chat-title', HTMLHeadingElement).replaceChildren(
    chat ? titleOf(chat, store) : name,
    (chat && platformMark(chat, store)) ?? '',
  )
  stage.dataset['platform'] = isWeCom(chat) ? 'wecom' : 'dingtalk'
  document.body.dataset['platforms'] = store.wecom ? 'both' : 'dingtalk'
  const sub = need('chat-sub', HTMLParagraphElement)
  const bot = `${name}${connected ? '在线' : '没连上，稍等'}`
  sub.textContent = chat?.kind === 'group' ? `${chat.members.length}人 · ${bot}` : bot
  sub.classList.toggle('away', !connected)
  if (chat) sub.title = chat.members.map((id) => store.person(id)?.name ?? id).join('、')
}

/** @type {import('./draw/wecom-card.js').Press} */
async function pressButton(message, button, choices) {
  try {
    const answer = await press({ as: store.me, message: message.id, button, ...(choices ? { choices } : {}) })
    if (answer.toast) toast(answer.toast, answer.ok ? 'plain' : 'bad')
    else if (!answer.ok) toast('没有反应，请再按一次', 'bad')
  } catch (error) {
    toast(error instanceof Error ? error.message : '没有成功，请再试一次', 'bad')
  }
}
