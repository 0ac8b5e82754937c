// The country's code may stand before it, written together or apart.
const mobile = /(?<!\d)((?:\+?86[- ]?)?1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?!\d)/g
const landline = /(?<![\d-])(0\d{2,3})[- ]?\d{5,6}(\d{2})(?!\d)/g
const identity = /(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?![\dXx])/g

/**
 * A text without the numbers that belong to persons: identity numbers are gone, and of mobile and landline numbers, in
 * the forms that people write them in, the middle is hidden (138＊＊＊＊1234).
 */
export function withoutNumbers(text: string): string {
  return text
    .replace(identity, '（证件号略）')
    .replace(mobile, '$1＊＊＊＊$2')
    .replace(landline, '$1-＊＊＊＊＊$2')
}

// 3号楼2单元302室 is a home: the building and the stair may be named, the door not.
const door = /(?<=单元[ -]?)\d{3,4}(?!\d)(?:室|号|户)?|(?<!\d)\d{3,4}(?:室|号房)/g

/**
 * A text as others than the unit itself and the office may read it: identity numbers are gone, phone numbers half
 * hidden, doors of homes not told (302室 → 某室), and of the given people only the family name is left (刘敏 → 刘某).
 */
export function forEverybody(text: string, people: Iterable<string>): string {
  let masked = withoutNumbers(text).replace(door, '某室')
  // The longer name first: 王来根 must not become 王某根.
  for (const name of [...new Set(people)].sort((a, b) => b.length - a.length)) {
    if (name.length >= 2) masked = masked.replaceAll(name, `${name.slice(0, 1)}某`)
  }
  return masked
}
