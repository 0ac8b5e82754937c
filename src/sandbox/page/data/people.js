/** @typedef {import('../../types.ts').SandboxPerson} Person */

/** @typedef {'liaison' | 'grid' | 'reviewer' | 'office' | 'leader' | 'other'} Role */

/** The roles in the order in which the switcher shows them. @type {readonly Readonly<{ role: Role, label: string }>[]} */
export const roles = [
  { role: 'grid', label: '网格员、物业' },
  { role: 'liaison', label: '联络员' },
  { role: 'reviewer', label: '复查员' },
  { role: 'office', label: '消安委办' },
  { role: 'leader', label: '领导' },
  { role: 'other', label: '其他' },
]

/**
 * Which group of the switcher a person belongs to, read from the title: the sandbox knows no roles.
 * @param {Person} person
 * @returns {Role}
 */
export function roleOf(person) {
  const title = person.title
  if (person.outsider) return 'other'
  if (/联络员/u.test(title)) return 'liaison'
  if (/安委/u.test(title)) return 'office'
  if (/复查|参谋|监督员|检查员/u.test(title)) return 'reviewer'
  if (/县长|市长|区长|旗长|书记|领导|镇长|乡长|局长|大队长|主任$/u.test(title) && !/社区/u.test(title))
    return 'leader'
  if (/网格|物业|社区|经理|保安|楼长|村/u.test(title)) return 'grid'
  if (/消防/u.test(title)) return 'reviewer'
  return 'other'
}

/** Things to try when the sandbox offers none. @type {Readonly<Record<Role, readonly string[]>>} */
export const phrases = {
  grid: [
    '阳光花园3号楼2单元楼道里堆满纸箱',
    '锦绣城5栋消火栓没水',
    '翡翠湾地下车库有人飞线充电',
    '12号已改',
    '阳光花园还有几处',
    '帮助',
  ],
  liaison: [
    '周报',
    '本周检查小区6个，发现隐患11处，整改8处，出动25人',
    '就这样报',
    '我们还有什么没改',
    '本周无新增隐患',
    '帮助',
  ],
  reviewer: ['待复查', '12号合格', '12号不合格，又堆上了', '12号怎么样了', '逾期的有哪些', '帮助'],
  office: ['谁没报', '催一下没报的', '全县汇总', '逾期的有哪些', '台账', '帮助'],
  leader: ['全县进度', '城关镇咋样了', '逾期的有哪些', '谁负责', '和上期比', '哪个单位最慢'],
  other: ['帮助', '阳光花园3号楼2单元楼道里堆满纸箱', '12号怎么样了', '全县进度', '我们还有什么没改'],
}

const COLOURS = 8

/**
 * A steady colour number, 0–7, for somebody's avatar.
 * @param {string} id
 */
export function colourOf(id) {
  let sum = 7
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0
  return sum % COLOURS
}

/** What an avatar says: the last two characters of the name. @param {string} name */
export function shortName(name) {
  return [...name].slice(-2).join('')
}
