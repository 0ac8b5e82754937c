import { readFileSync } from 'node:fs'
import { parseCampaignFile, formatFaults } from '../../src/campaign-file/parse.ts'
import { ladderYaml } from '../support/ladder-yaml.ts'
import type { CampaignFile } from '../../src/campaign-file/view.ts'

// One county with three campaigns at once, after the documents 003 (a report every week), 000 (twice a month, progress
// and ledger) and 004 with 001 (each quarter, single tasks, a target, a draft on which opinions are asked). The spring of
// 2026 has what makes reminders hard: Fridays on holidays (1 May, 19 June), make-up workdays, and long weekends.

const demo = readFileSync(new URL('../../prisma/campaigns/demo/003-fire-lanes.yaml', import.meta.url), 'utf8')

/** Units, people, communities and limits of the example county, everybody on DingTalk. */
const roster = demo
  .slice(demo.indexOf('\nunits:'), demo.indexOf('\nduties:'))
  .replaceAll(/, wecom: u-\S+ \}/gu, ' }')
  .replace(/phone: 13800000007 \}/u, 'phone: 13800000007, dingtalk: u-hu }')
  .replace(/phone: 13800000023 \}/u, 'phone: 13800000023, dingtalk: u-wu }')
  // Some units have a leader of their own; what the others leave undone comes to the county's.
  .replace(
    /(\n {2}- \{ key: he-min,)/u,
    `
  - { key: lu-heng, name: 陆恒, unit: hexi, title: 街道副主任, roles: [leader], phone: 13900000011, dingtalk: u-luheng }
  - { key: qin-yue, name: 秦岳, unit: gongdian, title: 副总经理, roles: [leader], phone: 13900000012, dingtalk: u-qin }$1`,
  )

const ladder = ladderYaml({ 拟通报: 5, 拟约谈: 10, 拟挂牌: 20 })

const head = (key: string, title: string, prefix: string): string => `
region: { key: yunchuan, name: 云川县 }
campaign: { key: ${key}, title: ${title}, issuer: 云川县消安委, codePrefix: ${prefix}, starts: 2026-03-02, ends: 2026-08-28 }
stages:
  - { key: launch, name: 动员部署, starts: 2026-03-02, ends: 2026-03-15 }
  - { key: rectify, name: 整改落实, starts: 2026-03-16, ends: 2026-08-09 }
  - { key: wrap-up, name: 总结提升, starts: 2026-08-10, ends: 2026-08-28 }
`

const files = [
  `${head('lanes', '消防通道专项整治', 'TD')}${roster}
duties:
  - { key: weekly, name: 周报, kind: weekly, weekday: 周五, time: 18:00, units: all-reporting, to: xiaoanwei, holiday: 提前 }
  - { key: summary, name: 通道整治总结, kind: once, date: 2026-08-28, time: 18:00, units: all-reporting, deliverable: 文件, to: xiaoanwei }
${ladder}`,
  `${head('high-rise', '高层住宅专项整治', 'GC')}${roster}
duties:
  - { key: half-monthly, name: 半月报, kind: half-monthly, days: [15, 月末], time: 18:00, parts: [进展, 台账], units: [chengguan, qingshi, maxi, shuangliu, hedong, hexi, beimen, zhujian, gongdian], to: xiaoanwei, holiday: 提前 }
${ladder}`,
  `${head('three-years', '三年行动', 'SN')}${roster}
duties:
  - { key: quarterly, name: 季度评估, kind: quarterly, day: 月末, time: 18:00, deliverable: 文件, units: [zhujian, gongan, jiaojing, gongdian, xiaofang, shuangliu, hedong], to: xiaoanwei, holiday: 提前 }
  - { key: plan, name: 工作方案, kind: once, date: 2026-03-20, time: 18:00, deliverable: 文件, units: all-reporting, to: xiaoanwei }
  - { key: training, name: 网格员培训, kind: once, date: 2026-05-29, time: 18:00, deliverable: 照片, units: [chengguan, qingshi, maxi, shuangliu, hedong, hexi, beimen], to: xiaoanwei }
targets:
  - { key: rate, name: 隐患整改率, measure: 百分比, due: 2026-07-31, units: [chengguan, shuangliu, hedong, hexi], to: xiaoanwei }
consultations:
  - { key: draft, title: 电动自行车管理办法, opens: 2026-04-13, due: 2026-04-17, time: 11:30, units: [chengguan, hedong, hexi, shuangliu, zhujian, gongan, zhifa], to: xiaoanwei }
nodes:
  - key: may-day
    name: 五一
    starts: 2026-05-01
    ends: 2026-05-05
    tips:
      - { on: 2026-04-29, time: 09:00, text: 五一将至，请把消防车道和楼道再过一遍。, unitKinds: [street, township] }
    roster: { units: [hedong, hexi, shuangliu], confirmAt: 20:00 }
meetings:
  - { key: regular, name: 工作例会, kind: monthly, day: 20, time: 09:30, units: [zhujian, gongan, xiaofang, hedong, hexi] }
${ladder}`,
]

/** The three campaign files of the county. */
export function campaigns(): readonly CampaignFile[] {
  return files.map((text) => {
    const parsed = parseCampaignFile(text)
    if (!parsed.ok) throw new Error(formatFaults(parsed.faults))
    return parsed.campaign
  })
}
