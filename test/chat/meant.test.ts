import { describe, expect, test } from 'vitest'
import { meant } from '../../src/chat/meant.ts'

describe('who has a draft in front of him', () => {
  const consultation = { kind: 'consultation-draft', number: 2 } as const

  test.each(['发出', '发', '发吧', '确认', '可以，发出。', '好的'])('sends it by 「%s」', (words) => {
    expect(meant(consultation, words)).toBe('发出征求意见 2')
  })

  test.each(['不发', '先不发了', '算了', '取消'])('drops it by 「%s」', (words) => {
    expect(meant(consultation, words)).toBe('取消征求意见 2')
  })

  test.each(['发出通报', '第二条改一下', '谁没报', '发现3处'])('means 「%s」 as it stands', (words) => {
    expect(meant(consultation, words)).toBe(words)
  })

  test('without a draft every word is its own', () => {
    expect(meant(null, '发出')).toBe('发出')
  })
})
