import { describe, expect, test } from 'vitest'
import { mayHaveDocuments } from '../../src/domain/submissions/readers.ts'
import type { Role } from '../../src/domain/roles.ts'

describe('who may have the documents of 城关镇, which 消安委办 receives', () => {
  test.each<[string, string, readonly Role[], boolean]>([
    ['its own liaison', 'chengguan', ['liaison'], true],
    ['its own grid worker', 'chengguan', ['grid'], true],
    ['the office', 'xiaoanwei', ['office'], true],
    ['a supervisor of anywhere', 'duchashi', ['supervisor'], true],
    ['a liaison of the unit that receives them', 'xiaoanwei', ['liaison'], true],
    ['the liaison of another unit', 'hedong', ['liaison'], false],
    ['a re-inspector', 'xiaofang', ['reinspector'], false],
    ['a leader, who asks the office', 'zhengfu', ['leader'], false],
    ['somebody who has lost every role', 'chengguan', [], false],
  ])('%s', (_who, unitId, roles, may) => {
    expect(mayHaveDocuments({ unitId, roles }, { unitId: 'chengguan', toId: 'xiaoanwei' })).toBe(may)
  })
})
