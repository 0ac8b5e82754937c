import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { isAuthenticCard, isAuthenticRobot } from '../../../src/platforms/dingtalk/signature.ts'

const now = new Date('2024-05-10T10:00:00+08:00')
const secret = 'invented-app-secret'
const timestamp = String(now.getTime())

function robotHeaders(at = timestamp, key = secret) {
  return { timestamp: at, sign: createHmac('sha256', key).update(`${at}\n${key}`).digest('base64') }
}
function cardHeaders(at = timestamp, key = secret) {
  return {
    'x-ddpaas-signature-timestamp': at,
    'x-ddpaas-signature': createHmac('sha256', key).update(at).digest('base64'),
  }
}

describe('a robot callback', () => {
  test('is authentic with the vector worked out apart from this program', () => {
    const headers = { timestamp: '1715306400000', sign: 'wRrs/Qn0WL1eUiNOVVEDX2C2WGZQf3fn/B1E84+5xY0=' }
    expect(isAuthenticRobot(headers, 'invented-app-secret', new Date(1715306400000))).toBe(true)
  })
  test.each([-3600_000, -1, 0, 1, 3600_000])('is authentic %i ms from our clock', (skew) => {
    expect(isAuthenticRobot(robotHeaders(String(now.getTime() + skew)), secret, now)).toBe(true)
  })
  test.each([-3600_001, 3600_001])('is refused %i ms from our clock', (skew) => {
    expect(isAuthenticRobot(robotHeaders(String(now.getTime() + skew)), secret, now)).toBe(false)
  })
  test.each([
    ['nothing', {}],
    ['no sign', { timestamp }],
    ['no timestamp', { sign: robotHeaders().sign }],
    ['another secret', robotHeaders(timestamp, 'other')],
    ['a timestamp that is no number, correctly signed', robotHeaders('NaN')],
    ['an empty timestamp, correctly signed', robotHeaders('')],
    ['a timestamp in exponent form, correctly signed', robotHeaders('1.7153064e12')],
    ['a repeated sign', { timestamp, sign: [robotHeaders().sign, robotHeaders().sign] }],
    ['a repeated timestamp', { timestamp: [timestamp], sign: robotHeaders().sign }],
    ['a sign with something after it', { timestamp, sign: `${robotHeaders().sign}=` }],
    ['a shortened sign', { timestamp, sign: robotHeaders().sign.slice(0, -2) }],
  ])('is refused with %s', (_what, headers) => {
    expect(isAuthenticRobot(headers, secret, now)).toBe(false)
  })
  test('is refused when no secret is configured, however it is signed', () => {
    expect(isAuthenticRobot({ timestamp, sign: 'AAAA' }, '', now)).toBe(false)
  })
  test('is refused while our own clock is broken', () => {
    expect(isAuthenticRobot(robotHeaders(), secret, new Date(Number.NaN))).toBe(false)
  })
})

describe('a card callback', () => {
  test('is authentic when its timestamp is signed with the registered secret', () => {
    expect(isAuthenticCard(cardHeaders(), secret, now)).toBe(true)
  })
  test('is refused with the signature of a robot message', () => {
    const sign = robotHeaders().sign
    expect(isAuthenticCard({ ...cardHeaders(), 'x-ddpaas-signature': sign }, secret, now)).toBe(false)
  })
  test('is refused when it is old, unsigned, or no secret is configured', () => {
    expect(isAuthenticCard(cardHeaders(String(now.getTime() - 3600_001)), secret, now)).toBe(false)
    expect(isAuthenticCard({}, secret, now)).toBe(false)
    expect(
      isAuthenticCard({ 'x-ddpaas-signature-timestamp': timestamp, 'x-ddpaas-signature': 'AAAA' }, '', now),
    ).toBe(false)
  })
})
