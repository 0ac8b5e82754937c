import { likeness } from '../../../../domain/submissions/task-names.ts'
import type { Understanding } from '../../types.ts'
import { toNumber } from '../../text/numbers.ts'
import { unitsOf, type Reading } from '../../text/reading.ts'

/** 达标率 85%, 消防物联网 已建成, 达标率怎么样: only where the words begin with the name of a target. */
export function readTargets(r: Reading): Understanding | undefined {
  const text = r.text.trim().replace(/[。！~ ]+$/gu, '')
  if (text.length > 60) return undefined
  if (/^(?:目标进度|目标情况|各项目标|目标完成情况|目标怎么样了?)$/u.test(text))
    return { intent: 'target-status' }
  if (r.targets.length === 0) return undefined
  // The name of a target may itself begin with a unit's: 消防 in 消防物联网.
  const whole = readOne(r, text, undefined)
  if (whole) return whole
  const [unit] = unitsOf(r)
  return unit?.start === 0 ? readOne(r, text.slice(unit.end), unit.id) : undefined
}

function readOne(r: Reading, text: string, unit: string | undefined): Understanding | undefined {
  const rest = text.replace(/^(?:的|：| |我们|目前|现在|截至目前|更正)*/u, '')
  const of = unit === undefined ? {} : { unit }
  const status =
    /^(.{2,20}?)(?:完成得?)?(?:怎么样了?|咋样了?|情况|进度|进展|多少了?|到多少了?|达到多少了?)?[？?]?$/u.exec(
      rest,
    )?.[1]
  if (status !== undefined && called(r, status)) return { intent: 'target-status', target: status, ...of }
  // What one unit says of another is no figure of its own.
  if (unit !== undefined && unit !== r.from.unit) return undefined
  const figure =
    /^(.{2,20}?)[ ：，]*(?:目前|现在|已经?|基本)?(?:达到?|为|是|到|有|升至|提高到)?[ ：]*(\d{1,6}(?:\.\d{1,2})?|[一二三四五六七八九十百]{1,5})[ ]?(?:%|％|个|处|家|户|套|公里|栋)?$/u.exec(
      rest,
    )
  if (figure?.[1] && called(r, figure[1])) {
    const value = /^\d/.test(figure[2] ?? '') ? Number(figure[2]) : toNumber(figure[2] ?? '')
    if (value !== undefined) return { intent: 'report-target', target: figure[1], value }
  }
  const spoken = /^(.{2,20}?)[ ：，]*百分之(.{1,6})$/u.exec(rest)
  if (spoken?.[1] && called(r, spoken[1])) {
    const value = toNumber(spoken[2] ?? '')
    if (value !== undefined) return { intent: 'report-target', target: spoken[1], value }
  }
  const done =
    /^(.{2,20}?)[ ：，]*(?:都?已经?|已全部|全部|基本|均已)?(?:建成|建好|完成|达标|实现|投用|落实)(?:了)?$/u.exec(
      rest,
    )
  if (done?.[1] && called(r, done[1])) return { intent: 'report-target', target: done[1], value: 1 }
  const not = /^(.{2,20}?)[ ：，]*(?:还)?(?:没有?|未|尚未)(?:建成|建好|完成|达标|实现|投用)$/u.exec(rest)
  if (not?.[1] && called(r, not[1])) return { intent: 'report-target', target: not[1], value: 0 }
  return undefined
}

function called(r: Reading, said: string): boolean {
  return r.targets.some((target) => {
    const like = likeness(target, said)
    return like === 3 || (like === 2 && target.includes(said))
  })
}
