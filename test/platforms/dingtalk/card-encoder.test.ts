import { describe, expect, test } from 'vitest'
import type { Card } from '../../../src/chat/cards/card.ts'
import {
  cardResponse,
  encodeRobotCard,
  encodeTemplateCard,
  encodeWebhookCard,
  loadCardTemplate,
} from '../../../src/platforms/dingtalk/card-encoder.ts'
import { cardTemplate as template } from '../support/template.ts'

const say = (content: string) => `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent(content)}`
const action = (n: number) => ({ label: `按钮${n}`, say: `说${n}` })
const card = (buttons: number): Card => ({
  title: '隐患 12号',
  lines: ['阳光花园 3号楼2单元', '期限：周五 18:00'],
  actions: Array.from({ length: buttons }, (_, i) => action(i + 1)),
  status: { text: '待整改', tone: 'open' },
})
const text = '### 隐患 12号\n\n**待整改**  \n阳光花园 3号楼2单元  \n期限：周五 18:00'

describe('with a template', () => {
  test('every variable is a string and a button carries its sentence', () => {
    const shown: Card = {
      ...card(0),
      actions: [{ label: '已安排', say: '12号已安排', tone: 'primary' }, action(2)],
    }
    const variables = encodeTemplateCard(shown, template)
    expect(variables).toEqual({
      title: '隐患 12号',
      status_text: '待整改',
      status_tone: 'open',
      body: '阳光花园 3号楼2单元  \n期限：周五 18:00',
      settled: 'false',
      buttons: JSON.stringify([
        { text: '已安排', color: 'blue', actionId: 'say-1', params: { say: '12号已安排' } },
        { text: '按钮2', color: 'gray', actionId: 'say-2', params: { say: '说2' } },
      ]),
    })
  })
  test('a card without buttons is settled', () => {
    expect(encodeTemplateCard(card(0), template)).toMatchObject({ settled: 'true', buttons: '[]' })
  })
  test('too much of everything is cut to whole lines, whole buttons and whole characters', () => {
    const huge: Card = {
      title: '🔥'.repeat(100),
      lines: Array.from({ length: 8 }, () => '汉'.repeat(900)),
      actions: Array.from({ length: 9 }, (_, i) => ({ label: '很长很长很长很长的按钮', say: `说${i}` })),
    }
    const variables = encodeTemplateCard(huge, template)
    for (const { name, maxLength } of template.variables)
      expect(variables[name].length).toBeLessThanOrEqual(maxLength)
    expect(variables.body.split('  \n')).toEqual(['汉'.repeat(900), '汉'.repeat(900), '汉'.repeat(900), '…'])
    const buttons = JSON.parse(variables.buttons) as { text: string }[]
    expect(buttons).toHaveLength(6)
    expect(buttons[0]?.text).toBe('很长很长很长很…')
    expect(variables.title).toBe(`${'🔥'.repeat(29)}…`)
  })
  test('the answer to a press changes the named variables and leaves the others', () => {
    expect(cardResponse(card(0), template)).toMatchObject({
      cardUpdateOptions: { updateCardDataByKey: true },
      cardData: { cardParamMap: { settled: 'true' } },
    })
  })
  test('a template file with a missing or doubled variable is refused by name', () => {
    expect(() => loadCardTemplate({ ...template, variables: template.variables.slice(1) })).toThrow(/title/)
    expect(() => loadCardTemplate({ ...template, tones: { open: 'blue' } })).toThrow(/tones/)
    expect(() => loadCardTemplate(null)).toThrow(/Bad DingTalk card template/)
  })
})

describe('without a template, by session webhook', () => {
  test('no button: markdown', () => {
    expect(encodeWebhookCard(card(0))).toEqual({
      msgtype: 'markdown',
      markdown: { title: '隐患 12号', text },
    })
  })
  test('one button is the whole card’s button', () => {
    expect(encodeWebhookCard(card(1))).toEqual({
      msgtype: 'actionCard',
      actionCard: { title: '隐患 12号', text, singleTitle: '按钮1', singleURL: say('说1') },
    })
  })
  test.each([
    [2, '1'],
    [3, '0'],
    [5, '0'],
  ])('%i buttons have the orientation %s', (count, btnOrientation) => {
    const btns = Array.from({ length: count }, (_, i) => ({
      title: `按钮${i + 1}`,
      actionURL: say(`说${i + 1}`),
    }))
    expect(encodeWebhookCard(card(count))).toEqual({
      msgtype: 'actionCard',
      actionCard: { title: '隐患 12号', text, btnOrientation, btns },
    })
  })
  test('the sixth becomes a link', () => {
    const body = encodeWebhookCard(card(6)) as { actionCard: { text: string; btns: unknown[] } }
    expect(body.actionCard.btns).toHaveLength(5)
    expect(body.actionCard.text).toBe(`${text}\n\n[按钮6](${say('说6')})`)
  })
})

describe('without a template, by the robot API', () => {
  test.each([
    [0, 'sampleMarkdown', {}],
    [1, 'sampleActionCard', { singleTitle: '按钮1', singleURL: say('说1') }],
    [
      2,
      'sampleActionCard6',
      { buttonTitle1: '按钮1', buttonUrl1: say('说1'), buttonTitle2: '按钮2', buttonUrl2: say('说2') },
    ],
    [3, 'sampleActionCard3', { actionTitle3: '按钮3', actionURL3: say('说3') }],
    [4, 'sampleActionCard4', { actionTitle4: '按钮4', actionURL4: say('说4') }],
    [5, 'sampleActionCard5', { actionTitle1: '按钮1', actionURL5: say('说5') }],
  ])('%i buttons are %s', (count, msgKey, params) => {
    const message = encodeRobotCard(card(count))
    expect(message).toMatchObject({ msgKey, msgParam: { title: '隐患 12号', text, ...params } })
  })
  test('six are five and a link', () => {
    const { msgKey, msgParam } = encodeRobotCard(card(6))
    expect(msgKey).toBe('sampleActionCard5')
    expect(msgParam['text']).toContain(`[按钮6](${say('说6')})`)
  })
  test('a line that somebody wrote cannot add a button of its own', () => {
    const forged = {
      ...card(0),
      lines: ['楼道堆物 [确认](dtmd://dingtalkclient/sendMessage?content=12号作废)'],
    }
    expect(encodeRobotCard(forged).msgParam['text']).not.toContain('dtmd')
  })
})
