import { forEverybody } from '../../domain/privacy.ts'
import { isPersonName } from '../understand/text/persons.ts'

/** Doors of homes, and numbers that belong to persons, whole or with their middle hidden. */
const door = /\d{3,4}(?:室|号房)|(?<=单元[ -]?)\d{3,4}(?!\d)/u
const number = /(?<!\d)(?:1[3-9]\d[- ]?(?:\d{4}|＊{4})[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8}|\d{17}[\dXx])(?!\d)/u
const title = /业主|住户|户主|租户|租客|房东|店主|老板|车主|居民|经营者|负责人|联系人|当事人/gu
const address = /先生|女士|大爷|大妈|大叔|阿姨|老师傅/u
/** Words that begin like a family name and stand where hazards are. */
const things = /^[楼车门管安高常应]/u
const behind = /^(?:在|把|将|家|私|拒|占|堆)/u

/**
 * Whether people's own words tell of a person beyond whom the bot knows: a number, a name behind 业主 or the like, or a
 * name that does something. Says yes too often rather than too seldom.
 */
export function tellsOfPerson(text: string): boolean {
  return number.test(text) || address.test(text) || nameAt(text) >= 0
}

/** Where a name stands, or -1. */
function nameAt(text: string): number {
  for (const { index, 0: word } of text.matchAll(title)) {
    const at = index + word.length
    if ([4, 3, 2].some((length) => isPersonName(text.slice(at, at + length)))) return at
  }
  for (const { index, 0: edge } of text.matchAll(/^|[楼栋幢座元层室号户，。、； ]/gu)) {
    const at = index + edge.length
    const named = [4, 3, 2].some((length) => {
      const name = text.slice(at, at + length)
      // Two characters are a word more often than a name, unless it is somebody's home.
      const next = length === 2 ? /^家/u : behind
      return isPersonName(name) && !things.test(name) && next.test(text.slice(at + length))
    })
    if (named) return at
  }
  return -1
}

/** A place as anybody may read it: the building and the stair, not the door, and nobody who lives there. */
export function publicPlace(place: string, people: Iterable<string>): string {
  const ends = [place.search(door), place.search(number), nameAt(place)].filter((at) => at >= 0)
  const kept = place.slice(0, Math.min(place.length, ...ends)).replace(/[ ，、（(]+$/u, '')
  return forEverybody(kept, people)
}

/** What is wrong as anybody may read it: as it was written, or only its category where the words tell of a person. */
export function publicFault(words: string, category: string, people: Iterable<string>): string {
  return tellsOfPerson(words) ? category : forEverybody(words, people)
}
