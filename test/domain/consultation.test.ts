import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  isAsking,
  isLate,
  isNoComment,
  isSigned,
  remindersOf,
  requireDecidable,
  tally,
  type ConsultationFacts,
  type ReplyFacts,
} from '../../src/domain/consultation.ts'
import { formatMoment } from '../../src/domain/time/calendar.ts'
import { DomainError } from '../../src/domain/errors.ts'
import { DEFAULT_REMINDERS } from '../../src/domain/plan.ts'
import { publishedDays } from '../../src/domain/time/published-days.ts'

const moment = (text: string): Date => new Date(`${text.replace(' ', 'T')}+08:00`)

const consultation: ConsultationFacts = {
  id: 1,
  title: '住宅小区消防安全隐患专项整治工作方案',
  round: 1,
  status: 'open',
  opensAt: moment('2020-09-08 09:00:00'),
  dueAt: moment('2020-09-10 11:30:00'),
  signOff: true,
  unitIds: ['a', 'b', 'c'],
}
const reply = (unitId: string, given: Partial<ReplyFacts> = {}): ReplyFacts => ({
  unitId,
  kind: 'none',
  signedBy: null,
  scans: [],
  adoption: null,
  ...given,
})

describe('what counts as no comment', () => {
  test.each([
    '无',
    '无 ',
    '无。',
    ' 无！',
    '无意见',
    '无意见。',
    '没有意见',
    '没有',
    '没意见',
    '无修改意见',
    '暂无意见',
    '我局无意见',
    '对该方案无意见',
    '对《工作方案》无意见',
    '无不同意见',
    '反馈意见：无',
    '意见：无',
    '没有意见和建议',
    '无异议',
  ])('%s does', (words) => expect(isNoComment(words)).toBe(true))

  test.each([
    '',
    ' ',
    '。',
    '收到',
    '好的',
    '没',
    '无法按期完成',
    '无意见箱',
    '没有意见的请不要回复',
    '意见',
    '有意见',
    '第三条没有意见，第四条建议删去',
    '居民没有意见',
  ])('「%s」 does not', (words) => expect(isNoComment(words)).toBe(false))

  it('is the same with any spaces and stops around it', () => {
    const around = fc
      .array(fc.constantFrom(' ', '\u3000', '\n', '。', '.', '！', '~', '，'))
      .map((s) => s.join(''))
    const said = fc.constantFrom('无', '无意见', '没有意见', '收到', '有', '', '没')
    fc.assert(
      fc.property(around, said, around, (before, words, after) => {
        expect(isNoComment(before + words + after)).toBe(isNoComment(words))
      }),
    )
  })

  it('never holds for words that name a paragraph and a change', () => {
    const words = fc.tuple(fc.integer({ min: 1, max: 30 }), fc.constantFrom('删去', '改为半月报', '加上培训'))
    fc.assert(
      fc.property(words, ([n, change]) => {
        expect(isNoComment(`第${n}条${change}，其余无意见`)).toBe(false)
      }),
    )
  })
})

describe('the deadline of 11:30', () => {
  test('11:30:00 is on time and 11:30:01 is late', () => {
    expect(isLate(consultation, moment('2020-09-10 11:30:00'))).toBe(false)
    expect(isLate(consultation, moment('2020-09-10 11:30:01'))).toBe(true)
  })

  test('a bare 无 answers it from the opening to ten days after, and never once it is closed', () => {
    expect(isAsking(consultation, moment('2020-09-08 08:59:59'))).toBe(false)
    expect(isAsking(consultation, moment('2020-09-08 09:00:00'))).toBe(true)
    expect(isAsking(consultation, moment('2020-09-20 23:59:59'))).toBe(true)
    expect(isAsking(consultation, moment('2020-09-21 00:00:00'))).toBe(false)
    expect(isAsking({ ...consultation, status: 'closed' }, moment('2020-09-09 09:00:00'))).toBe(false)
  })
})

