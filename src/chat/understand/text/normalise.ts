import { commonly, commonWords } from './spelling/dialects.ts'
import { spellOut } from './spelling/initials.ts'
import { inChinese } from './spelling/loanwords.ts'
import { simplified } from './spelling/scripts.ts'
import { mend } from './spelling/slips.ts'

/** The longest message that is read; what comes after says nothing to a bot and costs time. */
export const MAX_LENGTH = 20_000

const punctuation: Readonly<Record<string, string>> = {
  ',': '，',
  ';': '；',
  ':': '：',
  '(': '（',
  ')': '）',
  '!': '！',
  '?': '？',
}

// Control characters, joiners, marks, private use, lone surrogates: nothing to read in them.
const silent = /[\p{Cf}\p{Cc}\p{M}\p{Co}\p{Cs}\p{Cn}]/gu
const pictures = /(?![✓✗])[\p{Extended_Pictographic}\u{1F1E6}-\u{1F1FF}\u{20E3}]/gu

// Most messages hold nothing else; looking once is cheaper than two rounds of replacing.
const tidy = /^[\n\x20-\x7e\u4e00-\u9fff\u3001-\u3011\uff01-\uff5e“”‘’·]*$/u

const strip = (text: string): string =>
  tidy.test(text)
    ? text
    : text.replace(silent, (c) => (c === '\n' ? c : c === '\t' ? ' ' : '')).replace(pictures, ' ')

/** Pictures that say something: a tick, a cross, a number of a list, a pin before a place. The rest are ornaments. */
const marks = (text: string): string =>
  /[\u2190-\u2bff\u{1F300}-\u{1FAFF}\u20e3√]/u.test(text)
    ? text
        .replace(/([0-9])\ufe0f?\u20e3/gu, '\n$1、')
        // 隐患⚠️41 已改✅36: between a word and its number a picture is an ornament.
        .replace(/(?<=[\u4e00-\u9fff])(?![✓✅✔☑√])\p{Extended_Pictographic}\ufe0f?(?=\d)/gu, ' ')
        .replace(/(?<=[改销办查患题])[✓✅✔☑√]\ufe0f?(?=\d)/gu, ' ')
        .replace(/[✅✔☑√]\ufe0f?/gu, '✓')
        .replace(/[❌✖]\ufe0f?/gu, '✗')
        .replace(/[📍📌❗❕‼⚠📷📸🔺🔻🔸🔹▪▫◾◽●◆◇■□➡👉⏰⏳⌛📅🗓🕐🔴🟠🟡🟢🔵⭕🚨📢📣]\ufe0f?/gu, '，')
    : text

/**
 * Brings a message to one way of writing: half-width digits and letters, Chinese punctuation, no emoji, single
 * spaces, `\n` between lines. The characters stay as they were written.
 */
export function tidyUp(raw: string): string {
  const cut = raw.length > MAX_LENGTH ? raw.slice(0, MAX_LENGTH) : raw
  const circled = cut
    // 1,246家 is one number.
    .replace(/(?<![\d,])\d{1,3}(?:,\d{3})+(?=[ ]?(?:余|多)?[家户处条项个人名份起次件台元])/g, (n) =>
      n.replace(/,/g, ''),
    )
    .replace(/\r\n?|[\u2028\u2029\u0085\v\f]/g, '\n')
    // 不到半米②备餐间…: a circled number opens an item also where nobody has typed a stop before it.
    .replace(
      /(?<=[\u4e00-\u9fff])(?<![第以上和及])(?=[\u2460-\u2473](?:[\u4e00-\u9fff]|\d{1,3}(?:号楼|栋|幢|座|单元|楼|层|#)))(?!.[项条处和及])/gu,
      '；',
    )
    .replace(/[\u2460-\u2473]/g, (c) => `(${c.charCodeAt(0) - 0x245f})`)
  return spellOut(inChinese(strip(marks(strip(marks(circled)).normalize('NFKC')))))
    .replace(/[,;:()!?]/g, (c, at: number, all: string) =>
      isBetweenDigits(c, at, all) ? c : (punctuation[c] ?? c),
    )
    .replace(/[–−‐‑]/g, '-')
    .replace(/#(\d{1,5})#/g, '$1号')
    .replace(/[｡．]/g, '。')
    .replace(/(?<=[\u4e00-\u9fff）」]) ?\.(?=\s|$)/gu, '。')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/(^|\n)[-•●·*▪■◆◇★☆※➤►▶，、 ]+/gu, '$1')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim()
    .slice(0, MAX_LENGTH)
}

/** Simplified characters and words without slips, at the same places: what the rules read. */
export function unify(tidy: string): string {
  const plain = commonWords(tidy)
  let out = ''
  let from = 0
  for (let i = 0; i < plain.length; i++) {
    const c = plain[i] ?? ''
    if (c < '\u4e00' || c > '\u9fff') continue
    const now = commonly(c) ?? simplified(c)
    if (now === c) continue
    out += plain.slice(from, i) + now
    from = i + 1
  }
  return mend(commonWords(from === 0 ? plain : out + plain.slice(from)))
}

/** `tidyUp` and `unify` in one. Normalising twice changes nothing more. */
export const normalise = (raw: string): string => unify(tidyUp(raw))

/** A clock time keeps its colon, so "18:00" stays one word. */
function isBetweenDigits(c: string, at: number, all: string): boolean {
  return c === ':' && /\d/.test(all[at - 1] ?? '') && /\d/.test(all[at + 1] ?? '')
}
