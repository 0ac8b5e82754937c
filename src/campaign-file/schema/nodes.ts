import { z } from 'zod'
import { roles } from '../../domain/roles.ts'
import { unitKinds } from '../owners.ts'
import { measureWords } from '../words.ts'
import { DayText, Flag, Item, Key, oneOf, Text, Time, Units, wholeNumber } from './reading.ts'

/** A target as written. */
export const TargetEntry = z
  .strictObject({
    key: Key,
    name: Text,
    measure: oneOf(measureWords),
    goal: wholeNumber(1, 9_999_999, '要写 1 以上的整数').optional(),
    due: DayText,
    units: Units.default('all-reporting'),
    onlyThese: Flag.default(false),
    to: Key,
    item: Item.optional(),
  })
  .superRefine(({ measure, goal }, context) => {
    const problem =
      measure === 'count' && goal === undefined
        ? '按数量考核的要写目标数'
        : measure === 'percent' && goal !== undefined && goal > 100
          ? '不能超过 100'
          : measure === 'yes' && goal !== undefined && goal !== 1
            ? '是与否的目标不用写数'
            : undefined
    if (problem) context.addIssue({ code: 'custom', path: ['goal'], message: problem, input: goal ?? '' })
  })

/** A draft on which units are asked for their opinion, as written. */
export const ConsultationEntry = z.strictObject({
  key: Key,
  title: Text,
  opens: DayText,
  due: DayText,
  time: Time,
  units: Units.default('all-reporting'),
  to: Key,
  signOff: Flag.default(false),
})

const Tip = z.strictObject({
  on: DayText,
  time: Time,
  text: z.string().max(500, '太长了，最多 500 个字'),
  roles: z.array(z.enum(roles)).default([]),
  unitKinds: z.array(z.enum(unitKinds)).default([]),
})

/** A period of special care as written. */
export const NodeEntry = z.strictObject({
  key: Key,
  name: Text,
  starts: DayText,
  ends: DayText,
  tips: z.array(Tip).default([]),
  roster: z.strictObject({ units: Units.default('all-reporting'), confirmAt: Time }).optional(),
})
