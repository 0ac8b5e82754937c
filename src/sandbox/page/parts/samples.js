import { longTime } from '../data/time.js'
import { dialogHead, h, need, openDialog, toast } from '../draw/dom.js'
import { scenes } from '../draw/scenes.js'

/** @typedef {import('../data/store.js').Store} Store */

const WIDTH = 960
const HEIGHT = 720

/**
 * Offers drawn photos, so that nobody needs a file; the picked one goes to `use` as a JPEG.
 * @param {Store} store
 * @param {(photo: Blob) => void} use
 */
export function openSamples(store, use) {
  const dialog = need('samples', HTMLDialogElement)
  dialog.replaceChildren(
    dialogHead(dialog, '示例照片'),
    h('p', { class: 'note' }, '现画的图，不是真照片。'),
    h('div', { class: 'scenes' }, ...scenes.map((scene) => tile(scene))),
  )
  openDialog(dialog)

  /** @param {(typeof scenes)[number]} scene */
  function tile(scene) {
    const canvas = h('canvas', { width: WIDTH, height: HEIGHT, 'aria-hidden': 'true' })
    paint(canvas, scene, store)
    const button = h(
      'button',
      { type: 'button', class: 'scene', 'data-scene': scene.name },
      canvas,
      h('span', {}, scene.name),
    )
    button.addEventListener('click', () => {
      dialog.close()
      canvas.toBlob((blob) => (blob ? use(blob) : toast('图没有画好，请再试一次', 'bad')), 'image/jpeg', 0.86)
    })
    return button
  }
}

/** @param {HTMLCanvasElement} canvas @param {(typeof scenes)[number]} scene @param {Store} store */
function paint(canvas, scene, store) {
  const pen = canvas.getContext('2d')
  if (!pen) return
  scene.draw(pen, Math.random)
  // Grid workers' cameras stamp time and unit into the corner; so do these.
  const shade = pen.createLinearGradient(0, HEIGHT - 130, 0, HEIGHT)
  shade.addColorStop(0, 'rgba(0,0,0,0)')
  shade.addColorStop(1, 'rgba(0,0,0,0.6)')
  pen.fillStyle = shade
  pen.fillRect(0, HEIGHT - 130, WIDTH, 130)
  pen.fillStyle = '#ffffff'
  pen.font = 'bold 34px sans-serif'
  pen.fillText(longTime(store.time()), 26, HEIGHT - 58)
  pen.font = '24px sans-serif'
  pen.fillText(`${scene.name} · 示例`, 26, HEIGHT - 22)
}
