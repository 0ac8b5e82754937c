import { levels, type Level } from '../../../domain/hazards/grading.ts'
import { allCodes, unitsOf, type Reading } from '../text/reading.ts'
import type { Understanding } from '../types.ts'

/** What somebody has found out about a hazard, advises, and says of how hard and how bad it is. */
export type GradingSaid = Readonly<{
  cause?: string
  advice?: string
  difficulty?: Level
  consequence?: Level
}>

const LONGEST = 300

const label =
  /(?:^|[ ，。；、\n])(?:(?:隐患)?(成因|(?:形成|产生)原因)(?=[ ：:是为])|((?:分类)?施策建议|(?:整改|处置|措施)?建议)(?=[ ：:])|((?:整改)?难易程度|(?:整改)?难度)|((?:危害)?后果|危害程度))[ ：:是为]{0,2}(?=[^ ：:])/gu

const difficulties = levelsBy({
  high: '高 大 难 较高 较大 较难 很高 很大 很难',
  medium: '中 中等 一般 适中',
  low: '低 小 易 容易 较低 较小 较易 不大 不高 很低 很小',
})
const consequences = levelsBy({
  high: '严重 高 大 重 重大 很严重 特别严重 非常严重',
  medium: '一般 中 中等 较重 较严重',
  low: '轻 小 低 轻微 较轻 不大 不严重 较小',
})

/** The numbers that a sentence begins with, one or several, and what it says of all of them. */
export function readGraded({
  text,
  ...r
}: Reading): (GradingSaid & Readonly<{ code: string; also?: readonly string[] }>) | undefined {
  const hits = r.codes.toSorted((a, b) => a.start - b.start)
  const last = hits.at(-1)
  const isList = hits.every(({ start }, index) =>
    /^[ ，、和]*$/u.test(text.slice(hits[index - 1]?.end ?? 0, start)),
  )
  const [code, ...also] = allCodes({ text, ...r })
  if (!last || !isList || code === undefined) return undefined
  const rest = text.slice(last.end).replace(/^(?:隐患)?(?:都|均)?[ ，：的]*/u, '')
  const said = readGrading(rest.replace(/[。！~ ]+$/u, ''))
  return said && { code, ...(also.length > 0 ? { also } : {}), ...said }
}

/** 成因：… 建议：… 难度高 后果严重: each label up to the next one; undefined when a level is no level. */
function readGrading(rest: string): GradingSaid | undefined {
  const found = [...rest.matchAll(label)]
  if (found[0]?.index !== 0) return undefined
  const said: { -readonly [Key in keyof GradingSaid]: GradingSaid[Key] } = {}
  for (const [index, match] of found.entries()) {
    const words = rest
      .slice(match.index + match[0].length, found[index + 1]?.index)
      .replace(/^[ ，]+|[ ，。；、\n]+$/gu, '')
    const difficulty = match[3] === undefined ? undefined : difficulties.get(words)
    const consequence = match[4] === undefined ? undefined : consequences.get(words)
    if (match[1] !== undefined && words.length >= 2) said.cause = words.slice(0, LONGEST)
    else if (match[2] !== undefined && words.length >= 2) said.advice = words.slice(0, LONGEST)
    else if (difficulty) said.difficulty = difficulty
    else if (consequence) said.consequence = consequence
    else return undefined
  }
  return said
}

/** 整改路线图, 先改哪些, of a unit where one is named. */
export function readRoadmap(r: Reading): Understanding | undefined {
  const [unit, ...others] = unitsOf(r)
  if (others.length > 0 || r.codes.length > 0) return undefined
  const text = (unit ? r.text.slice(0, unit.start) + r.text.slice(unit.end) : r.text)
    .trim()
    .replace(/[。！? ？]+$/u, '')
  return /^(?:看看?|发一?下)?(?:的)?(?:隐患)?(?:整改路线图|分批(?:整改)?(?:清单|计划|情况)|整改(?:顺序|次序)|先(?:整?改|治理)(?:哪些|哪几处|哪几个))$/u.test(
    text,
  )
    ? { intent: 'roadmap', ...(unit ? { unit: unit.id } : {}) }
    : undefined
}

function levelsBy(words: Readonly<Record<Level, string>>): ReadonlyMap<string, Level> {
  return new Map(levels.flatMap((level) => words[level].split(' ').map((word) => [word, level] as const)))
}
