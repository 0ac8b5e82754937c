import type { SandboxGroup, SandboxPerson } from '../../src/sandbox/types.ts'

/** An invented county's people, one or two of every role. */
export const people: readonly SandboxPerson[] = [
  { userId: 'zhao', name: '赵小川', title: '阳光社区 · 网格员', mobile: '13800000001' },
  { userId: 'li', name: '李安居', title: '安居物业 · 经理', mobile: '13800000002' },
  { userId: 'liu', name: '刘思敏', title: '城关镇 · 联络员', mobile: '13800000003' },
  { userId: 'sun', name: '孙立', title: '住建局 · 联络员', mobile: '13800000004' },
  { userId: 'chen', name: '陈卫东', title: '消防大队 · 复查员', mobile: '13800000005' },
  { userId: 'zhang', name: '张敏', title: '消安委办 · 主任', mobile: '13800000006' },
  { userId: 'wang', name: '王建国', title: '副县长', mobile: '13800000007' },
  { userId: 'out', name: '何外宾', title: '维保公司', outsider: true },
]

export const groups: readonly SandboxGroup[] = [
  { id: 'g-county', title: '云川县消防通道整治工作群', members: people.map((one) => one.userId) },
  { id: 'g-town', title: '城关镇网格群', members: ['zhao', 'li', 'liu'] },
]

/** A Friday shortly before the weekly report is due. */
export const friday = new Date('2026-11-20T16:58:00+08:00')
