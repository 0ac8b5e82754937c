import { likeness, shortTaskName } from '../../../../domain/submissions/task-names.ts'
import type { Understanding } from '../../types.ts'
import { findDates } from '../../text/dates.ts'
import { unitsOf, type Reading } from '../../text/reading.ts'

const question = /[？?]|吗$|呢$|谁|什么时候|怎么|多少|几[家个份]|哪些/u
const held = '提交|上交|交|召开|举行|举办|组织|开展|开|办|做|搞|进行|完成|落实|部署'
const ours = '(?:我们?|我[镇乡局县所]|我街道|我单位|本单位|咱们?)?(?:的)?'

/** 交 排查方案, 动员会已开, 工作总结：……, 附台账: what is handed in otherwise than by numbers. Only names of tasks count. */
export function readTasks(r: Reading): Understanding | undefined {
  const text = r.text.trim()
  const plain = text.replace(/[。！~ ]+$/gu, '')
  if (
    /^(?:请)?(?:附上?(?:整改)?台账|(?:就)?用群里的?(?:整改|隐患)?台账(?:吧|就行)?|台账(?:就)?用群里的|附(?:上)?群里的?台账)$/u.test(
      plain,
    )
  )
    return { intent: 'attach-ledger' }
  if (/^(?:任务清单|任务情况|任务完成情况|有哪些任务|一次性任务|任务列表)$/u.test(plain))
    return { intent: 'task-status' }
  if (r.tasks.length === 0 || text.length > 2000) return undefined
  return readStatus(r, plain) ?? readHandedIn(r, text) ?? readDone(r, plain)
}

/** Whether the words name a task: `sure` wants its name, not a part of it. */
function names(r: Reading, said: string, sure: boolean): boolean {
  return r.tasks.some((task) => likeness(task, said) >= (sure ? 3 : 1))
}

/** A part is enough where it is most of the name, or what people call it: 方案 of 排查工作方案. */
function callsOne(r: Reading, said: string): boolean {
  return r.tasks.some((task) => {
    const like = likeness(task, said)
    return like === 3 || (like > 0 && (said.length * 2 >= shortTaskName(task).length || task.endsWith(said)))
  })
}

function readHandedIn(r: Reading, text: string): Understanding | undefined {
  const verb =
    /^(?:更正|重新?交|换成|交|提交|上交|补交|补报|报送|上报|报|发|附上?|这是|这个是|以下是)(?:一下)?[ ：]{0,2}/u.exec(
      text,
    )
  const [, name = '', , rest = ''] =
    /^([^：，。；\n ？?]{2,30})([：，。；\n ]+|$)([^]*)$/u.exec(
      text.slice(verb?.[0].length ?? 0).replace(new RegExp(`^${ours}`, 'u'), ''),
    ) ?? []
  if (name === '') return undefined
  const content = rest.trim()
  if (question.test(content.slice(-20)) || question.test(name)) return undefined
  const strong = verb !== null && !/^(?:报|发|附上?)/u.test(verb[0])
  if (verb ? callsOne(r, name) && (strong || names(r, name, true) || content === '') : names(r, name, true))
    return { intent: 'deliver', task: name, ...(content === '' ? {} : { text: content }) }
  return undefined
}

/** 动员会已开, 12月15日召开了动员会，120人参加. */
function readDone(r: Reading, text: string): Understanding | undefined {
  if (question.test(text) || /没|未|还要|准备|打算|计划|将|明天|后天|下周|马上|请/u.test(text))
    return undefined
  const dates = findDates(text, r.now)
  const [first] = dates
  // The day may stand in front: 12月15日召开了动员会.
  const from = first && first.start <= 4 ? first.end : 0
  const rest = text
    .slice(from)
    .replace(/^(?:上午|下午|晚上|，| )+/u, '')
    .replace(new RegExp(`^${ours}`, 'u'), '')
  const before = new RegExp(
    `^(?:都?已经?|刚刚?)?(?:${held})(?:了|过|完)?([^，。：\\n ]{2,20}?)(?:了|完毕)?(?:[，。\\n ][^]*)?$`,
    'u',
  ).exec(rest)
  const after = new RegExp(
    `^([^，。：\\n ]{2,20}?)(?:于[^，。]{2,12}|[ ，]?(?:今天|昨天|[0-9]{1,2}月[0-9]{1,2}日)(?:上午|下午|晚上)?)?[ ，]?(?:都?已经?|均已)?(?:${held})(?:完|好|过|毕)?(?:了|毕|完毕)?(?:[，。\\n ][^]*)?$`,
    'u',
  ).exec(rest)
  const said = [after, before].find((match) => match?.[1] !== undefined && callsOne(r, match[1]))?.[1]
  if (said === undefined) return undefined
  // 开展演练 is what there is to do; that it was done has to be said.
  if (!/已|了|过|完|毕/u.test(text)) return undefined
  return { intent: 'deliver', task: said, text }
}

/** 谁没交方案, 方案交了几家, 城关镇的方案. */
function readStatus(r: Reading, text: string): Understanding | undefined {
  const patterns = [
    /^(?:看看?|查一?下)?(?:还有)?(?:谁|哪些单位|哪几家|哪些|哪家|哪个单位)(?:还)?(?:没有?|未|已经?)(?:交|报送?|提交|完成|开|召开|办|做)(?:了|过)?(.{2,20}?)(?:了)?[吗呢？?]?$/u,
    /^(.{2,20}?)(?:已经?)?(?:交|报|收|完成|开)(?:了|到|齐)?(?:了)?(?:几|多少)(?:家|个|份|个单位)?(?:了)?[？?]?$/u,
    /^(.{2,20}?)(?:还有)?(?:谁|哪些单位|哪几家|哪些|哪家)(?:还)?(?:没|未|没有)(?:交|报|开|完成|办)[？?]?$/u,
    /^(.{2,20}?)(?:的)?(?:报送|提交|完成|上交)?(?:情况|进度|怎么样了?|咋样了?|齐了[吗没]|[交收报]齐了?[吗没]?)[？?]?$/u,
  ]
  for (const pattern of patterns) {
    const said = pattern.exec(text)?.[1]
    if (said !== undefined && names(r, said, false) && unitsOf(r).length === 0)
      return { intent: 'task-status', task: said }
  }
  const [unit] = unitsOf(r)
  if (!unit || unit.start !== 0) return undefined
  const rest = text.slice(unit.end).replace(/^的/u, '')
  const said = /^(.{2,20}?)(?:(?:[交报开办]|完成)了?(?:吗|没有?)|怎么样了?|情况|呢)?[？?]?$/u.exec(rest)?.[1]
  return said !== undefined && names(r, said, false)
    ? { intent: 'task-status', task: said, unit: unit.id }
    : undefined
}
