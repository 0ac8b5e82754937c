/** @typedef {Node | string | null | undefined | false} Child */

/**
 * Builds an element. `class` sets the class, `on…` functions listen, `true` sets an empty attribute,
 * `false`, `null` and `undefined` leave it out. Text children are always text, never markup.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Readonly<Record<string, unknown>>} [props]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue
    if (typeof value === 'function') {
      element.addEventListener(name.slice(2), /** @type {EventListener} */ (value))
    } else element.setAttribute(name, value === true ? '' : String(value))
  }
  for (const child of children) if (child) element.append(child)
  return element
}

/**
 * One icon of the page's own sprite. Decoration only: the button around it carries the name.
 * @param {string} name
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('class', 'icon')
  svg.setAttribute('aria-hidden', 'true')
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use')
  use.setAttribute('href', `#i-${name}`)
  svg.append(use)
  return svg
}

/**
 * The element with that id, of that kind. Throws when the page lacks it, which is a bug.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function need(id, kind) {
  const element = document.getElementById(id)
  if (!(element instanceof kind)) throw new Error(`the page lacks #${id}`)
  return element
}

/**
 * Says something for a few seconds at the bottom of the page, and to screen readers.
 * @param {string} text
 * @param {'plain' | 'bad'} [tone]
 */
export function toast(text, tone = 'plain') {
  const box = h('div', { class: `toast ${tone}` }, text)
  const host = need('toasts', HTMLDivElement)
  host.append(box)
  while (host.childElementCount > 3) host.firstElementChild?.remove()
  // Shown anew each time, so that it lies above a dialog that was opened meanwhile.
  if ('showPopover' in host) {
    if (host.matches(':popover-open')) host.hidePopover()
    host.showPopover()
  }
  setTimeout(() => box.remove(), tone === 'bad' ? 6000 : 3200)
}

/**
 * Opens a dialog over the page; Escape and a press beside it close it, and focus goes back by itself.
 * @param {HTMLDialogElement} dialog
 */
export function openDialog(dialog) {
  if (dialog.open) return
  if (!dialog.dataset['wired']) {
    dialog.dataset['wired'] = 'yes'
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog) dialog.close()
    })
  }
  dialog.showModal()
}

/**
 * The head of a dialog: its title and a button that closes it.
 * @param {HTMLDialogElement} dialog
 * @param {string} title
 */
export function dialogHead(dialog, title) {
  return h(
    'div',
    { class: 'sheet-head' },
    h('h2', {}, title),
    h(
      'button',
      { type: 'button', class: 'plain', 'aria-label': '关闭', onclick: () => dialog.close() },
      icon('close'),
    ),
  )
}

/**
 * Shows one picture as large as the window allows.
 * @param {string} url
 */
export function zoom(url) {
  const dialog = need('viewer', HTMLDialogElement)
  dialog.replaceChildren(
    h('img', { src: url, alt: '放大的图片', onclick: () => dialog.close() }),
    h(
      'button',
      { type: 'button', class: 'plain', 'aria-label': '关闭图片', onclick: () => dialog.close() },
      icon('close'),
    ),
  )
  openDialog(dialog)
}
