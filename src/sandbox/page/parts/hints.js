import { h, icon, need } from '../draw/dom.js'

const KEY = 'hints-dismissed'

/**
 * The first visit's box with three steps; once dismissed it stays away until asked for.
 * @param {Readonly<{ choosePerson: () => void, fill: (text: string) => void, chooseTime: () => void, show: () => void }>} given
 */
export function mountHints(given) {
  const box = need('hints', HTMLElement)
  const help = need('help', HTMLButtonElement)
  box.append(
    h(
      'div',
      { class: 'hints-head' },
      h('h2', {}, '试一试'),
      h(
        'button',
        { type: 'button', class: 'plain', 'aria-label': '收起试一试', onclick: dismiss },
        icon('close'),
      ),
    ),
    h(
      'ol',
      {},
      step('选个身份，比如网格员。', '选身份', given.choosePerson),
      step('在群里报一处隐患，再发张示例照片。', '替我写好', () =>
        given.fill('阳光花园3号楼2单元楼道里堆满纸箱'),
      ),
      step('把时间拨到周五，看谁收到提醒。', '拨时间', given.chooseTime),
    ),
  )
  box.hidden = dismissed()
  help.addEventListener('click', () => {
    box.hidden = !box.hidden
    remember(box.hidden)
    if (!box.hidden) given.show()
  })

  /** @param {string} text @param {string} label @param {() => void} act */
  function step(text, label, act) {
    return h(
      'li',
      {},
      h('span', {}, text),
      h('button', { type: 'button', class: 'link', onclick: act }, label),
    )
  }

  function dismiss() {
    box.hidden = true
    remember(true)
    help.focus()
  }
}

function dismissed() {
  try {
    return localStorage.getItem(KEY) === 'yes'
  } catch {
    return false
  }
}

/** @param {boolean} hidden */
function remember(hidden) {
  try {
    localStorage.setItem(KEY, hidden ? 'yes' : 'no')
  } catch {
    // Without storage the box simply shows again next time.
  }
}
