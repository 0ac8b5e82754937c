/** A ladder of a campaign file that goes to its end, by working days; `after` says when the decided steps are reached. */
export const ladderYaml = (after: Readonly<Record<'拟通报' | '拟约谈' | '拟挂牌', number>>): string => `
ladder:
  days: 工作日
  steps:
    - { step: 提醒, after: 0 }
    - { step: 催办, after: 1 }
    - { step: 提级, after: 3 }
    - { step: 拟通报, after: ${after.拟通报} }
    - { step: 拟约谈, after: ${after.拟约谈} }
    - { step: 拟挂牌, after: ${after.拟挂牌} }
  causes:
    - { key: duty, name: 责任不落实 }
    - { key: survey, name: 排查不全面 }
    - { key: rectify, name: 整改不彻底 }
`

/** The example campaign without its own ladder and reminders, in which only 城关镇 and 河东街道 owe the weekly report. */
export function fewUnits(yaml: string): string {
  return yaml
    .replace(/^(?:ladder|reminders):\n(?:(?: .*|#.*)?\n)*/gmu, '')
    .replace('units: all-reporting', 'units: [chengguan, hedong]')
}
