import { z } from 'zod'
import { parseDay, parseTime, type Weekday } from '../domain/calendar.ts'
import type { Cadence, DayOfMonth, HolidayPolicy } from '../domain/cadence.ts'
import { roles } from '../domain/roles.ts'

/** The nine kinds of hazard that the bot tells apart, with their Chinese names. */
export const categoryNames = {
  'fire-lane': '消防车通道',
  evacuation: '疏散通道',
  facilities: '设施器材',
  'e-bike': '电动自行车',
  electrical: '电气线路',
  building: '建筑防火',
  management: '消防管理',
  'gas-hazmat': '燃气危化品',
  other: '其他',
} as const
export type CategoryKey = keyof typeof categoryNames

export const unitKinds = [
  'township',
  'street',
  'department',
  'property',
  'community-office',
  'office',
  'fire',
  'leader',
] as const

const weekdays: Readonly<Record<string, Weekday>> = {
  周一: 1,
  周二: 2,
  周三: 3,
  周四: 4,
  周五: 5,
  周六: 6,
  周日: 7,
}

const policies: Readonly<Record<string, HolidayPolicy>> = {
  照常: 'as-usual',
  提前: 'earlier',
  顺延: 'later',
  跳过: 'skip',
}

// The file is read with every scalar as the text that stands there, so that 18:00, phone numbers and ids with
// leading zeros stay what people wrote. The schema makes numbers and days of them.
function reading<T>(read: (text: string) => T | undefined, problem: string) {
  return z.string().transform((text, context) => {
    const value = read(text)
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message: problem })
    return z.NEVER
  })
}

const wholeNumber = (least: number, most: number, problem: string) =>
  reading((text) => {
    const value = /^\d{1,4}$/.test(text) ? Number(text) : NaN
    return value >= least && value <= most ? value : undefined
  }, problem)

const Text = z.string().max(200, '太长了，最多 200 个字')
const Key = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, '只用小写英文字母、数字和短横线，以字母开头，例如 chengguan')
const DayText = reading(parseDay, '要写成真实的日期，例如 2026-10-12')
const Time = reading(parseTime, '要写成两位数的时间，例如 18:00；只写到哪一天的写 24:00')
const Month = wholeNumber(1, 12, '要写 1 到 12 的月份')
const monthDay = (text: string): DayOfMonth | undefined => {
  if (text === '月末' || text === 'end') return 'end'
  return /^(?:[1-9]|[12]\d|3[01])$/.test(text) ? Number(text) : undefined
}
const DayOfMonthText = reading(monthDay, '要写 1 到 31 的日子，或者写“月末”')
const Flag = reading((text) => ({ true: true, false: false })[text], '要写 true（是）或 false（否）')
const Aliases = z.array(Text).default([])

const Region = z.strictObject({ key: Key, name: Text })

/** The head of the file. */
export const CampaignHead = z.strictObject({
  key: Key,
  title: Text,
  issuer: Text,
  documentNumber: Text.optional(),
  codePrefix: z
    .string()
    .regex(/^[A-Z]{1,4}$/, '要写 1 到 4 个大写英文字母，例如 YC，用在隐患编号 YC-0012 里'),
  starts: DayText,
  ends: DayText,
})
export type CampaignHead = z.infer<typeof CampaignHead>

const Stage = z.strictObject({ key: Key, name: Text, starts: DayText, ends: DayText })

const Unit = z.strictObject({
  key: Key,
  name: Text,
  kind: z.enum(unitKinds),
  aliases: Aliases,
  parent: Key.optional(),
  /** true: every duty for all reporting units; a list: only those duties. */
  reports: z
    .union([z.string(), z.array(z.string())])
    .transform((value, context) => {
      if (value === 'true') return true as const
      if (value === 'false') return []
      if (typeof value !== 'string') return value
      context.addIssue({ code: 'custom', message: '要写 true，或者写报送任务的 key，例如 [weekly]' })
      return z.NEVER
    })
    .default([]),
})

const Person = z.strictObject({
  key: Key.optional(),
  name: Text,
  unit: Key,
  title: Text.optional(),
  roles: z.array(z.enum(roles)).min(1, '至少要有一个角色，例如 [liaison]'),
  phone: z
    .string()
    .regex(/^1[3-9]\d{9}$/, '要写 11 位手机号')
    .optional(),
  dingtalk: Text.optional(),
  wecom: Text.optional(),
})

const Community = z.strictObject({
  key: Key,
  name: Text,
  aliases: Aliases,
  unit: Key,
  property: Key.optional(),
  address: Text.optional(),
})

