import { createCanvas, type Canvas } from './png.ts'
import { scenes, type Scene } from './scenes.ts'

/**
 * What a drawn photo shows: a place, with what is wrong there or put right. Another `seed` is another place of the
 * kind; `stamp` is what the camera writes into the corner: digits, `-`, `:` and blanks.
 */
export type Photo = Readonly<{ scene: Scene; fixed: boolean; seed: string; stamp: string }>

export const PHOTO_MIME = 'image/png'

/** A drawn photo, 480×360, as PNG; the same request gives the same bytes. */
export function drawPhoto({ scene, fixed, seed, stamp }: Photo): Uint8Array {
  const canvas = createCanvas(480, 360)
  // Before and after are taken from the same spot, so both begin with the same chances.
  scenes[scene](canvas, chanceFrom(`${scene} ${seed}`), fixed)
  write(canvas, stamp)
  return canvas.png()
}

/** Digits of three by five dots, a row of dots per octal digit. */
const glyphs: Readonly<Record<string, string>> = {
  '0': '75557',
  '1': '26227',
  '2': '71747',
  '3': '71717',
  '4': '55711',
  '5': '74717',
  '6': '74757',
  '7': '71222',
  '8': '75757',
  '9': '75717',
  '-': '00700',
  ':': '02020',
}
const DOT = 4

function write(on: Canvas, stamp: string): void {
  const top = on.height - 5 * DOT - 14
  // A dark strip, or the digits would drown in a bright floor.
  on.rect('#2b2d2f', 8, top - 8, stamp.length * 4 * DOT + 12, 5 * DOT + 16)
  for (const [place, letter] of [...stamp].entries()) {
    const left = 16 + place * 4 * DOT
    for (const [y, row] of [...(glyphs[letter] ?? '')].entries())
      for (let x = 0; x < 3; x += 1)
        if (Number(row) & (4 >> x)) on.rect('#ffb020', left + x * DOT, top + y * DOT, DOT, DOT)
  }
}

/** A row of numbers that the text decides (FNV-1a, then mulberry32). */
function chanceFrom(text: string): () => number {
  let state = 0x811c9dc5
  for (const letter of text) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
