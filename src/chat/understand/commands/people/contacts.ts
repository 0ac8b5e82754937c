import {
  contactRoleNames,
  isSection,
  isShared,
  type ContactRole,
} from '../../../../domain/people/contacts.ts'
import { isPersonName } from '../../text/persons.ts'
import type { Reading } from '../../text/reading.ts'
import type { SaidContact, Understanding } from '../../types.ts'

const words: readonly (readonly [RegExp, ContactRole])[] = [
  [/^主要(?:领导|负责人)/u, 'principal'],
  [/^分管(?:领导|负责人|负责同志)/u, 'deputy'],
  [/^牵头(?:科室|股室|部门|处室)/u, 'lead-section'],
  [/^(?:责任|承办)(?:科室|股室|部门|处室)/u, 'section'],
  [/^联络员/u, 'liaison'],
  [/^(?:负责人|责任人)/u, 'responsible'],
  [/^(?:工作)?专班(?:成员|人员|名单)?/u, 'task-force'],
  [/^(?:工作)?领导小组(?:成员|人员|名单)?/u, 'leading-group'],
]
const section = /^[\u4e00-\u9fff（）]{1,14}(?:科|室|股|处|办|中心|队|组|部|站|所|局)$/u
const PHONE = /(?<!\d)(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)/u

/** 「分管领导 李某 13800000001，联络员 王某 13800000002，牵头科室 物业科」, and questions about who that is. */
export function readContacts(r: Reading): Understanding | undefined {
  if (r.text.length > 600) return undefined
  const whole = r.text.replace(/[。！~ ]+$/u, '')
  const unit = r.names.find((name) => name.kind === 'unit' && name.start === 0)
  const text = (unit ? whole.slice(unit.end) : whole).replace(/^[的 ：\n]+/u, '')
  const ofUnit = unit ? { unit: unit.id } : {}
  return readQuestion(text, ofUnit) ?? readNames(text, ofUnit)
}

function readQuestion(text: string, ofUnit: Readonly<{ unit?: string }>): Understanding | undefined {
  const plain = text.replace(/[？? ]/gu, '').replace(/^(?:查一?下|看一?下|我们?(?:单位)?的?)/u, '')
  if (/^(?:联系人|联系方式|通讯录|联系人名单|联系电话)(?:是谁|有哪些|是多少)?$/u.test(plain))
    return { intent: 'contacts-query', what: 'all', ...ofUnit }
  if (/^(?:联络员|负责人|分管领导|主要领导|牵头科室)(?:是谁|是哪位|是哪个|电话|的?联系方式)$/u.test(plain))
    return { intent: 'contacts-query', what: 'all', ...ofUnit }
  if (/^(?:工作)?专班(?:成员|人员)?(?:名单|成员|有谁|有哪些人|是谁|都有谁)$/u.test(plain))
    return { intent: 'contacts-query', what: 'task-force', ...ofUnit }
  if (/^(?:工作)?领导小组(?:成员)?(?:名单|成员|有谁|有哪些人|都有谁)$/u.test(plain))
    return { intent: 'contacts-query', what: 'leading-group', ...ofUnit }
  if (/^(?:联系人|联络员|人员)(?:变更|变动)(?:记录|情况)?$/u.test(plain))
    return { intent: 'contacts-query', what: 'changes', ...ofUnit }
  return undefined
}

function readNames(text: string, ofUnit: Readonly<{ unit?: string }>): Understanding | undefined {
  const contacts: SaidContact[] = []
  let role: ContactRole | undefined
  let adding = false
  let roles = 0
  const joined = text.replace(/[，、](?:联系)?(?:电话|手机号?)/gu, ' ')
  for (const piece of joined.split(/[，；、\n]+/u)) {
    const said = piece.trim()
    if (said === '') continue
    const word = words.find(([pattern]) => pattern.test(said))
    if (word) {
      role = word[1]
      roles += 1
    } else if (!role || !isShared(role)) return undefined
    if (!role) return undefined
    const rest = (word ? said.replace(word[0], '') : said).replace(/^[ ：]*(?:是|为|有)?[ ：]*/u, '')
    const added = /^(?:增加|加上|新增|再加)[ ：]*/u.exec(rest)
    if (added) adding = true
    const contact = contactOf(role, rest.slice(added?.[0].length ?? 0))
    if (!contact) return undefined
    contacts.push(contact)
  }
  const [first] = contacts
  if (!first) return undefined
  // 「负责人 王某」 alone is said of many things; with a number or among others it is meant.
  const isMeant =
    contacts.some(({ phone }) => phone !== undefined) ||
    roles > 1 ||
    (first.role !== 'liaison' && first.role !== 'responsible')
  return isMeant
    ? { intent: 'contacts-set', contacts, ...ofUnit, ...(adding ? { adding: true as const } : {}) }
    : undefined
}

function contactOf(role: ContactRole, said: string): SaidContact | undefined {
  const digits = PHONE.exec(said)
  const phone = digits ? `${digits[1]}${digits[2]}${digits[3]}` : undefined
  const name = (digits ? said.replace(digits[0], '') : said)
    .replace(/（[^（）]{1,12}）/gu, '')
    .replace(/(?:联系)?(?:电话|手机号?)[ ：]*/gu, '')
    .replace(/同志|[ ：]/gu, '')
  const fits = isSection(role) ? section.test(name) : isPersonName(name, phone !== undefined)
  if (!fits || Object.values(contactRoleNames).includes(name)) return undefined
  return { role, name, ...(phone ? { phone } : {}) }
}
