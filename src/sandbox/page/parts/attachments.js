import { addPicture } from '../data/api.js'
import { h, icon, toast, zoom } from '../draw/dom.js'

const MOST = 9
const MAX_BYTES = 20 * 1024 * 1024

/**
 * The photos waiting to be sent: each is handed to the sandbox at once and shown from there.
 * @returns {Readonly<{ element: HTMLElement, add: (files: readonly Blob[]) => Promise<void>, ids: () => readonly string[], busy: () => boolean, clear: () => void }>}
 */
export function createAttachments() {
  const element = h('div', { class: 'attached', 'aria-label': '待发送的照片', hidden: true })
  /** @type {{ id: string, tile: HTMLElement }[]} */
  let ready = []
  let arriving = 0
  return { element, add, ids: () => ready.map((one) => one.id), busy: () => arriving > 0, clear }

  /** @param {readonly Blob[]} files */
  async function add(files) {
    for (const file of files) {
      if (!file.type.startsWith('image/')) toast('只能发图片', 'bad')
      else if (file.size > MAX_BYTES) toast('图片太大了，请选20MB以内的', 'bad')
      else if (ready.length + arriving >= MOST) toast(`一次最多发${MOST}张`, 'bad')
      else await addOne(file)
    }
  }

  /** @param {Blob} file */
  async function addOne(file) {
    arriving += 1
    const tile = h('div', { class: 'tile busy' })
    element.append(tile)
    element.hidden = false
    try {
      const { id, url } = await addPicture(file)
      const entry = { id, tile }
      ready.push(entry)
      tile.classList.remove('busy')
      tile.append(
        h(
          'button',
          { type: 'button', class: 'picture', 'aria-label': '看看这张', onclick: () => zoom(url) },
          h('img', { src: url, alt: '待发送的照片' }),
        ),
        h(
          'button',
          {
            type: 'button',
            class: 'plain remove',
            'aria-label': '不发这张',
            onclick: () => {
              ready = ready.filter((one) => one !== entry)
              tile.remove()
              settle()
            },
          },
          icon('close'),
        ),
      )
    } catch (error) {
      tile.remove()
      toast(error instanceof Error ? error.message : '照片没有加上，请再试一次', 'bad')
    } finally {
      arriving -= 1
      settle()
    }
  }

  function settle() {
    element.hidden = ready.length + arriving === 0
  }

  function clear() {
    for (const one of ready) one.tile.remove()
    ready = []
    settle()
  }
}
