const leading =
  /^(?:及时|按时|尽快)?(?:召开|开展|组织|举行|举办|制定|制发|制订|编制|起草|报送|上报|提交|填报|报|交|完成|落实|进行)+(?=[^，。]{2,})/u

/** A task as people call it: 召开动员会 is 动员会, 报送排查工作方案 is 排查工作方案. */
export function shortTaskName(name: string): string {
  return name.replace(leading, '').replace(/^(?:本单位|本辖区|本地)的?/u, '')
}

/** Words that stand in the names of tasks and say which one only together with others. */
const vague =
  /^(?:隐患|问题|情况|进展|照片|图片|文件|工作|消防|安全|整治|整改|排查|检查|材料|任务|报告|会议|资料|单位|负责人?|电话|信息)$/u

/** How well words name a task: 3 in full, 2 by a part of it, 1 by its characters in their order, 0 not at all. */
export function likeness(name: string, said: string): 0 | 1 | 2 | 3 {
  const short = shortTaskName(name)
  const plain = said.replace(/[“”「」《》 ]/gu, '')
  if (plain === name || plain === short) return 3
  if (plain.length < 2 || vague.test(plain)) return 0
  if (name.includes(plain) || (short.length >= 2 && plain.includes(short))) return 2
  return plain.length >= 3 && isSpread(plain, name) ? 1 : 0
}

/** Whether the characters stand in the name in this order: 排查方案 in 排查工作方案. */
function isSpread(said: string, name: string): boolean {
  let at = 0
  for (const sign of said) {
    const found = name.indexOf(sign, at)
    if (found < 0) return false
    at = found + sign.length
  }
  return true
}

/** The items that the words name best; several when the words fit them equally well, none when they fit none. */
export function named<T extends Readonly<{ name: string }>>(items: readonly T[], said: string): readonly T[] {
  const judged = items.map((item) => ({ item, fit: likeness(item.name, said) }))
  const best = Math.max(0, ...judged.map(({ fit }) => fit))
  return best === 0 ? [] : judged.filter(({ fit }) => fit === best).map(({ item }) => item)
}
