import { expect, test } from 'vitest'
import { whatIsWrong } from '../../src/chat/saying/names.ts'

const wrong = (place: string, description: string) =>
  whatIsWrong(
    { communities: new Map() } as unknown as Parameters<typeof whatIsWrong>[0],
    { place, description, communityId: null, communityName: null } as unknown as Parameters<
      typeof whatIsWrong
    >[1],
  )

test('what is wrong does not say the place again, nor the end of it', () => {
  expect(wrong('7栋一楼门洞', '7栋一楼门洞堆着石膏板')).toBe('堆着石膏板')
  expect(wrong('7栋二楼', '二楼灭火器没压力')).toBe('灭火器没压力')
  expect(wrong('7栋二楼', '楼梯口堆物')).toBe('楼梯口堆物')
  expect(wrong('', '没人值班')).toBe('没人值班')
})
