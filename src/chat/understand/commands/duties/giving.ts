import type { Understanding } from '../../types.ts'
import { findDates, writeDate } from '../../text/dates.ts'
import { unitsOf, type Reading } from '../../text/reading.ts'

type Draft = Extract<Understanding, { intent: 'draft-task' }>
type Deliverable = Draft['deliverable']

const everybody: readonly (readonly [RegExp, readonly string[]])[] = [
  [/各(?:镇街|乡镇街道|乡镇（街道）|镇（街道）|镇（办）|乡镇、街道|街道、乡镇)/u, ['township', 'street']],
  [/各(?:乡镇|镇|乡|苏木)/u, ['township']],
  [/各(?:街道|办事处)/u, ['street']],
  [/各(?:部门|局|委办局|成员单位|科室)/u, ['department']],
  [/各(?:单位|家|报送单位)|所有单位|全体单位|全部单位/u, ['all']],
]

const written: readonly (readonly [RegExp, Deliverable])[] = [
  [/照片|图片|拍照/u, 'photo'],
  [/文件|文档|扫描件|PDF|WORD|表格|盖章件/iu, 'file'],
  [/文字|打字|内容/u, 'text'],
  [/数字|数据|报数/u, 'counts'],
  [/联系人|负责人|电话|名单/u, 'contacts'],
  [/说一声|完成即可|办了就行|开了就行|办完回/u, 'done'],
]

/** What is usually handed in for such a thing, where the office does not say. */
const usual: readonly (readonly [RegExp, Deliverable])[] = [
  [/联系人|联系电话|联络员|负责人/u, 'contacts'],
  [/会$|会议$|演练$|培训$|宣传活动$/u, 'photo'],
  [/方案|计划|总结|报告|台账|表$|清单|材料|承诺书/u, 'file'],
]

/** 任务：各街道 9月15日前报排查方案（文件）, 发任务, 撤销任务 …: one-off tasks that the office gives. */
export function readGiving(r: Reading): Understanding | undefined {
  const text = r.text.trim()
  const plain = text.replace(/[。！~ ]+$/gu, '')
  if (/^(?:发任务|任务发出|就发这个任务|发这个任务|任务可以发了?)$/u.test(plain))
    return { intent: 'confirm-task' }
  if (/^(?:任务不发了?|不发任务了?|先不发任务|这个任务不发了?)$/u.test(plain)) return { intent: 'drop-task' }
  const taken = /^(?:撤销|撤回|取消|收回)任务[ ：]{0,2}(.{2,40})$/u.exec(plain)
  if (taken?.[1]) return { intent: 'withdraw-task', task: taken[1].trim() }
  const head =
    /^(?:任务|布置任务|下任务|新任务|交办任务|交办|(?:例会|专班|会议)(?:决定|议定|定的?事))(?:：|\n)[ \n]*/u.exec(
      text,
    )
  if (!head || text.length > 400) return undefined
  return draftOf(r, head[0].length)
}

function draftOf(r: Reading, from: number): Draft {
  const whole = r.text
  const said = whole.slice(from)
  const bracket = /（([^）]{1,20})）[。！]?$/u.exec(said)
  const body = bracket ? said.slice(0, bracket.index) : said
  const date = findDates(whole, r.now).find(({ start, end }) => start >= from && end <= from + body.length)
  const due = date && writeDate(date)
  const name = nameIn(body, date ? date.end - from : undefined)
  const named = unitsOf(r).filter(
    ({ start, end }) => start >= from && !inName(body, name, start - from, end - from),
  )
  const before = name === undefined ? body : body.slice(0, body.lastIndexOf(name))
  const groups = everybody.flatMap(([pattern, kinds]) => (pattern.test(before) ? kinds : []))
  return {
    intent: 'draft-task',
    units: [...new Set(named.map(({ id }) => id))],
    groups: [...new Set(groups)],
    ...(due === undefined ? {} : { due }),
    ...(name === undefined ? {} : { name }),
    deliverable: deliverableOf(bracket?.[1] ?? '', name ?? ''),
  }
}

/** What follows the deadline, without the verb that everything has: 9月15日前报排查方案 is 排查方案. */
function nameIn(body: string, dateEnd: number | undefined): string | undefined {
  if (dateEnd === undefined) {
    const only = /(?:上报|报送|提交|报|交)(.{2,30})$/u.exec(body)?.[1]
    return only && clean(only)
  }
  const after = clean(body.slice(dateEnd))
  if (after !== undefined) return after
  // 报排查方案，9月15日前: the deadline stands behind.
  const front = /(?:请|要)?(?:上报|报送|提交|报|交|召开|开展|组织|完成)[^，。]{2,30}/u.exec(
    body.slice(0, dateEnd),
  )?.[0]
  return (
    front &&
    clean(
      front.replace(/[，。 ]?(?:于|在)?[^，。 ]{0,3}$/u, (tail) => (/[于在，。 ]/u.test(tail) ? '' : tail)),
    )
  )
}

function clean(words: string): string | undefined {
  const name = words
    .replace(/^(?:（含）)?(?:之前|以前|前|内|止|截止|，|：| )*/u, '')
    .replace(/^(?:请|要|需|务必|各单位|将|把)*/u, '')
    .replace(/^(?:上报|报送|提交|报来|报|交来|交|发来)/u, '')
    .replace(/[，。；！ ]+$/u, '')
    .trim()
  return [...name].length >= 2 && [...name].length <= 30 ? name : undefined
}

function inName(body: string, name: string | undefined, start: number, end: number): boolean {
  if (name === undefined) return false
  const at = body.lastIndexOf(name)
  return at >= 0 && start >= at && end <= at + name.length
}

function deliverableOf(bracket: string, name: string): Deliverable {
  const said = written.find(([pattern]) => pattern.test(bracket))
  if (said) return said[1]
  return usual.find(([pattern]) => pattern.test(name))?.[1] ?? 'text'
}
