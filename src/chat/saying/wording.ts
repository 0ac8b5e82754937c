import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import type { DomainError } from '../../domain/errors.ts'
import type { RefusalCode } from '../../domain/refusals.ts'
import { roles, type Role } from '../../domain/roles.ts'

/** The names that the program fills into each refusal. A new code without a line here does not compile. */
const placeholders: Readonly<Record<RefusalCode, readonly string[]>> = {
  'person.unknown': [],
  'person.not_in_roster': ['name'],
  'person.ambiguous': ['name'],
  'person.already_bound': ['name'],
  'person.needs_phone': ['name'],
  'person.elsewhere': ['name', 'unit'],
  'person.two_of_unit': ['name'],
  'absence.past': [],
  'absence.reversed': [],
  'absence.too_long': [],
  'absence.self': [],
  'absence.cycle': ['name'],
  'absence.other_unit': ['name'],
  'absence.unknown_stand_in': ['name'],
  'absence.none': ['name'],
  'handover.same': ['name'],
  'handover.which_unit': [],
  'handover.not_liaison': ['name'],
  'roster.no_node': [],
  'roster.past': [],
  'roster.not_on_duty': [],
  'meeting.none': [],
  'task.which': ['names'],
  'claim.wrong_code': [],
  'claim.already_claimed': [],
  'binding.not_open': ['number'],
  'group.only_in_group': [],
  'group.not_bound': [],
  'group.of_others': [],
  'campaign.unknown': ['name'],
  'campaign.none': [],
  'campaign.choose': ['names'],
  'role.not_allowed': [],
  'hazard.not_found': ['code'],
  'hazard.which': ['example'],
  'hazard.in_two_campaigns': ['number', 'codes', 'example'],
  'hazard.place_missing': [],
  'hazard.too_many': ['max'],
  'hazard.already_closed': ['code'],
  'hazard.void': ['code'],
  'hazard.not_submitted': ['code'],
  'hazard.already_submitted': ['code'],
  'hazard.changed_meanwhile': ['code'],
  'hazard.not_yours': ['code'],
  'hazard.unknown_unit': [],
  'hazard.due_past': [],
  'hazard.not_confirmed': ['code'],
  'hazard.already_confirmed': ['code'],
  'hazard.not_closed': ['code'],
  'merge.self': ['code'],
  'merge.into_settled': ['code', 'into'],
  'extension.pending': ['code'],
  'extension.not_later': ['code'],
  'extension.too_late': ['code'],
  'extension.none': ['code'],
  'extension.own': ['code'],
  'extension.over': ['code'],
  'transfer.same': ['code'],
  'transfer.none': ['code'],
  'transfer.received': ['code'],
  'transfer.not_received': ['code'],
  'transfer.not_receiver': ['code'],
  'refusal.referred': ['code'],
  'measures.none': ['code'],
  'major.already': ['code'],
  'major.confirmed': ['code'],
  'major.not_suspected': ['code'],
  'major.not_confirmed': ['code'],
  'major.proposed': ['code'],
  'major.not_proposed': ['code'],
  'major.listed_already': ['code'],
  'major.listed': ['code'],
  'major.brigade_only': ['code'],
  'major.stands': ['code'],
  'major.not_listed': ['code'],
  'major.accepting': ['code'],
  'major.not_accepting': ['code'],
  'major.five_missing': ['code', 'missing'],
  'reinspection.own_work': ['code'],
  'rectification.needs_evidence': ['code'],
  'amend.nothing': ['code'],
  'undo.nothing': [],
  'undo.gone_on': ['code'],
  'report.no_duty': [],
  'report.which_duty': ['names'],
  'report.no_period': [],
  'report.no_such_period': ['period'],
  'report.already_in': ['name', 'period'],
  'report.same_as_before': ['receipt'],
  'report.no_ledger': [],
  'task.unknown': ['name'],
  'task.no_draft': [],
  'task.no_units': [],
  'task.due_past': [],
  'task.exists': ['name'],
  'task.not_given': [],
  'target.unknown': ['name'],
  'target.not_yours': ['name'],
  'target.too_much': ['name'],
  'missing.none': [],
  'missing.too_soon': ['next'],
  'missing.none_of': ['name'],
  'missing.quiet': [],
  'consultation.no_title': [],
  'consultation.no_due': [],
  'consultation.due_past': [],
  'consultation.no_units': [],
  'consultation.unknown_unit': ['name'],
  'consultation.not_found': [],
  'consultation.already_sent': [],
  'consultation.none_open': [],
  'consultation.not_asked': ['title'],
  'consultation.closed': ['title'],
  'consultation.same_as_before': [],
  'consultation.no_reply_yet': [],
  'opinion.not_found': ['number'],
  'opinion.which': ['numbers'],
  'opinion.nothing_to_decide': [],
  'opinion.needs_reason': ['number'],
  'opinion.decided': ['outcome'],
  'ladder.none_waiting': [],
  'ladder.no_group': [],
  'ladder.none_released': [],
  'ladder.hearing': ['units', 'until'],
  'ladder.which_unit': ['example'],
  'ladder.which_campaign': ['examples'],
  'ladder.unknown_cause': ['names'],
  'ladder.nothing_to_state': [],
  'ladder.only_direct': [],
  'summons.not_released': ['name'],
  'summons.past': [],
  'summons.none': ['name'],
  'summons.how': [],
  'community.not_yours': ['name'],
  'community.contradiction': ['name', 'why'],
  'community.unknown_property': ['name'],
  'plan.none': ['name'],
  'plan.not_now': ['name', 'state'],
  'plan.only_brigade': [],
  'plan.running': ['name', 'state'],
  'plan.gap': ['name', 'gap'],
  'plan.same': ['name'],
  'check.none': [],
  'check.unknown_item': ['number', 'size'],
  'check.only_direct': [],
  'check.no_covert': [],
  'check.unknown_list': ['names'],
  'draw.nothing': [],
  'draw.nothing_closed': [],
  'exposure.nothing': [],
  'exposure.not_eligible': ['codes'],
  'draw.none': ['number'],
  'draw.seed_used': ['number'],
  'complaint.none': ['code'],
  'complaint.not_closed': ['code'],
  'complaint.only_direct': [],
  'export.own_only': ['unit'],
  'export.only_direct': [],
}

