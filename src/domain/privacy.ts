const mobile = /(?<!\d)(1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?!\d)/g
const landline = /(?<![\d-])(0\d{2,3})[- ]?\d{5,6}(\d{2})(?!\d)/g
const identity = /(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?![\dXx])/g

/**
 * A text as others than the unit itself and the office may read it: identity numbers are gone, phone numbers half
 * hidden, and of the given people only the family name is left (刘敏 → 刘某).
 */
export function forEverybody(text: string, people: Iterable<string>): string {
  let masked = text
    .replace(identity, '（证件号略）')
    .replace(mobile, '$1＊＊＊＊$2')
    .replace(landline, '$1-＊＊＊＊＊$2')
  // The longer name first: 王来根 must not become 王某根.
  for (const name of [...new Set(people)].sort((a, b) => b.length - a.length)) {
    if (name.length >= 2) masked = masked.replaceAll(name, `${name.slice(0, 1)}某`)
  }
  return masked
}
