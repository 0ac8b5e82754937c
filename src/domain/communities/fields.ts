import { parseDay } from '../time/calendar.ts'

/** How a field of a community's file is filled in; `sure` choices are the words that the table writes. */
type Kind =
  | Readonly<{ kind: 'text' }>
  | Readonly<{ kind: 'count' }>
  | Readonly<{ kind: 'year' }>
  | Readonly<{ kind: 'day' }>
  /** One of the choices; what is written after it (人数、材料) is kept as its detail. */
  | Readonly<{ kind: 'choice'; choices: readonly string[] }>

export type Field = Kind &
  Readonly<{
    key: string
    /** Its column in the table, and what people call it in chat. */
    label: string
    also?: readonly string[]
    /** Asked for until it is filled in. */
    needed?: true
    /** May be said in chat without the word 档案: nobody says so of a hazard. */
    plain?: true
  }>

const facility = (key: string, label: string, also: readonly string[] = []): Field => ({
  key,
  label,
  also,
  kind: 'choice',
  choices: ['正常', '完好', '故障', '损坏', '停用', '无'],
})

/** The fields of one community's file (一小区一档), in the order of the 情况汇总表. Derived columns are not here. */
export const fields = [
  { key: 'address', label: '地址', kind: 'text', needed: true, plain: true },
  {
    key: 'buildings',
    label: '楼栋数',
    also: ['楼栋', '楼数', '总楼栋数'],
    kind: 'count',
    needed: true,
    plain: true,
  },
  {
    key: 'highRises',
    label: '高层栋数',
    also: ['高层', '高层楼栋数'],
    kind: 'count',
    needed: true,
    plain: true,
  },
  { key: 'floors', label: '最高层数', also: ['层数', '高度'], kind: 'count', plain: true },
  {
    key: 'households',
    label: '户数',
    also: ['总户数', '住户', '住户数'],
    kind: 'count',
    needed: true,
    plain: true,
  },
  {
    key: 'builtIn',
    label: '建成年份',
    also: ['建成', '建成时间', '建成年代'],
    kind: 'year',
    needed: true,
    plain: true,
  },
  {
    key: 'party',
    label: '无物业责任方',
    also: ['责任方', '业委会', '自管组织', '管理组织'],
    kind: 'text',
    plain: true,
  },
  { key: 'responsible', label: '消防安全责任人', also: ['责任人'], kind: 'text', plain: true },
  { key: 'manager', label: '消防安全管理人', also: ['管理人'], kind: 'text', plain: true },
  {
    key: 'acceptance',
    label: '消防验收或备案',
    also: ['消防验收', '验收', '备案', '验收备案'],
    kind: 'choice',
    choices: ['已', '未', '遗留'],
    needed: true,
    plain: true,
  },
  { key: 'legacyRoute', label: '遗留解决途径', also: ['遗留途径', '解决途径'], kind: 'text', plain: true },
  {
    key: 'controlRoom',
    label: '消控室',
    also: ['消防控制室', '消控'],
    kind: 'choice',
    choices: ['有', '无'],
    needed: true,
    plain: true,
  },
  {
    key: 'microStation',
    label: '微型消防站',
    also: ['微站', '微型站'],
    kind: 'choice',
    choices: ['有', '无'],
    needed: true,
    plain: true,
  },
  { ...facility('hydrants', '室内消火栓', ['消火栓']), needed: true },
  facility('sprinklers', '喷淋', ['自动喷淋', '喷淋系统']),
  facility('alarm', '火灾报警', ['自动报警', '报警系统']),
  facility('smoke', '防排烟', ['防排烟系统']),
  facility('fireDoors', '防火门'),
  facility('lights', '应急照明和疏散指示', ['应急照明', '疏散指示']),
  facility('lift', '消防电梯'),
  {
    key: 'lane',
    label: '消防车道',
    also: ['消防车通道'],
    kind: 'choice',
    choices: ['畅通', '占用', '未划线', '无'],
    needed: true,
  },
  { key: 'apron', label: '登高场地', kind: 'choice', choices: ['畅通', '占用', '未划线', '无'] },
  { key: 'insulation', label: '外保温', kind: 'choice', choices: ['完好', '破损', '易燃', '无'] },
  {
    key: 'shafts',
    label: '管井封堵',
    also: ['管道井封堵'],
    kind: 'choice',
    choices: ['已封堵', '未封堵', '部分'],
  },
  {
    key: 'charging',
    label: '电动车集中充电',
    also: ['集中充电', '充电设施', '充电桩'],
    kind: 'choice',
    choices: ['有', '无'],
    needed: true,
    plain: true,
  },
  { key: 'maintainer', label: '维保单位', also: ['维保'], kind: 'text', plain: true },
  {
    key: 'maintainedUntil',
    label: '维保合同有效期',
    also: ['维保到期', '合同有效期'],
    kind: 'day',
    plain: true,
  },
  { key: 'renovation', label: '老旧改造', also: ['老旧小区改造', '改造计划'], kind: 'text', plain: true },
  { key: 'depositDue', label: '保修金退还日', also: ['保修金到期', '保修金'], kind: 'day', plain: true },
  { key: 'remarks', label: '备注', kind: 'text' },
] as const satisfies readonly Field[]

