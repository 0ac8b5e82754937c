import { formatFaults, parseCampaignFile } from '../../src/campaign-file/parse.ts'

/** A small campaign file with nothing wrong in it. */
export const good = `region: { key: yunchuan, name: 云川县 }
campaign:
  key: lanes
  title: 消防通道整治
  issuer: 县政府办
  codePrefix: YC
  starts: 2026-10-12
  ends: 2026-12-31
stages:
  - { key: a, name: 摸底, starts: 2026-10-12, ends: 2026-11-01 }
  - { key: b, name: 整改, starts: 2026-11-01, ends: 2026-12-31 }
units:
  - { key: office, name: 消安委办, kind: office }
  - { key: chengguan, name: 城关镇, kind: township, aliases: [城关], parent: office, reports: true }
  - { key: hedong, name: 河东街道, kind: street, reports: [weekly] }
  - { key: anju, name: 安居物业, kind: property }
people:
  - { name: 张磊, unit: office, roles: [office], phone: 13800000003 }
  - { key: liu, name: 刘敏, unit: chengguan, roles: [liaison], phone: 13800000001, dingtalk: 0123 }
  - { key: xu, name: 徐静, unit: hedong, roles: [liaison], phone: }
communities:
  - { key: huayuan, name: 阳光花园, unit: chengguan, property: anju }
categories:
  - { key: fire-lane, limitDays: 3, lead: office }
duties:
  - { key: weekly, name: 周报, kind: weekly, weekday: 周五, time: 18:00, to: office, holiday: 提前 }
  - { key: plan, name: 方案, kind: once, date: 2026-10-20, time: 24:00, units: [chengguan], to: office }
settings: { announceMissingInGroup: true }
`

/** The same with everything else that a plan may hold. */
export const rich = good
  .replace(
    'settings: { announceMissingInGroup: true }',
    `targets:
  - { key: malls, name: 达标率, measure: 百分比, due: 2026-12-31, units: [chengguan], to: office }
  - { key: platform, name: 平台建成, measure: 是否, due: 2026-12-31, to: office }
consultations:
  - { key: draft, title: 方案征求意见, opens: 2026-10-12, due: 2026-10-14, time: 11:30, to: office, signOff: true }
nodes:
  - key: new-year
    name: 元旦
    starts: 2026-12-30
    ends: 2026-12-31
    tips:
      - { on: 2026-12-28, time: 09:00, text: 清一清阳台和楼道, roles: [property], unitKinds: [street] }
    roster: { units: 乡镇街道, confirmAt: 20:00 }
meetings:
  - { key: regular, name: 工作例会, kind: monthly, day: 月末, time: 09:30, units: [chengguan, hedong] }
reminders:
  asks: [{ days: 2, at: 09:00 }, { minutes: 30 }]
  chases: 3
  mentionFrom: 提级
  perMonth: 200
ladder:
  days: 自然日
  steps:
    - { step: 提醒, after: 0 }
    - { step: 拟通报, after: 5 }
  causes: [{ key: duty, name: 责任不落实 }]
settings: { announceMissingInGroup: true, pilots: [hedong], alsoOwe: [乡镇街道] }`,
  )
  .replace(
    'units: [chengguan], to: office }\ntargets',
    'units: [chengguan], onlyThese: true, to: office, deliverable: 文件, leader: 秦某, section: 规环办, assisting: [hedong], pilot: true, stage: a }\ntargets',
  )

/** The faults of the good file after a change, as lines. */
export function after(from: string, to: string): string {
  if (!good.includes(from)) throw new Error(`nothing to change: ${from}`)
  return faultsOf(good.replace(from, to))
}

/** The same of the rich file. */
export function afterIn(from: string, to: string): string {
  if (!rich.includes(from)) throw new Error(`nothing to change: ${from}`)
  return faultsOf(rich.replace(from, to))
}

/** The faults of a text as lines, empty when there are none. */
export function faultsOf(text: string): string {
  const result = parseCampaignFile(text)
  return result.ok ? '' : formatFaults(result.faults)
}