describe('tallies', () => {
  test('who has replied, with what, signed or not', () => {
    const replies = [
      reply('a', { signedBy: '李局长' }),
      reply('b', { kind: 'opinion' }),
      reply('stranger', { kind: 'opinion' }),
    ]
    expect(tally(consultation, replies)).toEqual({
      asked: 3,
      replied: 2,
      none: 1,
      opinion: 1,
      unsigned: ['b'],
      missing: ['c'],
      undecided: 1,
    })
  })

  test('nobody waits for a signature that is not wanted, and a stamped form is one', () => {
    expect(tally({ ...consultation, signOff: false }, [reply('a')]).unsigned).toEqual([])
    expect(isSigned(reply('a', { scans: ['hash'] }))).toBe(true)
    expect(isSigned(reply('a'))).toBe(false)
  })

  it('adds up whatever comes in', () => {
    const anyReply = fc.record({
      unitId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      kind: fc.constantFrom('none' as const, 'opinion' as const),
      signedBy: fc.option(fc.constant('李局长'), { nil: null }),
      scans: fc.array(fc.constant('hash'), { maxLength: 1 }),
      adoption: fc.constantFrom(null, 'adopted' as const, 'declined' as const),
    })
    const anyReplies = fc.uniqueArray(anyReply, { selector: ({ unitId }) => unitId })
    fc.assert(
      fc.property(anyReplies, fc.boolean(), (replies, signOff) => {
        const counts = tally({ ...consultation, signOff }, replies)
        expect(counts.replied + counts.missing.length).toBe(counts.asked)
        expect(counts.none + counts.opinion).toBe(counts.replied)
        expect(counts.unsigned.length).toBeLessThanOrEqual(counts.replied)
        expect(counts.undecided).toBeLessThanOrEqual(counts.opinion)
        expect(counts.unsigned.some((unitId) => counts.missing.includes(unitId))).toBe(false)
      }),
    )
  })
})

describe('a decision about an opinion', () => {
  const refusal = (work: () => void): string => {
    try {
      work()
    } catch (error) {
      if (error instanceof DomainError) return error.code
      throw error
    }
    return ''
  }

  test('needs a reason unless it is adopted as it stands', () => {
    const opinion = { kind: 'opinion', number: 3 } as const
    expect(refusal(() => requireDecidable(opinion, 'adopted', null))).toBe('')
    expect(refusal(() => requireDecidable(opinion, 'declined', null))).toBe('opinion.needs_reason')
    expect(refusal(() => requireDecidable(opinion, 'partly', ' '))).toBe('opinion.needs_reason')
    expect(refusal(() => requireDecidable(opinion, 'partly', '与上级规定不一致'))).toBe('')
  })

  test('is about an opinion, and 无意见 is none', () => {
    expect(refusal(() => requireDecidable({ kind: 'none', number: null }, 'adopted', null))).toBe(
      'opinion.nothing_to_decide',
    )
  })
})

describe('reminders of a consultation', () => {
  const moments = (opensAt: string): readonly string[] =>
    remindersOf({ ...consultation, opensAt: moment(opensAt) }, publishedDays(), DEFAULT_REMINDERS)
      .filter(({ kind }) => kind !== 'overdue')
      .map(({ kind, at }) => `${kind} ${formatMoment(at, at)}`)

  test('the day before, the morning, half an hour before, and the list at 11:35', () => {
    expect(moments('2020-09-08 09:00:00')).toEqual([
      'heads-up 周三（9月9日）10:00',
      'morning 周四（9月10日）09:00',
      'last-call 周四（9月10日）11:00',
      'missing-list 周四（9月10日）11:35',
    ])
  })

  test('nobody hears it again an hour after he was asked', () => {
    expect(moments('2020-09-09 09:00:00')).not.toContain('heads-up 周三（9月9日）10:00')
    expect(moments('2020-09-10 08:30:00')).toEqual([
      'last-call 周四（9月10日）11:00',
      'missing-list 周四（9月10日）11:35',
    ])
    expect(moments('2020-09-10 10:30:00')).toEqual(['missing-list 周四（9月10日）11:35'])
  })
})
