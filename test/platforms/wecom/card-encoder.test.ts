import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Card } from '../../../src/chat/cards/card.ts'
import {
  cardIdOf,
  cardMarkdown,
  cardXml,
  encodeCard,
  taskIdOf,
} from '../../../src/platforms/wecom/card-encoder.ts'
import { toXml } from '../../../src/platforms/wecom/envelope.ts'

const card: Card = {
  title: '12号隐患（YC-0012）',
  status: { text: '整改中 · 已逾期', tone: 'overdue' },
  lines: ['**阳光花园3号楼2单元**：楼道堆放纸箱', '疏散通道 · 整改单位：安居物业'],
  actions: [
    { label: '已改好', say: '12号已改', tone: 'primary' },
    { label: '已安排', say: '12号已安排' },
    { label: '作废', say: '12号作废', tone: 'danger' },
  ],
}

describe('a card', () => {
  test('becomes a template card whose buttons carry their sentence', () => {
    expect(encodeCard(card, 'qh-1', 'app')).toEqual({
      card: {
        card_type: 'button_interaction',
        source: { desc: '整改中 · 已逾期', desc_color: 2 },
        main_title: { title: '12号隐患（YC-0012）' },
        sub_title_text: '阳光花园3号楼2单元：楼道堆放纸箱\n疏散通道 · 整改单位：安居物业',
        button_list: [
          { text: '已改好', style: 1, key: '12号已改' },
          { text: '已安排', style: 2, key: '12号已安排' },
          { text: '作废', style: 4, key: '12号作废' },
        ],
        task_id: 'qh-1',
      },
    })
  })
  test('of the AI bot numbers the red button differently', () => {
    expect(encodeCard(card, 'qh-1', 'bot').card.button_list?.map(({ style }) => style)).toEqual([1, 2, 3])
  })
  test('without buttons is a notice, which has to lead somewhere', () => {
    const settled = { ...card, actions: [], status: { text: '已销号', tone: 'done' } } as const
    expect(encodeCard(settled, 'qh-1', 'app').card).toMatchObject({
      card_type: 'text_notice',
      source: { desc_color: 3 },
      card_action: { type: 1, url: 'https://work.weixin.qq.com/' },
    })
    expect(encodeCard(settled, 'qh-1', 'app').card).not.toHaveProperty('button_list')
  })
  test('that is too long for a card is told in full before it', () => {
    const long = { ...card, lines: Array.from({ length: 8 }, (_, i) => `第${i + 1}行：${'很长'.repeat(12)}`) }
    const { card: short, before } = encodeCard(long, 'qh-1', 'app')
    expect(short.sub_title_text?.endsWith('\n…')).toBe(true)
    expect(before).toContain('第8行')
    expect(before).not.toContain('可以回')
    expect(short.button_list).toHaveLength(3)
  })
  test('with more buttons than fit says the others in words', () => {
    const actions = Array.from({ length: 8 }, (_, i) => ({ label: `第${i}个`, say: `选第${i}个` }))
    const { card: six, before } = encodeCard({ ...card, actions }, 'qh-1', 'app')
    expect(six.button_list).toHaveLength(6)
    expect(before).toContain('可以回：「选第6个」「选第7个」')
  })
  test('does not make a button of a sentence that is too long for a key, nor two of one', () => {
    const actions = [
      { label: '长', say: '长'.repeat(342) },
      { label: '短', say: '短'.repeat(341) },
      { label: '也短', say: `${'短'.repeat(341)} ` },
    ]
    const { card: encoded, before } = encodeCard({ ...card, actions }, 'qh-1', 'app')
    expect(encoded.button_list?.map(({ text }) => text)).toEqual(['短'])
    expect(before).toContain('「长长')
  })
  test('as a message writes out what can be typed, and lets nobody smuggle a link in', () => {
    const sly = {
      ...card,
      title: '[点我](https://example.org)',
      status: { text: '<@all>', tone: 'open' },
    } as const
    expect(cardMarkdown(sly)).toBe(
      [
        '**［点我］(https://example.org)**',
        '**＜＠all＞**',
        '**阳光花园3号楼2单元**：楼道堆放纸箱',
        '疏散通道 · 整改单位：安居物业',
        '可以回：「12号已改」「12号已安排」「12号作废」',
      ].join('\n'),
    )
  })
  test('as the XML of an update keeps words words', () => {
    const { card: sly } = encodeCard({ ...card, title: 'a]]><b>' }, 'qh-1', 'app')
    const xml = toXml({ TemplateCard: cardXml(sly) })
    expect(xml).toContain('<MainTitle><Title><![CDATA[a]]]]><![CDATA[>＜b>]]></Title></MainTitle>')
    expect(xml.match(/<ButtonList>/g)).toHaveLength(3)
    expect(xml).toContain(
      '<ButtonList><Text><![CDATA[已改好]]></Text><Style>1</Style><Key><![CDATA[12号已改]]></Key>',
    )
  })
  test('always stays within WeCom’s limits', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 400 })
    const anyCard = fc.record({
      title: text,
      lines: fc.array(text, { maxLength: 8 }),
      actions: fc.array(fc.record({ label: text, say: text }), { maxLength: 8 }),
    })
    fc.assert(
      fc.property(anyCard, fc.constantFrom('app', 'bot'), (given, surface) => {
        const { card: encoded } = encodeCard(given, 'qh-1', surface)
        const buttons = encoded.button_list ?? []
        expect(buttons.length).toBeLessThanOrEqual(6)
        expect(new Set(buttons.map(({ key }) => key)).size).toBe(buttons.length)
        for (const { key, text: label } of buttons) {
          expect(Buffer.byteLength(key)).toBeLessThanOrEqual(1024)
          expect([...label].length).toBeLessThanOrEqual(10)
        }
        expect([...encoded.main_title.title].length).toBeLessThanOrEqual(surface === 'app' ? 36 : 26)
        expect([...(encoded.sub_title_text ?? '')].length).toBeLessThanOrEqual(surface === 'app' ? 160 : 112)
      }),
      { numRuns: 150 },
    )
  })
})

describe('a card’s id', () => {
  test('comes back from its task id, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (id) => {
        const taskId = taskIdOf(id)
        expect(taskId).toMatch(/^[0-9A-Za-z_\-@]*$/)
        expect(Buffer.byteLength(taskId)).toBeLessThanOrEqual(128)
        if (id !== '' && !taskId.startsWith('@@')) expect(cardIdOf(taskId)).toBe(id)
      }),
    )
  })
  test('of the usual length stays readable', () => {
    const id = 'qh-assigned:YC-0012:3:wecom:liu01'
    expect(cardIdOf(taskIdOf(id))).toBe(id)
  })
  test('too long for a task id becomes a fingerprint, two ids two fingerprints', () => {
    const long = '隐患'.repeat(40)
    expect(taskIdOf(long)).toMatch(/^@@[0-9a-f]{64}$/)
    expect(taskIdOf(long)).not.toBe(taskIdOf(`${long}一`))
  })
  test('that somebody else has given is left as it is', () => {
    expect(cardIdOf('task@id')).toBe('task@id')
  })
})
