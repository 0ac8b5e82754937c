import type { ConsultationStep, Understanding } from '../types.ts'
import { findDates, writeDate } from '../text/dates.ts'
import { toNumber } from '../text/numbers.ts'
import type { Reading } from '../text/reading.ts'

/** 征求意见 and everything that the office, the units and the leaders say about it. */
export function readConsultation(r: Reading): Understanding | undefined {
  const text = r.text.replace(/[。！~]+$/u, '')
  if (!/意见|采纳|反馈|签|征求|方案|《|no ?comment/iu.test(text)) return undefined
  return (
    readStart(r) ??
    readAsked(text) ??
    readForm(r, text) ??
    readStep(text) ??
    readDecision(r, text) ??
    readSigned(text) ??
    readReplyTo(text)
  )
}

const beginning =
  /^(?:请)?(?:发起|开始|发出|再次|再)?(第[二三四五六七八九十2-9]轮|再)?(?:公开)?征求意见(?:稿)?[ ：:，]{0,2}/u
const title = /《([^》\n]{2,100})》/u

/** The first line; what follows it is the draft, and for the intent to cut off as it was typed. */
function readStart(r: Reading): Understanding | undefined {
  const line = r.text.split('\n')[0] ?? ''
  const begun = beginning.exec(line)
  if (!begun) return undefined
  const round = begun[1] !== undefined
  const named = title.exec(line)?.[1]
  const rest = line.slice(begun[0].length).replace(/《[^》]*》(?:[（(]征求意见稿[)）])?/gu, ' ')
  const [date] = findDates(rest, r.now)
  // Without a title, a date or units it is talk about a consultation, not the start of one.
  if (named === undefined && date === undefined) return undefined
  if (/[？?]|吗$|怎么|谁|哪/u.test(line)) return undefined
  const signOff = /(?:不用|无需|不需要?|免|不必)[^，。 ]{0,4}签/u.test(rest)
    ? false
    : /签字|签名|签批/u.test(rest)
      ? true
      : undefined
  const words = (date ? `${rest.slice(0, date.start)} ${rest.slice(date.end)}` : rest)
    .replace(/(?:请|需|须|要|不用|无需|不需要?|免|不必)?(?:经)?(?:主要)?(?:领导|负责人)?签[字名批]后?/gu, ' ')
    .replace(
      /(?:之|以)?前(?=[ ，、：:]|$)|截止|反馈(?:至)?|请|单位[：:]|范围[：:]|给(?=各)|向(?=各)|发(?=各)/gu,
      ' ',
    )
  return {
    intent: 'consult',
    ...(named ? { title: named } : {}),
    ...(date ? { due: writeDate(date) } : {}),
    ...(round ? { round: true as const } : {}),
    ...(signOff === undefined ? {} : { signOff }),
    ...roster(r, words),
  }
}

const kindWords: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^各?(?:乡镇|镇|乡)(?:（?街道）?|和街道|、街道)$/u, ['township', 'street']],
  [/^各?镇街$/u, ['township', 'street']],
  [/^各(?:乡镇|镇乡|镇|乡)$/u, ['township']],
  [/^各(?:相关)?街道(?:办)?$/u, ['street']],
  [/^各(?:有关|相关)?(?:部门|局|委办局)$/u, ['department', 'fire']],
  [/^各物业(?:公司|企业)?$/u, ['property']],
  [/^各社区(?:居委会)?$/u, ['community-office']],
]
const all = /^(?:各|所有|全体|全部)(?:成员|参加|有关|相关)?单位$/u

function roster(
  r: Reading,
  words: string,
): Readonly<{
  units: readonly string[]
  kinds: readonly string[]
  everybody?: true
  unknown: readonly string[]
}> {
  const units = new Set<string>()
  const kinds = new Set<string>()
  const unknown: string[] = []
  let everybody = false
  const take = (name: string): boolean => {
    const kind = kindWords.find(([pattern]) => pattern.test(name))
    const unit = unitNamed(r, name)
    if (all.test(name)) everybody = true
    else if (kind) for (const each of kind[1]) kinds.add(each)
    else if (unit) units.add(unit)
    else return false
    return true
  }
  for (const piece of words.split(/[ 、，,；;\n]+/u)) {
    const name = piece.replace(/^(?:关于|[：:和及])+|(?:等单位|等|的?意见)?[。：:]*$/gu, '')
    if (name === '' || take(name)) continue
    // 住建局和交警大队; a name may hold the word itself (和平街道), so the whole is tried first.
    for (const half of name.split(/以及|[和及与]/u))
      if (half !== '' && !take(half)) unknown.push(half.slice(0, 20))
  }
  return {
    units: [...units],
    kinds: [...kinds],
    ...(everybody ? { everybody: true as const } : {}),
    unknown,
  }
}

