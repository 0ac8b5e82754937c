import { z } from 'zod'
import {
  field,
  fields,
  howToWrite,
  readValue,
  type Facts,
  type FieldKey,
} from '../../domain/communities/fields.ts'
import { contradiction } from '../../domain/communities/file.ts'
import { roles } from '../../domain/roles.ts'
import { unitKinds } from '../owners.ts'
import { Key, Text, Texts, wholeNumber } from './reading.ts'

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

export const Region = z.strictObject({ key: Key, name: Text })

export const Unit = z.strictObject({
  key: Key,
  name: Text,
  kind: z.enum(unitKinds),
  aliases: Texts,
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

export const Person = z.strictObject({
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

const ownPlace: readonly FieldKey[] = ['address']
const profileKeys = fields.map(({ key }) => key).filter((key) => !ownPlace.includes(key))

/** What the file says of a community beyond where it lies, by the keys of its fields: { buildings: 12, builtIn: 2009 }. */
const Profile = z.record(z.string(), z.string()).transform((written, context): Facts => {
  const facts: Record<string, string | number> = {}
  for (const [name, text] of Object.entries(written)) {
    const key = profileKeys.find((each) => each === name)
    const value = key && readValue(key, text)
    if (value !== undefined) facts[name] = value
    else
      context.addIssue({
        code: 'custom',
        path: [name],
        message: key
          ? `${field(key).label}${howToWrite(key)}`
          : `没有这一项，只能写：${profileKeys.join('、')}`,
      })
  }
  const wrong = contradiction(facts)
  if (wrong) context.addIssue({ code: 'custom', message: wrong })
  return facts
})

export const Community = z.strictObject({
  key: Key,
  name: Text,
  aliases: Texts,
  unit: Key,
  property: Key.optional(),
  address: Text.optional(),
  profile: Profile.optional(),
  /** On the watch list (重点名单): days between two checks. */
  watchDays: wholeNumber(1, 90, '要写 1 到 90 的天数').optional(),
})

export const Category = z.strictObject({
  key: z.enum(Object.keys(categoryNames) as [CategoryKey, ...CategoryKey[]]),
  limitDays: wholeNumber(1, 365, '要写 1 到 365 的天数'),
  lead: Key.optional(),
  /** The sentence of the notice that makes it lead. */
  basis: Text.optional(),
})

export const Group = z.strictObject({
  key: Key,
  name: Text,
  units: z.array(Key).default([]),
  dingtalk: Text.optional(),
  wecom: Text.optional(),
})
