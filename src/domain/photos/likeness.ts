/** Bits of a perceptual hash; of two alike photos most are the same. */
const BITS = 256
const PIECES = 16

/** At most so many bits differ between two copies of a photo: re-compressed, shrunk, slightly lighter. */
export const ALIKE_BITS = 12

/** Before and after are often taken from the same spot: only the very same view counts there. */
export const ALIKE_WITHIN_BITS = 4

/**
 * The hash in 16 pieces, each with its place: two hashes that differ in fewer than 16 bits have at least one in common,
 * so that candidates can be looked up. The bits of a piece are scattered, as rows of sky are alike in half of all photos.
 */
export function piecesOf(likeness: string): readonly number[] {
  const bits = bitsOf(likeness)
  return Array.from({ length: PIECES }, (_, piece) => {
    let value = 0
    for (let i = 0; i < BITS / PIECES; i += 1)
      value = value * 2 + Number(bits[(101 * (piece + PIECES * i)) % BITS])
    return piece * 65_536 + value
  })
}

/** In how many bits two hashes differ. */
export function distance(a: string, b: string): number {
  const [left, right] = [bitsOf(a), bitsOf(b)]
  return [...left].filter((bit, i) => bit !== right[i]).length
}

/** Whether a hash tells photos apart at all: an empty or even surface looks like every other. */
export function isTelling(likeness: string): boolean {
  const ones = [...bitsOf(likeness)].filter((bit) => bit === '1').length
  return likeness.length === BITS / 4 && ones >= BITS / 4 && ones <= (3 * BITS) / 4
}

function bitsOf(likeness: string): string {
  return [...likeness].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('')
}
