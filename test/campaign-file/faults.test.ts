import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCampaignFile } from '../../src/campaign-file/parse.ts'
import { after, faultsOf, good } from './good-file.ts'

test('all faults are listed at once, in the order of their lines', () => {
  const faults = faultsOf(
    good
      .replace('codePrefix: YC', 'codePrefix: yc')
      .replace('ends: 2026-11-01', 'ends: 2026-11-05')
      .replace('kind: street', 'kind: stret')
      .replace('unit: chengguan, roles', 'unit: chenguan, roles')
      .replace('13800000001', '138')
      .replace('weekday: 周五', 'weekday: 五'),
  )
  expect(faults.split('\n').map((line) => line.split('：')[0])).toEqual([
    '第6行',
    '第11行',
    '第15行',
    '第19行',
    '第19行',
    '第26行',
  ])
})

test('a liaison whose unit is misspelt is not also reported missing', () => {
  expect(after('unit: chengguan, roles', 'unit: chenguan, roles').split('\n')).toHaveLength(1)
})

test('a wrong field of a unit does not make the unit unknown to those who refer to it', () => {
  expect(after('key: chengguan, name: 城关镇, kind: township', 'key: chengguan, kind: town')).not.toContain(
    '没有标识为',
  )
})

test('the place of each fault is given as a path too', () => {
  const result = parseCampaignFile(good.replace('13800000001', '138'))
  expect(result.ok ? [] : result.faults.map(({ path }) => path)).toEqual(['people[1].phone'])
})

test('a file that is no YAML names its broken lines and nothing else', () => {
  expect(faultsOf('region:\n\tkey: a')).toContain('行首用了制表符（Tab），请改成空格')
  const broken = parseCampaignFile(good.replace('units:\n', 'units\n'))
  expect(broken.ok ? [] : broken.faults.map(({ message }) => message)).toContainEqual(
    expect.stringContaining('写法不对'),
  )
})

test('one and the same fault of one line is named once', () => {
  const faults = faultsOf('units: ' + '['.repeat(50)).split('\n')
  expect(new Set(faults).size).toBe(faults.length)
})

test.each(['', '只有一句话', '- a\n- b', 'region:\nunits: 3\npeople: {}'])(
  'what is no campaign at all (%j) is refused in Chinese sentences',
  (text) => {
    const faults = faultsOf(text)
    expect(faults).not.toBe('')
    expect(faults).not.toMatch(/expected|invalid|undefined|NaN/i)
  },
)

test('phone numbers and accounts never show up in the faults, wherever they were put by mistake', () => {
  const number = '13900009999'
  const mistakes = [
    ['unit: chengguan, roles', `unit: ${number}, roles`],
    ['name: 刘敏, unit: chengguan', `name: ${number}, unit: nobody, x: y`],
    ['aliases: [城关]', `aliases: [${number}, ${number}]`],
    ['phone: 13800000001', `${number}: 1`],
    ['reports: [weekly]', `reports: [${number}]`],
    ['roles: [liaison], phone: 1', `roles: [${number}], phone: 1`],
  ] as const
  for (const [from, to] of mistakes) {
    expect(after(from, to)).not.toBe('')
    expect(after(from, to)).not.toMatch(/\d{7}/)
  }
})

test('whatever line is lost or doubled, the reader answers with sentences and never breaks', () => {
  const lines = good.split('\n')
  fc.assert(
    fc.property(
      fc.nat(lines.length - 1),
      fc.boolean(),
      fc.string({ maxLength: 12 }),
      (index, doubled, junk) => {
        const line = lines[index] ?? ''
        const text = lines
          .with(index, doubled ? `${line}\n${line}` : line.slice(0, junk.length) + junk)
          .join('\n')
        const result = parseCampaignFile(text)
        if (result.ok) return
        expect(result.faults.length).toBeGreaterThan(0)
        for (const fault of result.faults) {
          expect(fault.line).toBeGreaterThanOrEqual(1)
          expect(fault.line).toBeLessThanOrEqual(text.split('\n').length)
          expect(fault.message).toMatch(/\p{Script=Han}/u)
          expect(fault.message).not.toMatch(/Invalid|expected/)
        }
      },
    ),
    { numRuns: 200 },
  )
})
