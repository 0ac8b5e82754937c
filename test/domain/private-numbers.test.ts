import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withoutNumbers } from '../../src/domain/privacy.ts'

describe('what is repeated in a group', () => {
  test.each([
    ['联系13800000001', '联系138＊＊＊＊0001'],
    ['联系138 0000 0001', '联系138＊＊＊＊0001'],
    ['联系138-0000-0001', '联系138＊＊＊＊0001'],
    ['联系+8613800000001', '联系+86138＊＊＊＊0001'],
    ['联系+86 138 0000 0001', '联系+86 138＊＊＊＊0001'],
    ['联系8613800000001', '联系86138＊＊＊＊0001'],
    ['物业0477-1234567', '物业0477-＊＊＊＊＊67'],
    ['证件150102199001011234', '证件（证件号略）'],
    ['证件15010219900101123X', '证件（证件号略）'],
  ])('%s becomes %s', (said, repeated) => expect(withoutNumbers(said)).toBe(repeated))

  test.each([
    'YC-0012',
    '2026-12-08',
    '应报1120份',
    '20261208',
    'YC-BS261204-01',
    '2026年12月8日9:20',
    '119',
    '0.35',
  ])('%s is nobody’s number and stays', (said) => expect(withoutNumbers(said)).toBe(said))

  test('a mobile number never comes through, whatever separates its parts and whatever stands about it', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[\u4e00-\u9fff，。]{0,6}$/),
        fc.constantFrom('', '+86', '86', '+86 ', '86-'),
        fc.tuple(
          fc.stringMatching(/^1[3-9][0-9]$/),
          fc.stringMatching(/^[0-9]{4}$/),
          fc.stringMatching(/^[0-9]{4}$/),
        ),
        fc.constantFrom('', ' ', '-'),
        fc.stringMatching(/^[\u4e00-\u9fff，。]{0,6}$/),
        (before, country, parts, separator, after) => {
          const said = before + country + parts.join(separator) + after
          expect(withoutNumbers(said)).toBe(`${before}${country}${parts[0]}＊＊＊＊${parts[2]}${after}`)
        },
      ),
    )
  })
})
