import { moveClock } from '../data/api.js'
import { clockTime, fieldMoment, fieldValue, jumps, longTime } from '../data/time.js'
import { dialogHead, h, need, openDialog, toast } from '../draw/dom.js'

/** @typedef {import('../data/store.js').Store} Store */

/**
 * The sandbox's time at the top and the menu that moves it. It only goes forward.
 * @param {Store} store
 * @returns {Readonly<{ choose: () => void }>}
 */
export function mountClock(store) {
  const chip = need('clock', HTMLButtonElement)
  const text = need('clock-text', HTMLSpanElement)
  const dialog = need('times', HTMLDialogElement)
  let moving = 0

  chip.addEventListener('click', choose)
  store.on('clock', draw)
  setInterval(draw, 1000)
  return { choose }

  function draw() {
    if (store.heardAt === 0) return
    const now = store.time()
    const shown = moving ? `→ ${longTime(moving)}` : longTime(now)
    if (text.textContent !== shown) text.textContent = shown
    chip.setAttribute('aria-label', moving ? `时间正在走 ${shown}` : `演练时间 ${shown}，点开可以往后拨`)
  }

  function choose() {
    if (moving) return toast('时间还在走，请等它到了再拨')
    const now = store.time()
    const field = h('input', {
      type: 'datetime-local',
      id: 'free-time',
      value: fieldValue(now + 3600_000),
      min: fieldValue(now),
    })
    dialog.replaceChildren(
      dialogHead(dialog, '把时间往后拨'),
      h('p', { class: 'note' }, '到点该提醒的、该催的，都会在路上照常发生。时间只能往后。'),
      h(
        'div',
        { class: 'jumps' },
        ...jumps(now).map(({ label, to }) =>
          h(
            'button',
            { type: 'button', class: 'item', onclick: () => void go(to) },
            h('b', {}, label),
            h('small', {}, label.startsWith('+') ? clockTime(to) : longTime(to)),
          ),
        ),
      ),
      h(
        'form',
        { class: 'free', onsubmit: (/** @type {Event} */ event) => choseFree(event, field) },
        h('label', { for: 'free-time' }, '或者自己定'),
        h('div', {}, field, h('button', { type: 'submit', class: 'act primary' }, '拨过去')),
      ),
    )
    openDialog(dialog)
  }

  /** @param {Event} event @param {HTMLInputElement} field */
  function choseFree(event, field) {
    event.preventDefault()
    const to = fieldMoment(field.value)
    if (to === undefined) return toast('请选好日期和时间', 'bad')
    if (to <= store.time()) return toast('时间只能往后拨，请选一个还没到的时间', 'bad')
    void go(to)
  }

  /** @param {number} to */
  async function go(to) {
    dialog.close()
    moving = to
    chip.classList.add('moving')
    chip.setAttribute('aria-busy', 'true')
    draw()
    try {
      const { now } = await moveClock(to)
      store.takeClock(now)
      toast(`时间到了 ${longTime(Date.parse(now))}`)
    } catch (error) {
      toast(error instanceof Error ? error.message : '时间没有拨动，请再试一次', 'bad')
    } finally {
      moving = 0
      chip.classList.remove('moving')
      chip.removeAttribute('aria-busy')
      draw()
    }
  }
}
