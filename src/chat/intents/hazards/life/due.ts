import { findDates, writeDate } from '../../../understand/text/dates.ts'
import { unify } from '../../../understand/text/normalise.ts'
import type { Scene } from '../../../scene.ts'
import { dueInstant } from '../register.ts'

/** The limit that the words name (期限12月20日), or null. 12号 and the number of a document are none. */
export function findDate({ text, now }: Pick<Scene, 'text' | 'now'>): Date | null {
  const words = unify(text)
  const from = words.search(/期限|限期|时限/u)
  if (from < 0) return null
  const date = findDates(words, now).find(({ start }) => start >= from)
  return date ? dueInstant(writeDate(date)) : null
}