export type FieldKey = (typeof fields)[number]['key']
export type Facts = Readonly<Partial<Record<FieldKey, string | number>>>

const all: readonly (Field & Readonly<{ key: FieldKey }>)[] = fields

/** A field by its key. */
export function field(key: FieldKey): Field {
  const found = all.find((each) => each.key === key)
  if (!found) throw new Error(`no field ${key}`)
  return found
}

/** The field that people call so, or undefined. */
export function fieldCalled(name: string): (Field & Readonly<{ key: FieldKey }>) | undefined {
  return all.find(({ label, also }: Field) => label === name || (also ?? []).includes(name))
}

/** Every name of a field, the longest first, so that 高层栋数 is not read as 高层. */
export const fieldNames: readonly string[] = all
  .flatMap(({ label, also }: Field) => [label, ...(also ?? [])])
  .sort((a, b) => b.length - a.length)

/** The longest text that a field keeps. */
export const MOST_TEXT = 200

/** What is written as the value of a field, or undefined when it cannot be one. */
export function readValue(key: FieldKey, written: string): string | number | undefined {
  const of = field(key)
  const text = written
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}]/gu, ' ')
    .trim()
  if (text === '' || text.length > MOST_TEXT) return undefined
  switch (of.kind) {
    case 'text':
      return text
    case 'count': {
      const digits = /^(\d{1,6})(?:\.0)? ?(?:栋|幢|户|层|家|个|座|F|f)?$/u.exec(text)?.[1]
      return digits === undefined ? undefined : Number(digits)
    }
    case 'year': {
      const digits = /^((?:19|20)\d{2})(?:年.{0,12})?$/u.exec(text)?.[1]
      return digits === undefined ? undefined : Number(digits)
    }
    case 'day':
      return readDay(text)
    case 'choice':
      return readChoice(of.choices, text)
  }
}

function readDay(text: string): string | undefined {
  const m = /^(20\d{2})[-./年](\d{1,2})[-./月](\d{1,2})日?$/u.exec(text)
  return m ? parseDay(`${m[1]}-${m[2]?.padStart(2, '0')}-${m[3]?.padStart(2, '0')}`) : undefined
}

const alike: readonly (readonly [RegExp, string])[] = [
  [/^(?:没有|未建|未设|没建|没)/u, '无'],
  [/^(?:已验收|已备案|已办理|已取得|已通过|通过)/u, '已'],
  [/^(?:未验收|未备案|未办理|未取得|没验收)/u, '未'],
  [/^(?:历史遗留|遗留问题)/u, '遗留'],
  [/^(?:已建|已设|建有|设有)/u, '有'],
]

/** 有6人, 有（6人）, 没有, 遗留：第三方评估 → the choice, and what was written after it. */
function readChoice(choices: readonly string[], text: string): string | undefined {
  let said = text
  for (const [words, choice] of alike)
    if (choices.includes(choice) && words.test(said)) said = said.replace(words, choice)
  const choice = [...choices].sort((a, b) => b.length - a.length).find((each) => said.startsWith(each))
  if (choice === undefined) return undefined
  const detail = said
    .slice(choice.length)
    .replace(/^[\s,，:：;；、(（]+/u, '')
    .replace(/[)）。\s]+$/u, '')
  return detail === '' ? choice : `${choice}，${detail}`
}

/** How the value of a field may be written, for whoever wrote something else. */
export function howToWrite(key: FieldKey): string {
  const of = field(key)
  switch (of.kind) {
    case 'text':
      return `要写文字，${MOST_TEXT}字以内`
    case 'count':
      return '要写数字'
    case 'year':
      return '要写四位年份，例如2009'
    case 'day':
      return '要写日期，例如2027-03-01'
    case 'choice':
      return `要写${of.choices.join('、')}之一，后面可以加说明`
  }
}
