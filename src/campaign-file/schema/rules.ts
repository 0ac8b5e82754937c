import { z } from 'zod'
import { DEFAULT_HAZARD_RULES } from '../../domain/hazards/interim.ts'
import { DEFAULT_LADDER, ladderSteps } from '../../domain/ladder.ts'
import { DEFAULT_REMINDERS, type AskRule } from '../../domain/plan.ts'
import { stepWords } from '../words.ts'
import { Flag, Key, oneOf, reading, Text, Time, wholeNumber } from './reading.ts'

const Ask = z
  .strictObject({
    days: wholeNumber(0, 60, '要写 0 到 60 的天数').optional(),
    at: Time.optional(),
    minutes: wholeNumber(1, 1440, '要写 1 到 1440 的分钟数').optional(),
  })
  .transform(({ days, at, minutes }, context): AskRule => {
    if (minutes === undefined && days !== undefined && at !== undefined) return { days, at }
    if (minutes !== undefined && days === undefined && at === undefined) return { minutes }
    context.addIssue({
      code: 'custom',
      message: '要写提前几天和几点，例如 { days: 1, at: 10:00 }，或者只写提前几分钟，例如 { minutes: 60 }',
    })
    return z.NEVER
  })

const Step = oneOf(stepWords)

/** How people are reminded, as written; what is left out is the house's own. */
export const ReminderEntry = z.strictObject({
  asks: z.array(Ask).min(1, '至少要写一次').max(6, '最多写 6 次').optional(),
  chases: wholeNumber(0, 20, '要写 0 到 20 的次数').default(DEFAULT_REMINDERS.chases),
  groupSummary: Flag.default(DEFAULT_REMINDERS.groupSummary),
  mentionFrom: z
    .union([z.literal('不点名'), Step])
    .transform((step) => (step === '不点名' ? null : step))
    .default(DEFAULT_REMINDERS.mentionFrom),
  ding: Flag.default(DEFAULT_REMINDERS.ding),
  perPersonPerDay: wholeNumber(1, 50, '要写 1 到 50 的条数').default(DEFAULT_REMINDERS.perPersonPerDay),
  perMonth: reading(
    (text) => (text === '不限' ? null : /^[1-9]\d{0,6}$/.test(text) ? Number(text) : undefined),
    '要写每月最多几条，或者写“不限”',
  ).default(DEFAULT_REMINDERS.perMonth),
})

/** What hazards that take long need, as written. */
export const HazardRulesEntry = z.strictObject({
  longDays: wholeNumber(1, 365, '要写 1 到 365 的天数').default(DEFAULT_HAZARD_RULES.longDays),
  checkDays: wholeNumber(1, 90, '要写 1 到 90 的天数').default(DEFAULT_HAZARD_RULES.checkDays),
  extensionNoticeDays: reading(
    (text) => (text === '不限' ? null : /^(?:[1-9]|[1-5]\d|60)$/.test(text) ? Number(text) : undefined),
    '要写提前几个工作日（1 到 60），或者写“不限”',
  ).default(DEFAULT_HAZARD_RULES.extensionNoticeDays),
})

/** How an overdue matter climbs, as written. */
export const LadderEntry = z.strictObject({
  days: oneOf({ 工作日: 'workdays', 自然日: 'calendar' } as const).default(DEFAULT_LADDER.days),
  steps: z
    .array(z.strictObject({ step: Step, after: wholeNumber(0, 365, '要写 0 到 365 的天数') }))
    .min(1, '至少要写一步')
    .superRefine((steps, context) => {
      steps.forEach(({ step, after }, index) => {
        const before = steps[index - 1]
        if (!before) return
        const inOrder = ladderSteps.indexOf(step) > ladderSteps.indexOf(before.step)
        if (inOrder && after >= before.after) return
        context.addIssue({
          code: 'custom',
          path: [index, inOrder ? 'after' : 'step'],
          message: inOrder
            ? '不能比上一步的天数少'
            : '要按 提醒、催办、提级、拟通报、拟约谈、拟挂牌 的顺序写',
        })
      })
    })
    .default([...DEFAULT_LADDER.steps]),
  causes: z.array(z.strictObject({ key: Key, name: Text })).default([]),
  hearDays: wholeNumber(0, 30, '要写 0 到 30 的工作日天数').default(DEFAULT_LADDER.hearDays),
})
