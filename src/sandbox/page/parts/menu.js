import { visit } from '../data/api.js'
import { chatOf } from '../data/chats.js'
import { h, need, toast } from '../draw/dom.js'

/** @typedef {import('../data/store.js').Store} Store */

/**
 * The menu that an app of WeCom has below its chat. Opening a one-to-one chat on WeCom is told to its bot, as the
 * platform does.
 * @param {Store} store
 */
export function mountMenu(store) {
  const box = need('app-menu', HTMLDivElement)
  let entered = ''
  store.on('open', () => {
    draw()
    const chat = chatOf(store, store.open)
    const here = `${store.me} ${store.open}`
    if (entered === here) return
    entered = here
    if (chat?.platform === 'wecom' && chat.kind === 'direct')
      visit({ as: store.me, chat: chat.id }).catch(() => undefined)
  })
  store.on('list', draw)

  function draw() {
    const menu = chatOf(store, store.open)?.menu ?? []
    const key = JSON.stringify([store.open, menu])
    if (box.dataset['of'] === key) return
    box.dataset['of'] = key
    box.hidden = menu.length === 0
    box.replaceChildren(
      ...menu.map((one) =>
        one.url
          ? h(
              'a',
              { class: 'menu-item', href: one.url, target: '_blank', rel: 'noopener noreferrer' },
              one.name,
            )
          : h(
              'button',
              { type: 'button', class: 'menu-item', onclick: () => void choose(one.key ?? '') },
              one.name,
            ),
      ),
    )
  }

  /** @param {string} key */
  async function choose(key) {
    try {
      await visit({ as: store.me, chat: store.open, key })
    } catch (error) {
      toast(error instanceof Error ? error.message : '没有成功，请再试一次', 'bad')
    }
  }
}
