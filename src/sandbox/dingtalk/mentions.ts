import { fieldsOf, textsOf } from '../http.ts'
import type { SandboxPerson } from '../types.ts'

/**
 * Turns the webhook's `at` into real mentions. A person is notified only if the id (or mobile) stands as `@<id>` in the
 * text and is listed in `at` as well (KB0699); anything else stays the plain characters it is.
 */
export function mention(
  text: string,
  at: unknown,
  members: readonly SandboxPerson[],
): Readonly<{ text: string; mentions: readonly string[] }> {
  const fields = fieldsOf(at)
  const mobiles = textsOf(fields?.['atMobiles']) ?? []
  const byWord = new Map<string, SandboxPerson>()
  for (const id of textsOf(fields?.['atUserIds']) ?? []) {
    const person = members.find((each) => each.userId === id)
    if (person) byWord.set(id, person)
  }
  for (const person of members)
    if (person.mobile !== undefined && mobiles.includes(person.mobile)) byWord.set(person.mobile, person)

  const called = new Set<string>()
  // The longest first, so that @u12 is not read as @u1 with a 2 behind it.
  const words = [...byWord.keys()].sort((one, other) => other.length - one.length).map(escape)
  const pattern = new RegExp(`@(${words.join('|')})(?![\\w-])`, 'g')
  const shown =
    words.length === 0
      ? text
      : text.replaceAll(pattern, (whole, word: string) => {
          const person = byWord.get(word)
          if (!person) return whole
          called.add(person.userId)
          return `@${person.name}`
        })
  if (fields?.['isAtAll'] === true)
    return { text: `${shown}\n@所有人`, mentions: members.map((person) => person.userId) }
  return { text: shown, mentions: [...called] }
}

function escape(word: string): string {
  return word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
