import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Log } from '../../src/ports/log.ts'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 30_000 })

const lines: string[] = []
/** Every line as an operator would find it, errors with their messages and stacks. */
function write(level: string) {
  return (fields: Readonly<Record<string, unknown>>, message: string): void => {
    const told = Object.entries(fields).map(([key, value]) =>
      value instanceof Error ? `${key}=${value.message} ${value.stack}` : `${key}=${JSON.stringify(value)}`,
    )
    lines.push(`${level} ${message} ${told.join(' ')}`)
  }
}
const log: Log = { info: write('info'), warn: write('warn'), error: write('error') }

const LINK_NICK = '[x](https://evil.example/)'
const MARKDOWN = /\]\(|!\[|<\w|\*\*https?/

let county: County
beforeAll(async () => {
  county = await openCounty({
    mode: 'webhook',
    from: '2026-11-23 09:00',
    unbound: ['李祥'],
    log,
    strangers: [
      { userId: 'u-evil', name: LINK_NICK },
      { userId: 'u-out', name: '外单位的', outsider: true },
    ],
  })
}, 120_000)
afterAll(() => county?.close())

describe('what people type stays text', () => {
  test.each([
    ['a link', '[点我领红包](https://evil.example/) 阳光花园1号楼楼道堆满纸箱'],
    ['a picture', '![](https://evil.example/a.png) 阳光花园2号楼楼道堆满纸箱'],
    ['a command behind a link', '[好](dtmd://dingtalkclient/sendMessage) 阳光花园3号楼楼道堆满纸箱'],
    ['HTML', '<img src=x onerror=alert(1)> 阳光花园4号楼楼道堆满纸箱'],
    ['a heading', '# 立即转账 阳光花园5号楼楼道堆满纸箱'],
  ])('%s is repeated without its power', async (_, said) => {
    const reply = await county.person('赵欣').says(said)
    expect(reply).toContain('已登记')
    const shown = `${reply}\n${county.person('张磊').last()}`
    expect(shown).not.toMatch(MARKDOWN)
    expect(shown).not.toMatch(/^# /m)
  })

  test('@所有人 calls nobody but the one who is answered', async () => {
    await county.person('赵欣').says('@所有人 锦绣城5栋楼道堆满纸箱')
    const answer = county.sandbox.messages('cidStoryGroup==').findLast(({ from }) => from === 'bot')
    expect(answer?.mentions).toEqual(['u-zhao'])
  })

  test('five thousand characters are one hazard and a short answer', async () => {
    const before = await county.store.db.hazard.count()
    const reply = await county.person('赵欣').tells(`幸福里1号楼楼道堆满纸箱${'，很乱'.repeat(1600)}`)
    expect(reply.length).toBeLessThan(1500)
    expect(await county.store.db.hazard.count()).toBeLessThanOrEqual(before + 1)
    expect(await county.person('赵欣').tells('帮助')).toContain('登记隐患')
  })

  test('a nick that is a link is a name in brackets to the administrator', async () => {
    await county.person('u-evil').says('我是李祥')
    const asked = county.person('张磊').last()
    expect(asked).toContain('绑定申请')
    expect(asked).not.toMatch(MARKDOWN)
  })

  test('words that look like code or a placeholder change nothing', async () => {
    for (const said of ["'; DROP TABLE hazard; --", '{code}', '${process.env}', '%00', '\\u0000'])
      expect(await county.person('赵欣').tells(said)).toMatch(/没听懂|没有找到/)
    expect(await county.store.db.hazard.count()).toBeGreaterThan(0)
  })
})

describe('people from outside', () => {
  test('are told how to join, in the group, and cannot take a place by name', async () => {
    expect(await county.person('外单位的').says('全县进度')).toContain('还不认识您')
    expect(await county.person('外单位的').says('全县进度')).not.toContain('隐患')
  })
})

describe('what is not to be told', () => {
  test('phone numbers of the roster are in no log line, no message and no row but the roster', async () => {
    expect(await county.person('陆平').tells('我是 陆平 13800000026')).toContain('绑定成功')
    expect(await county.person('赵欣').tells('李祥电话多少')).not.toMatch(/1[3-9]\d{9}/)
    const phones = county.file.people.flatMap(({ phone }) => (phone ? [phone] : []))
    expect(phones.length).toBeGreaterThan(20)
    const outbox = JSON.stringify(await county.store.db.outboxMessage.findMany({ select: { message: true } }))
    const ledger = JSON.stringify(await county.store.db.ledgerEntry.findMany({ select: { data: true } }))
    const said = county.inGroup().join('\n')
    // The example number in the bot's own words belongs to nobody, but to the example file as well.
    for (const phone of phones.filter((each) => each !== '13800000001'))
      for (const text of [outbox, ledger, said, lines.join('\n')]) expect(text).not.toContain(phone)
  })

  test('log lines hold no secret, no session address and nothing that people said', async () => {
    await fetch(`${county.url}/dingtalk/robot`, { method: 'POST', body: '{}' })
    expect(lines.length).toBeGreaterThan(0)
    const all = lines.join('\n')
    for (const word of ['invented-secret', 'session=', '纸箱', '陆平', '赵欣'])
      expect(all).not.toContain(word)
  })
})
