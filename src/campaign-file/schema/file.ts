import { z } from 'zod'
import { DutyEntry, MeetingEntry } from './duties.ts'
import { ConsultationEntry, NodeEntry, TargetEntry } from './nodes.ts'
import { DayText, Flag, Key, Text, Texts, wholeNumber } from './reading.ts'
import { Category, Community, Group, Person, Region, Unit } from './roster.ts'
import { HazardRulesEntry, LadderEntry, ReminderEntry } from './rules.ts'

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
  /** What the notice says of itself; only compared with what the file says. */
  notice: z
    .strictObject({
      issued: DayText.optional(),
      days: wholeNumber(1, 3660, '要写天数').optional(),
      stages: wholeNumber(1, 20, '要写阶段数').optional(),
    })
    .optional(),
})
export type CampaignHead = z.infer<typeof CampaignHead>

export const StageEntry = z.strictObject({
  key: Key,
  name: Text,
  starts: DayText,
  ends: DayText,
  deliverables: Texts,
})

const Settings = z.strictObject({
  announceMissingInGroup: Flag.default(false),
  pilots: z.array(Key).default([]),
  /** Units that every task has which names units: 均需各乡镇、街道负责，不再列出. */
  alsoOwe: z.array(z.string()).default([]),
})

/** The whole file, each entry for itself; what must fit together is checked in cross-checks. */
export const CampaignFileShape = z.strictObject({
  region: Region,
  campaign: CampaignHead,
  stages: z.array(StageEntry).default([]),
  units: z.array(Unit).min(1, '至少要有一个单位'),
  people: z.array(Person).min(1, '至少要有一个人'),
  communities: z.array(Community).default([]),
  categories: z.array(Category).default([]),
  duties: z.array(DutyEntry).default([]),
  targets: z.array(TargetEntry).default([]),
  consultations: z.array(ConsultationEntry).default([]),
  nodes: z.array(NodeEntry).default([]),
  meetings: z.array(MeetingEntry).default([]),
  reminders: ReminderEntry.prefault({}),
  ladder: LadderEntry.prefault({}),
  hazards: HazardRulesEntry.prefault({}),
  groups: z.array(Group).default([]),
  settings: Settings.prefault({}),
})
export type CampaignFileShape = z.infer<typeof CampaignFileShape>
