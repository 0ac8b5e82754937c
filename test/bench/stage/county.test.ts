import { describe, expect, test } from 'vitest'
import { read } from '../rivals/words.ts'
import { ways } from '../ways/way.ts'
import { communityName, MOST_PEOPLE, sentence } from './county.ts'

describe('the generated county', () => {
  test('has a community of its own name for everybody of every way', () => {
    const names = Array.from({ length: MOST_PEOPLE }, (_, index) => communityName(index))
    expect(new Set(names).size).toBe(MOST_PEOPLE)
    for (const { people } of Object.values(ways)) expect(people).toBeLessThanOrEqual(MOST_PEOPLE)
  })

  test('lets people say what a rival can read', () => {
    const said = sentence({ people: 192 }, 191, 4)
    expect(read(said)?.community).toBe(communityName((191 + 4 * 7) % 192))
  })
})
