import { describe, expect, test } from 'vitest'
import { measure, median, percentile } from './figures.ts'

describe('The figures of the bench', () => {
  test('the 99th percentile of a hundred values is the 99th of them', () => {
    const values = Array.from({ length: 100 }, (_, i) => 100 - i)
    expect(percentile(values, 0.99)).toBe(99)
    expect(percentile(values, 0.5)).toBe(50)
    expect(percentile([7], 0.99)).toBe(7)
  })

  test('the median of an even number of values lies between the two in the middle', () => {
    expect(median([4, 1, 2, 3])).toBe(2.5)
    expect(median([30, 10, 20])).toBe(20)
  })

  test('each answer is counted for the message it belongs to', () => {
    const phase = measure(
      [
        { sender: 0, at: 0, ackedAt: 10, status: 200 },
        { sender: 1, at: 0, ackedAt: 20, status: 200 },
        { sender: 0, at: 500, ackedAt: 1000, status: 200 },
      ],
      { '0': [100, 2000], '1': [300] },
      12,
    )
    expect(phase).toMatchObject({
      messages: 3,
      acceptedPerSecond: 3,
      repliedPerSecond: 1.5,
      ackP50: 20,
      ackP99: 500,
      replyP50: 300,
      replyP99: 1500,
      cpuMsPerMessage: 4,
    })
  })

  test('where no ack is seen nothing is said of acks', () => {
    const phase = measure([{ sender: 0, at: 0, ackedAt: undefined, status: 200 }], { '0': [100] }, 1)
    expect(phase).toMatchObject({ acceptedPerSecond: NaN, ackP99: NaN, replyP50: 100, repliedPerSecond: 10 })
  })

  test('a message without an answer, or refused, spoils the measurement instead of flattering it', () => {
    expect(() => measure([{ sender: 0, at: 0, ackedAt: 1, status: 200 }], {}, 0)).toThrow('no answer')
    expect(() => measure([{ sender: 0, at: 0, ackedAt: 1, status: 503 }], { '0': [2] }, 0)).toThrow('503')
  })
})
