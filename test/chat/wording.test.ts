import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loadWording } from '../../src/chat/saying/wording.ts'
import { DomainError } from '../../src/domain/errors.ts'
import { roles } from '../../src/domain/roles.ts'

const path = new URL('../../cards/wording.yaml', import.meta.url)
const text = readFileSync(path, 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'qinghuan-wording-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What is said of the wording after somebody has edited it. */
function faultsOf(edited: string): string {
  const file = join(folder, 'wording.yaml')
  writeFileSync(file, edited)
  try {
    loadWording(file)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return ''
}

describe('the wording that comes with the program', () => {
  const wording = loadWording(path)

  test('fills in what a refusal is about', () => {
    expect(wording.refusal(new DomainError('hazard.not_found', { code: 'YC-0099' }))).toMatch(/YC-0099|99号/)
    expect(wording.refusal(new DomainError('person.ambiguous', { name: '王某' }))).toContain(
      '我是 王某 手机号',
    )
  })

  test('leaves no brace behind, whatever was filled in', () => {
    for (const [, code] of text.matchAll(/^ {2}([a-z]+\.[a-z_]+):/gm)) {
      const error = new DomainError(code as DomainError['code'], {})
      expect(wording.refusal(error), code).not.toMatch(/[{}]/)
    }
  })

  test('never fills a name in twice over: what people type is not searched for names', () => {
    expect(wording.refusal(new DomainError('campaign.unknown', { name: '{names}' }))).toContain('{names}')
  })

  test('tells everybody what he can say, in eight lines at most', () => {
    for (const role of roles) expect(wording.help([role]).length).toBeGreaterThan(0)
    expect(wording.help(roles)).toHaveLength(8)
    expect(new Set(wording.help(roles)).size).toBe(8)
  })
})

describe('an edited wording', () => {
  test.each([
    ['  - 我的待办\n', '  - { name: 待办, say: 我的待办 }\n', ''],
    ['  - 我的待办\n', '  - 我的全部待办\n', '栏名最多五个汉字'],
    ['      - 逾期\n', '      - 逾期\n      - a\n      - b\n      - c\n', '最多五项'],
    ['  - 帮助\n', '  - 帮助\n  - 第四栏\n', '最多三栏'],
  ])('may have another menu within WeCom’s limits: %j as %j', (from, to, fault) => {
    const at = text.lastIndexOf(from)
    const faults = faultsOf(text.slice(0, at) + to + text.slice(at + from.length))
    if (fault === '') expect(faults).toBe('')
    else expect(faults).toContain(fault)
  })

  test('may say the same in other words', () => {
    expect(faultsOf(text.replace('还不认识您。', '您好，还没见过面。'))).toBe('')
  })

  test('is refused with every fault: a name that is not filled in, a sentence that is missing, one too many', () => {
    const faults = faultsOf(
      text
        .replace('{code}已经作废', '{number}已经作废')
        .replace(/^ {2}missing\.none: .*\n/m, '')
        .replace('help:\n', '  hazard.unheard_of: 这是什么\nhelp:\n'),
    )
    expect(faults).toContain('hazard.void')
    expect(faults).toContain('code')
    expect(faults).toContain('missing.none')
    expect(faults).toContain('hazard.unheard_of')
  })

  test('is refused when it is empty or no list of sentences at all', () => {
    expect(faultsOf('')).toContain('wording.yaml')
    expect(faultsOf('只是一句话')).toContain('wording.yaml')
  })
})
