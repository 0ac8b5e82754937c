import type { Understanding } from './types.ts'
import { readTopics } from './commands/commands.ts'
import { readHazards } from './hazards/hazards.ts'
import { findPeriod } from './reporting/periods.ts'
import type { Reading } from './text/reading.ts'

/** Words that can only be meant for the bot. */
export function readCommand(r: Reading): Understanding | undefined {
  const { text } = r
  const plain = text.replace(/[ 。！!~]/gu, '')
  if (/^(?:再催一次|再催(?:一下|一遍|催)?|补催|催一?下|催报|催一催|再提醒(?:一次|一下|一遍)?)$/u.test(plain))
    return { intent: 'remind-missing' }
  if (
    /^(?:就这样报|就按这个报|按系统(?:数|的)?(?:数)?报|按系统数据?报|按这个报|就这么报|照这个报|确认上报|就报这个)(?:吧|了|就行)?$/u.test(
      plain,
    )
  )
    return { intent: 'report-progress', asOffered: true }
  const topic = readTopics(r)
  if (topic) return topic
  // 「周报」 alone asks for the form, ready filled as far as it is known.
  if (/^(?:我要|我来)?(?:填|报|写|交)?(?:周报|半月报|月报|日报|报进展)$/u.test(plain)) {
    const period = findPeriod(text)
    return { intent: 'report-progress', ...(period ? { period } : {}) }
  }
  const shortcut = shortcuts.find(([pattern]) => pattern.test(plain))
  if (shortcut) return shortcut[1]
  const commanded = /^整改[ ：]?/u.exec(text)
  const first = r.codes[0]
  if (
    commanded &&
    first &&
    r.codes.length === 1 &&
    first.start === commanded[0].length &&
    first.end === text.length
  )
    return { intent: 'confirm-rectified', codes: first.codes }
  const register =
    /^(?:登记|上报隐患|登记隐患|报隐患|隐患登记|隐患上报)(?:一下|一条|一处)?[ ：，]{0,2}(?=[^ ])/u.exec(text)
  if (register && text.length > register[0].length + 3 && !/[?？]|怎么|如何|哪|吗$/u.test(text)) {
    const hazards = readHazards(r)
    if (hazards.length > 0) return { intent: 'register-hazard', hazards }
  }
  return undefined
}

const shortcuts: readonly (readonly [RegExp, Understanding])[] = [
  [/^(?:我的待办|我的任务|我的隐患|待办|我的)$/u, { intent: 'query', subject: 'mine' }],
  [/^(?:已改|改好了?|已整改|整改完成|改完了?|整改好了?|已改好)$/u, { intent: 'confirm-rectified' }],
  [/^(?:复查)?合格$/u, { intent: 'reinspect', result: 'pass' }],
  [/^(?:复查)?不合格$/u, { intent: 'reinspect', result: 'fail' }],
  [/^(?:谁没报|未报|未报单位|漏报|谁没交)$/u, { intent: 'query', subject: 'unreported' }],
  [/^(?:逾期|逾期清单|逾期隐患|超期|超期隐患)$/u, { intent: 'query', subject: 'overdue' }],
  [
    /^(?:全县进度|全县情况|进度|总体进度|总览|概况|全县|整体进度|全县概况)$/u,
    { intent: 'query', subject: 'overview' },
  ],
  [/^(?:排名|排行|排行榜)$/u, { intent: 'query', subject: 'ranking' }],
  [/^(?:快到期|临期|即将到期)$/u, { intent: 'query', subject: 'due-soon' }],
]
