import { expect, test } from 'vitest'
import { heard } from '../lexicon.ts'

test.each([
  ['未来两周会发什么', 'fortnight'],
  ['接下来两周会发哪些消息？', 'fortnight'],
  ['未来半个月会推送什么', 'fortnight'],
  ['未来一周会发什么', 'week'],
  ['未来7天要发什么提醒', 'week'],
  ['未来一个月会发多少条', 'month'],
  ['下个月会发什么', 'next-month'],
  ['下月都会发哪些通知', 'next-month'],
])('what the plan has said: %s', (text, span) => {
  expect(heard(text)).toEqual({ intent: 'preview', span })
})

test.each([
  '现在是哪个阶段',
  '现在是什么阶段了？',
  '到哪个阶段了',
  '目前处于哪个阶段',
  '阶段进展',
  '本阶段进展怎么样',
  '阶段进度',
  '这个阶段还剩几天',
  '本阶段什么时候结束',
])('the stage: %s', (text) => {
  expect(heard(text)).toEqual({ intent: 'stage' })
})

test.each([
  '今天晚上会发什么东西',
  '他们会发什么',
  '下周会下雨',
  '现阶段大家先自查',
  '本阶段检查6个小区，发现11处，整改8处',
  '阶段性总结写好了',
  '第二阶段的材料谁在弄',
  '下个月会发工资吗',
])('talk that only sounds like it: %s', (text) => {
  expect(['preview', 'stage']).not.toContain(heard(text)['intent'])
})
