import { expect, test } from 'vitest'
import { heard } from '../lexicon.ts'

type Said = Record<string, unknown>

test.each<[string, Said]>([
  ['着火了', {}],
  ['锦绣城3号楼着火了！！', { community: 'K1', place: '3号楼' }],
  ['起火了 在云溪里', { community: 'K8' }],
  ['翠竹苑5栋冒烟了快来人', { community: 'K2', place: '5栋' }],
])('a fire comes first: %s', (text, slots) => {
  expect(heard(text)).toEqual({ intent: 'fire', ...slots })
})

test.each([
  '上周锦绣城着火了',
  '存在火灾隐患',
  '防火很重要',
  '听说邻县着火了',
  '万一着火了怎么办',
  '2023年那次起火的原因查清了吗',
])('talk about fires is no alarm: %s', (text) => {
  expect(heard(text)['intent']).not.toBe('fire')
})

test.each<[string, Said]>([
  ['认领 ABCD-EFGH', { intent: 'claim', code: 'ABCD-EFGH' }],
  ['认领abcd efgh', { intent: 'claim', code: 'ABCD-EFGH' }],
  ['绑定本群', { intent: 'bind-group' }],
  ['绑定本群 冬春火灾防控', { intent: 'bind-group', campaign: '冬春火灾防控' }],
  ['我是张三 13800000001', { intent: 'bind-person', name: '张三', phone: '13800000001' }],
  ['我是柳河镇联络员刘某某', { intent: 'bind-person', name: '刘某某' }],
  ['我是翠竹物业 李四，电话138 0000 0002', { intent: 'bind-person', name: '李四', phone: '13800000002' }],
  ['同意3', { intent: 'decide-binding', number: 3, approve: true }],
  ['拒绝 3', { intent: 'decide-binding', number: 3, approve: false }],
  ['切换到夏季消防检查', { intent: 'choose-campaign', campaign: '夏季消防检查' }],
  ['再催一次', { intent: 'remind-missing' }],
])('a command is taken at its word: %s', (text, understood) => {
  expect(heard(text)).toEqual(understood)
})

test.each(['我是来问路的', '我是说12号那个', '我是柳河镇的', '同意', '认领'])(
  'half a command joins nobody: %s',
  (text) => {
    expect(['none', 'query', 'acknowledge', 'feedback']).toContain(heard(text)['intent'])
  },
)
