import { describe, expect, test } from 'vitest'
import { day } from '../../../src/domain/time/calendar.ts'
import { lastSpan, sameSpanBefore, spanOf, type SpanKind } from '../../../src/domain/time/spans.ts'

/** Wednesday. */
const now = new Date('2026-11-25T10:00:00+08:00')
const shown = (span: Readonly<{ from: Date; to: Date }> | undefined): string =>
  span
    ? [span.from, span.to]
        .map((each) => new Date(each.getTime() + 8 * 3_600_000).toISOString().slice(0, 19))
        .join(' ')
    : ''

describe('what people mean by this week and last', () => {
  test.each([
    ['day', '2026-11-25T00:00:00', '2026-11-24T00:00:00 2026-11-24T23:59:59', '2026-11-24T10:00:00'],
    ['week', '2026-11-23T00:00:00', '2026-11-16T00:00:00 2026-11-22T23:59:59', '2026-11-18T10:00:00'],
    ['half-month', '2026-11-16T00:00:00', '2026-11-01T00:00:00 2026-11-15T23:59:59', '2026-11-10T10:00:00'],
    ['month', '2026-11-01T00:00:00', '2026-10-01T00:00:00 2026-10-31T23:59:59', '2026-10-25T10:00:00'],
  ] as const)(
    'a %s runs from its first midnight, and is compared with as much of the one before',
    (kind, from, last, until) => {
      expect(shown(spanOf(kind, now, [], day('2026-10-12')))).toBe(`${from} 2026-11-25T10:00:00`)
      expect(shown(lastSpan(kind, now))).toBe(last)
      expect(shown(sameSpanBefore(kind, now)).split(' ')[1]).toBe(until)
    },
  )

  test('of a long month the short one before has only its own days', () => {
    const march30 = new Date('2026-03-30T10:00:00+08:00')
    expect(shown(sameSpanBefore('month', march30))).toBe('2026-02-01T00:00:00 2026-02-28T23:59:59')
  })

  test('a stage has no stage before it to be compared with; without stages the campaign counts from its first day', () => {
    expect(sameSpanBefore('stage' satisfies SpanKind, now)).toBeUndefined()
    expect(shown(spanOf('stage', now, [], day('2026-10-12')))).toContain('2026-10-12T00:00:00')
  })
})