const codes = Object.keys(placeholders) as RefusalCode[]

/** Longer ones are refused by WeCom: a name in the row itself, a name below it, a sentence. */
const [rowBytes, entryBytes, sayBytes] = [16, 40, 128]
const bytes = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .refine((text) => Buffer.byteLength(text) <= most)
const entry = (most: number) => [
  bytes(most).transform((name) => ({ name, say: name })),
  z.strictObject({ name: bytes(most), say: bytes(sayBytes) }),
]
const below = z.strictObject({
  name: bytes(rowBytes),
  entries: z
    .array(z.union(entry(entryBytes)))
    .min(1)
    .max(5)
    .readonly(),
})
const Menu = z
  .array(
    z.union([...entry(rowBytes), below], {
      error:
        '一栏写成一句话，或 { name: 名字, say: 那句话 }，或 name 加最多五项 entries；栏名最多五个汉字，项名最多十三个',
    }),
  )
  .min(1, { error: '至少一栏' })
  .max(3, { error: '最多三栏' })
  .readonly()

const Wording = z.strictObject({
  refusals: z.strictObject(
    Object.fromEntries(
      codes.map((code) => [
        code,
        z
          .string()
          .min(4)
          .max(160)
          .refine((sentence) => namesIn(sentence).every((name) => placeholders[code].includes(name)), {
            error: `花括号里只能是：${placeholders[code].join('、') || '（没有）'}`,
          }),
      ]),
    ) as Record<RefusalCode, z.ZodString>,
  ),
  help: z.strictObject({
    title: z.string().min(2),
    ...(Object.fromEntries(roles.map((role) => [role, z.array(z.string().min(2)).min(1).max(9)])) as Record<
      Role,
      z.ZodArray<z.ZodString>
    >),
  }),
  menu: Menu,
})

function namesIn(sentence: string): readonly string[] {
  return [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
}

/** A hazard's code as people say it: YC-0031 is 31号. */
function asSaid(value: string): string {
  return value.replace(/^[A-Z]+-0*(\d+)$/, '$1号')
}

/** The sentences of cards/wording.yaml. */
export type Wording = Readonly<{
  /** The sentence for a refusal. */
  refusal(error: DomainError): string
  /** What somebody with these roles can say, one line each, at most 8. */
  help(held: readonly Role[]): readonly string[]
  helpTitle: string
  /** The menu below the chat of WeCom's app; an entry says its sentence. */
  menu: Readonly<z.infer<typeof Menu>>
}>

/** Reads and checks the wording, or throws with every fault listed. */
export function loadWording(path: string | URL): Wording {
  const result = Wording.safeParse(parse(readFileSync(path, 'utf8')))
  if (!result.success) throw new Error(`cards/wording.yaml 有误：\n${z.prettifyError(result.error)}`)
  const { refusals, help, menu } = result.data
  return {
    refusal: ({ code, params }) =>
      refusals[code].replace(/\{(\w+)\}/g, (_, name: string) => asSaid(params[name] ?? '')),
    help: (held) =>
      [...new Set(roles.filter((role) => held.includes(role)).flatMap((role) => help[role]))].slice(0, 8),
    helpTitle: help.title,
    menu,
  }
}