/** The unit of exactly that name, wherever it stands in the message. */
function unitNamed(r: Reading, name: string): string | undefined {
  return r.names.find(({ kind, start, end }) => kind === 'unit' && r.text.slice(start, end) === name)?.id
}

function readAsked(text: string): Understanding | undefined {
  const named = title.exec(text)?.[1]
  const plain = text.replace(/《[^》]*》(?:的)?/gu, '').replace(/[ ？?，。]/gu, '')
  const about =
    /^(?:看看?|查看?)?(?:(?:征求)?意见(?:征求|反馈)?(?:情况|进度|进展)|(?:征求意见|意见)?(?:还有)?(?:谁|哪些单位|哪几家|哪家)(?:还)?(?:没有?|未)(?:反馈|提意见|回意见)(?:意见)?|未反馈(?:单位|名单)?|(?:征求意见)?反馈情况)$/u.test(
      plain,
    )
      ? 'tally'
      : /^(?:看看?|查看?)?(?:征求)?(?:意见汇总(?:表)?|汇总(?:一下)?(?:各单位)?意见|意见反馈汇总表?)$/u.test(
            plain,
          )
        ? 'summary'
        : undefined
  return about && { intent: 'ask-opinions', about, ...(named ? { title: named } : {}) }
}

/** 住建局的反馈单, 看看我们的反馈单: the stamped form back. Only a listed unit, or one's own, has one. */
function readForm(r: Reading, text: string): Understanding | undefined {
  const named = title.exec(text)?.[1]
  const plain = text.replace(/《[^》]*》(?:的)?/gu, '').replace(/[ ？?]/gu, '')
  const m =
    /^(?:请|麻烦)?(?:看一?看|看一?下|查一?下|调取|下载|发我|要)?(.{2,20}?)(?:对?的|对)(?:盖章的?|签字的?)?(?:意见)?反馈(?:单|表)(?:扫描件|盖章件|照片|原件|文件)?$/u.exec(
      plain,
    )
  if (!m) return undefined
  const whose = m[1] ?? ''
  const titled = named ? { title: named } : {}
  if (/^(?:我们?|我们?单位|本单位|我[局镇乡办所])$/u.test(whose)) return { intent: 'opinion-form', ...titled }
  const unit = unitNamed(r, whose)
  return unit ? { intent: 'opinion-form', unit, ...titled } : undefined
}

const steps: readonly (readonly [RegExp, ConsultationStep])[] = [
  [/^(?:确认)?发出征求意见[ ：第]{0,2}(\d{1,4})$/u, 'send'],
  [/^(?:取消|不发)征求意见[ ：第]{0,2}(\d{1,4})$/u, 'cancel'],
  [/^(?:填写?|提)意见[ ：第]{0,2}(\d{1,4})?$/u, 'fill'],
  [/^(?:反馈)?意见[：:]$/u, 'fill'],
  [/^再征求一轮(?:意见)?[ ：第]{0,2}(\d{1,4})?$/u, 'again'],
  [/^结束征求意见[ ：第]{0,2}(\d{1,4})?$/u, 'close'],
  [/^(?:这是|刚才是|照片是)?(?:盖章的?|签字的?)?(?:意见)?反馈(?:单|表)(?:扫描件|照片)?$/u, 'form'],
  [/^作为意见反馈[ ：第]{0,2}(\d{1,4})?$/u, 'words'],
  [/^不是反馈意见$/u, 'no-words'],
]

function readStep(text: string): Understanding | undefined {
  for (const [pattern, step] of steps) {
    const m = pattern.exec(text)
    if (m) return { intent: 'consultation-step', step, ...(m[1] ? { number: Number(m[1]) } : {}) }
  }
  return undefined
}

const outcomes: Readonly<Record<string, 'adopted' | 'partly' | 'declined'>> = {
  采纳: 'adopted',
  部分采纳: 'partly',
  不采纳: 'declined',
  不予采纳: 'declined',
  未采纳: 'declined',
}
const N = '(?:\\d{1,4}|[一二三四五六七八九十]{1,3})'
const verdict = new RegExp(
  `^(部分采纳|不予采纳|不采纳|未采纳|采纳)[ ：:]{0,2}(?:(?:第)?(${N}号?(?:[、，和 ]{1,2}${N}号)*)(?:的)?(?:意见)?|((?![了过])[^\\d：:，。\\n ]{2,20}?)(?:的)?意见)(?=[ ：:，,。（(]|$)[ ：:，,。]{0,2}(?:理由|原因)?(?:是|为)?[ ：:，,]{0,2}([\\s\\S]{0,300})$`,
  'u',
)