const Category = z.strictObject({
  key: z.enum(Object.keys(categoryNames) as [CategoryKey, ...CategoryKey[]]),
  limitDays: wholeNumber(1, 365, '要写 1 到 365 的天数'),
  lead: Key.optional(),
})

const dutyCommon = {
  key: Key,
  name: Text,
  time: Time,
  /** The unit that receives the reports. */
  to: Key,
  units: z
    .union([z.string(), z.array(z.string())])
    .transform((value, context) => {
      if (value === 'all-reporting' || typeof value !== 'string') return value
      context.addIssue({ code: 'custom', message: '要写 all-reporting，或者写单位的 key，例如 [zhujian]' })
      return z.NEVER
    })
    .default('all-reporting'),
  holiday: reading((text) => policies[text], '要写 照常、提前、顺延 或 跳过').default('as-usual'),
}

/** One duty as written. `cadenceOf` makes the domain's cadence of it. */
export const DutyEntry = z.discriminatedUnion('kind', [
  z.strictObject({
    ...dutyCommon,
    kind: z.literal('daily'),
    days: reading(
      (text) => (({ 每天: 'all', 工作日: 'workdays' }) as const)[text],
      '要写 每天 或 工作日',
    ).default('workdays'),
  }),
  z.strictObject({
    ...dutyCommon,
    kind: z.literal('weekly'),
    weekday: reading((text) => weekdays[text], '要写 周一 到 周日 中的一天'),
  }),
  z.strictObject({ ...dutyCommon, kind: z.literal('ten-daily') }),
  z.strictObject({
    ...dutyCommon,
    kind: z.literal('half-monthly'),
    days: z.tuple([DayOfMonthText, DayOfMonthText], '要写两个日子，例如 [15, 月末]').default([15, 'end']),
  }),
  z.strictObject({ ...dutyCommon, kind: z.literal('monthly'), day: DayOfMonthText }),
  z.strictObject({ ...dutyCommon, kind: z.literal('quarterly'), day: DayOfMonthText }),
  z.strictObject({ ...dutyCommon, kind: z.literal('half-yearly'), day: DayOfMonthText }),
  z.strictObject({ ...dutyCommon, kind: z.literal('yearly'), month: Month, day: DayOfMonthText }),
  z.strictObject({
    ...dutyCommon,
    kind: z.literal('dated'),
    dates: z.array(z.strictObject({ date: DayText, name: Text.optional() })).min(1, '至少要写一个日期'),
  }),
  z.strictObject({ ...dutyCommon, kind: z.literal('once'), date: DayText }),
])
export type DutyEntry = z.infer<typeof DutyEntry>

const Group = z.strictObject({
  key: Key,
  name: Text,
  units: z.array(Key).default([]),
  dingtalk: Text.optional(),
  wecom: Text.optional(),
})

/** The whole file, each entry for itself; what must fit together is checked in cross-checks. */
export const CampaignFileShape = z.strictObject({
  region: Region,
  campaign: CampaignHead,
  stages: z.array(Stage).default([]),
  units: z.array(Unit).min(1, '至少要有一个单位'),
  people: z.array(Person).min(1, '至少要有一个人'),
  communities: z.array(Community).default([]),
  categories: z.array(Category).default([]),
  duties: z.array(DutyEntry).default([]),
  groups: z.array(Group).default([]),
  settings: z
    .strictObject({ announceMissingInGroup: Flag.default(false) })
    .default({ announceMissingInGroup: false }),
})
export type CampaignFileShape = z.infer<typeof CampaignFileShape>

/** How often the duty is due, in the domain's terms. */
export function cadenceOf(duty: DutyEntry): Cadence {
  switch (duty.kind) {
    case 'daily':
      return { kind: duty.kind, days: duty.days }
    case 'weekly':
      return { kind: duty.kind, weekday: duty.weekday }
    case 'ten-daily':
      return { kind: duty.kind }
    case 'half-monthly':
      return { kind: duty.kind, days: duty.days }
    case 'monthly':
    case 'quarterly':
    case 'half-yearly':
      return { kind: duty.kind, day: duty.day }
    case 'yearly':
      return { kind: duty.kind, month: duty.month, day: duty.day }
    case 'dated':
      return {
        kind: duty.kind,
        dates: duty.dates.map(({ date, name }) => ({ day: date, ...(name === undefined ? {} : { name }) })),
      }
    case 'once':
      return { kind: duty.kind, day: duty.date }
  }
}
