import { z } from 'zod'
import type { Cadence } from '../../domain/time/cadence.ts'
import { deliverableWords, partWords } from '../words.ts'
import {
  DayOfMonthText,
  DayText,
  Flag,
  Holiday,
  Item,
  Key,
  Month,
  oneOf,
  reading,
  Text,
  Time,
  Units,
  WeekdayText,
} from './reading.ts'

const DatedEntry = z.strictObject({ date: DayText, name: Text.optional() })

/** The entries of a list that falls due by a rhythm: one shape for each kind, around what all of them have. */
function withCadence<T extends z.core.$ZodLooseShape>(common: T) {
  return [
    z.strictObject({
      ...common,
      kind: z.literal('daily'),
      days: reading(
        (text) => (({ 每天: 'all', 工作日: 'workdays' }) as const)[text],
        '要写 每天 或 工作日',
      ).default('workdays'),
    }),
    z.strictObject({ ...common, kind: z.literal('weekly'), weekday: WeekdayText }),
    z.strictObject({ ...common, kind: z.literal('ten-daily') }),
    z.strictObject({
      ...common,
      kind: z.literal('half-monthly'),
      days: z.tuple([DayOfMonthText, DayOfMonthText], '要写两个日子，例如 [15, 月末]').default([15, 'end']),
    }),
    z.strictObject({ ...common, kind: z.literal('monthly'), day: DayOfMonthText }),
    z.strictObject({ ...common, kind: z.literal('quarterly'), day: DayOfMonthText }),
    z.strictObject({ ...common, kind: z.literal('half-yearly'), day: DayOfMonthText }),
    z.strictObject({ ...common, kind: z.literal('yearly'), month: Month, day: DayOfMonthText }),
    z.strictObject({
      ...common,
      kind: z.literal('dated'),
      dates: z.array(DatedEntry).min(1, '至少要写一个日期'),
    }),
    z.strictObject({ ...common, kind: z.literal('once'), date: DayText }),
  ] as const
}

const Rhythm = z.discriminatedUnion('kind', withCadence({}))

/** One duty as written. `cadenceOf` makes the domain's cadence of it. */
export const DutyEntry = z.discriminatedUnion(
  'kind',
  withCadence({
    key: Key,
    name: Text,
    time: Time,
    /** The unit that receives what is handed in. */
    to: Key,
    units: Units.default('all-reporting'),
    /** The units that every task has are not added here. */
    onlyThese: Flag.default(false),
    holiday: Holiday.default('as-usual'),
    deliverable: oneOf(deliverableWords).default('counts'),
    parts: z.array(oneOf(partWords)).min(1, '至少要写一部分，例如 [进展]').optional(),
    leader: Text.optional(),
    section: Text.optional(),
    assisting: z.array(Key).default([]),
    pilot: Flag.default(false),
    item: Item.optional(),
    /** The duty's own first and last day, where it does not run all the campaign long. */
    starts: DayText.optional(),
    ends: DayText.optional(),
    /** The duty runs during this stage only. */
    stage: Key.optional(),
  }),
)
export type DutyEntry = z.infer<typeof DutyEntry>

/** A regular meeting as written. */
export const MeetingEntry = z.discriminatedUnion(
  'kind',
  withCadence({
    key: Key,
    name: Text,
    time: Time,
    units: Units.default('all-reporting'),
    holiday: Holiday.default('later'),
  }),
)
export type MeetingEntry = z.infer<typeof MeetingEntry>

/** How often the entry is due, in the domain's terms. */
export function cadenceOf(entry: z.infer<typeof Rhythm>): Cadence {
  switch (entry.kind) {
    case 'daily':
      return { kind: entry.kind, days: entry.days }
    case 'weekly':
      return { kind: entry.kind, weekday: entry.weekday }
    case 'ten-daily':
      return { kind: entry.kind }
    case 'half-monthly':
      return { kind: entry.kind, days: entry.days }
    case 'monthly':
    case 'quarterly':
    case 'half-yearly':
      return { kind: entry.kind, day: entry.day }
    case 'yearly':
      return { kind: entry.kind, month: entry.month, day: entry.day }
    case 'dated':
      return {
        kind: entry.kind,
        dates: entry.dates.map(({ date, name }) => ({ day: date, ...(name === undefined ? {} : { name }) })),
      }
    case 'once':
      return { kind: entry.kind, day: entry.date }
  }
}
