import type { z } from 'zod'
import type { Path } from './lines.ts'
import { unitKinds } from './owners.ts'
import { categoryNames } from './schema/roster.ts'

const sections: Readonly<Record<string, string>> = {
  region: '地区',
  campaign: '行动',
  stages: '阶段',
  units: '单位',
  people: '人员',
  communities: '小区',
  categories: '隐患类别',
  duties: '报送任务',
  targets: '目标',
  consultations: '征求意见',
  nodes: '节点',
  meetings: '例会',
  reminders: '提醒规则',
  ladder: '催办阶梯',
  groups: '工作群',
  settings: '设置',
}

const fields: Readonly<Record<string, string>> = {
  key: '标识',
  name: '名称',
  'campaign.title': '标题',
  'people.title': '职务',
  issuer: '印发机关',
  documentNumber: '文号',
  codePrefix: '编号字头',
  starts: '开始日期',
  ends: '结束日期',
  when: '起止日期',
  notice: '文件写的',
  issued: '印发日期',
  stages: '阶段数',
  item: '文件序号',
  'campaign.days': '天数',
  kind: '种类',
  aliases: '别名',
  parent: '上级单位',
  reports: '报送',
  unit: '单位',
  roles: '角色',
  phone: '手机号',
  dingtalk: '钉钉账号',
  wecom: '企业微信账号',
  property: '物业',
  address: '地址',
  limitDays: '整改天数',
  lead: '牵头单位',
  time: '时间',
  to: '报给谁',
  units: '报送单位',
  holiday: '遇节假日',
  weekday: '星期',
  day: '日子',
  days: '日子',
  month: '月份',
  date: '日期',
  dates: '日期',
  announceMissingInGroup: '群里公布未报',
  pilots: '试点单位',
  alsoOwe: '每项任务都有的单位',
  onlyThese: '只限这些单位',
  deliverables: '阶段成果',
  deliverable: '交什么',
  parts: '分几部分',
  leader: '责任领导',
  section: '责任科室',
  assisting: '配合单位',
  pilot: '试点',
  stage: '阶段',
  measure: '考核方式',
  goal: '目标数',
  due: '截止日期',
  opens: '发出日期',
  title: '标题',
  signOff: '主要领导签字',
  tips: '提示',
  on: '日期',
  text: '内容',
  unitKinds: '单位种类',
  roster: '值守',
  confirmAt: '确认时间',
  asks: '提醒时间',
  at: '时间',
  minutes: '分钟数',
  chases: '逾期后催几次',
  groupSummary: '群里汇总',
  mentionFrom: '从哪一步起点名',
  ding: '紧急时用DING',
  perPersonPerDay: '每人每天最多几条',
  perMonth: '每月最多几条',
  steps: '步骤',
  step: '步骤',
  after: '逾期天数',
  causes: '通报原因',
  hearDays: '听取说明的天数',
}

const rhythms =
  'daily（每日）、weekly（每周）、ten-daily（每旬）、half-monthly（每半月）、monthly（每月）、quarterly（每季度）、half-yearly（每半年）、yearly（每年）、dated（几个日期）、once（一次）'
const roleChoices =
  'liaison（联络员）、grid（网格员）、property（物业）、reinspector（复查员）、office（消安委办）、leader（领导）、supervisor（督查）、admin（管理员）'

const choices: Readonly<Record<string, string>> = {
  'units.kind': unitKinds.join('、'),
  'nodes.tips.unitKinds': unitKinds.join('、'),
  'duties.kind': rhythms,
  'meetings.kind': rhythms,
  'people.roles': roleChoices,
  'nodes.tips.roles': roleChoices,
  'categories.key': Object.entries(categoryNames)
    .map(([key, name]) => `${key}（${name}）`)
    .join('、'),
}

/** `人员“刘敏”的手机号（phone）`: a place in the file as people would call it. */
export function nameOfPlace(path: Path, data: unknown): string {
  const [section, ...rest] = path
  if (section === undefined) return '文件'
  const words = [sections[section] ?? String(section)]
  if (typeof rest[0] === 'number') words.push(entryName(data, section, rest[0]))
  const field = rest.findLast((step) => typeof step === 'string')
  if (field !== undefined) words.push(`的${fields[`${section}.${field}`] ?? fields[field] ?? ''}（${field}）`)
  else if (rest.length === 0) words.push(`（${section}）`)
  return words.join('')
}

/** The sentence for one thing that an entry got wrong by itself. */
export function explainIssue(
  issue: z.core.$ZodIssue,
  data: unknown,
): readonly Readonly<{ path: Path; message: string }>[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol')
  const place = nameOfPlace(path, data)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: `${place}里没有${quoted(key)}这一项，是不是写错了？`,
    }))
  }
  if (valueAt(data, path) === undefined) return [{ path, message: `${place}还没有填` }]
  const options = choices[path.filter((step) => typeof step === 'string').join('.')]
  if ((issue.code === 'invalid_value' || issue.code === 'invalid_union') && options) {
    return [{ path, message: `${place}只能是：${options}` }]
  }
  if (issue.code === 'invalid_type' || issue.code === 'invalid_union') {
    return [
      {
        path,
        message: `${place}写法不对，${shapes[issue.code === 'invalid_type' ? issue.expected : 'string'] ?? shapes.string}`,
      },
    ]
  }
  return [{ path, message: `${place}${issue.message}` }]
}

const shapes: Readonly<Record<string, string>> & Readonly<{ string: string }> = {
  string: '这里要写一段文字',
  array: '这里要写成列表，例如 [甲, 乙]，或者每行以“- ”开头',
  tuple: '这里要写成列表，例如 [15, 月末]',
  object: '这里要写成几行“项目: 内容”',
}

/** The text in quotation marks; what might be a phone number or an account is kept out of sentences. */
export function quoted(text: string): string {
  return /\d{7}/.test(text) ? '（号码略）' : `“${text}”`
}

/** What stands at the place, undefined when nothing does. */
export function valueAt(data: unknown, path: Path): unknown {
  let value = data
  for (const step of path) {
    if (value === null || typeof value !== 'object') return undefined
    value = (value as Readonly<Record<string | number, unknown>>)[step]
  }
  return value
}

function entryName(data: unknown, section: string | number, index: number): string {
  const called =
    valueAt(data, [section, index, 'name']) ??
    valueAt(data, [section, index, 'title']) ??
    valueAt(data, [section, index, 'key'])
  return typeof called === 'string' ? quoted(called) : `第${index + 1}条`
}