function readDecision(r: Reading, text: string): Understanding | undefined {
  const m = verdict.exec(text)
  const outcome = m && outcomes[m[1] ?? '']
  if (!m || !outcome) return undefined
  const numbers = (m[2] ?? '').split(/[、，和 ]+/u).flatMap((n) => toNumber(n.replace('号', '')) ?? [])
  const unit = m[3] === undefined ? undefined : unitNamed(r, m[3])
  const reason = m[4]?.trim()
  return {
    intent: 'decide-opinion',
    outcome,
    numbers,
    ...(unit ? { unit } : {}),
    ...(m[3] !== undefined && !unit ? { unknownUnit: m[3] } : {}),
    ...(reason ? { reason } : {}),
  }
}

const person = '([\\u4e00-\\u9fff·]{1,8}?)'
const signed = new RegExp(
  `(?<=^|[，。；,;\\s])(?:(?:已?经|由)(?:主要领导|主要负责人|一把手|领导)?[ ：:，]{0,2}${person}(?:审阅|审核|阅后|同意)?(?:已)?签(?:字|批|发|名|过字?)(?:同意|确认|了)?|(?:主要领导|主要负责人|一把手)(?:(?:签字|签名|签批)人?[ ：:，]{0,2}${person}|[ ：:，]{0,2}${person}[ ，]?(?:已经?|也)?签(?:字|批|名|过字?|了)?(?:了|同意|确认)?))(?=$|[，。；,;\\s])`,
  'u',
)

/** The clause that reports a leader's signature, and whose it is: 经李局长签字, 主要领导 李某 已签. */
export function signatureIn(text: string): Readonly<{ leader: string; clause: string }> | undefined {
  const m = signed.exec(text)
  const leader = m && (m[1] ?? m[2] ?? m[3])
  if (!leader || /^(?:没|未|不|还|要|请|需|应|正在|等|签|审|亲自)/u.test(leader)) return undefined
  return { leader, clause: m[0] }
}

function readSigned(text: string): Understanding | undefined {
  const found = signatureIn(text)
  return found && found.clause.length === text.length
    ? { intent: 'sign-opinion', leader: found.leader }
    : undefined
}

/**
 * The words before an opinion, up to the colon: 反馈意见：, 对《方案》的意见：, 民政局这边的意见是：, 提意见一条：. What
 * residents, inspectors and the law think is another matter.
 */
const replyLead =
  /^(?:(?:您|你)好[，。！ ]{0,2})?(?:[^，。：:\n“”"第]{0,24}?)(?:《[^》\n]{2,100}》(?:[（(]征求意见稿[)）])?(?:的)?)?(?:(?:反馈|修改)意见|意见(?:反馈|建议)?|提意见[一二三两几\d]{0,2}条)(?:如下|是)?[ ]?[：:]{1,2}\s*/u
const notOurs =
  /(?:整改|处理|居民|业主|群众|复查|检查|验收|审查|审核|指导|实施|法律|专家|领导)(?:的|反馈|修改)*意见/u

/** The opinion without the words before it; undefined when nothing of the kind stands there. */
export function withoutLead(text: string): string | undefined {
  const led = replyLead.exec(text)
  if (!led || notOurs.test(led[0])) return undefined
  return text.slice(led[0].length).replace(/^建议[：:，]?(?=把|将|在)/u, '')
}

/** 意见：… and 对《方案》…, which can only be an answer to a draft. */
function readReplyTo(text: string): Understanding | undefined {
  const named = title.exec(text)?.[1]
  const names = named ? { title: named } : {}
  const opinion = withoutLead(text)
  if (opinion !== undefined && !/[？?]|吗$|^(?:请|各)/u.test(text)) {
    if (/^无[。 ]*$/u.test(opinion)) return { intent: 'feedback', none: true, ...names }
    if (opinion.length >= 2) return { intent: 'feedback', opinion: opinion.trim(), ...names }
  }
  if (
    /^(?:对)?《[^》\n]{2,100}》(?:（征求意见稿）)?(?:的)?(?:，)?(?:无|没有)(?:修改|反馈|不同)?(?:意见|异议)[。 ]*$/u.test(
      text,
    ) ||
    /^[^，。：:\n]{0,12}对(?:本|该|此|这个)?(?:征求意见稿|方案|稿子|《[^》\n]{2,100}》)[：:，\s]*(?:我[局镇办单位司]{1,2})?(?:表示)?(?:同意|无异议|赞成)[。 ]*$/u.test(
      text,
    ) ||
    /^no ?comments?(?:[，。 ]|$)/iu.test(text) ||
    /^#?接龙[^\n]{0,12}意见[\s\S]{0,40}[：:]\s*无[。 ]*$/u.test(text)
  )
    return { intent: 'feedback', none: true, ...names }
  return undefined
}
