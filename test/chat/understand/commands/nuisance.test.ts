import { expect, test } from 'vitest'
import { heard } from '../lexicon.ts'

test.each<[string, Record<string, unknown>]>([
  ['减负账本', { intent: 'message-account', month: 'this' }],
  ['看一下减负账本', { intent: 'message-account', month: 'this' }],
  ['这个月打扰了谁', { intent: 'message-account', month: 'this' }],
  ['本月打扰了哪些单位？', { intent: 'message-account', month: 'this' }],
  ['上个月提醒了谁，各多少次', { intent: 'message-account', month: 'last' }],
  ['上月减负账本', { intent: 'message-account', month: 'last' }],
  ['催一下柳河镇', { intent: 'remind-missing', unit: 'T1' }],
  ['再催一次住建局', { intent: 'remind-missing', unit: 'D1' }],
  ['提醒一下东关街道尽快报周报', { intent: 'remind-missing', unit: 'T2' }],
  ['请催催交警大队吧', { intent: 'remind-missing', unit: 'D3' }],
])('what is said about disturbing people is taken at its word: %s', (text, understood) => {
  expect(heard(text)).toEqual(understood)
})

test.each([
  '提醒一下大家明天开会',
  '催一下他们',
  '柳河镇又来催了',
  '提醒了谁',
  '催柳河镇的人去现场看看',
  '提醒一下柳河镇明天下雨',
  '减负是件好事',
])('chatter about reminding is none of it: %s', (text) => {
  expect(['remind-missing', 'message-account']).not.toContain(heard(text)['intent'])
})
