import type { PlanDuty, ReportPart } from '../plan.ts'

/** A document or picture that belongs to a submission; its bytes lie in the media store under `hash`. */
export type Attachment = Readonly<{ kind: 'picture' | 'file'; hash: string; name: string }>

/**
 * The ledger part of a report: the unit's rows of the group's ledger as they stood, with a hash by which anybody can
 * tell whether they have changed since; or the unit's own, which is attached.
 */
export type LedgerPart =
  | Readonly<{
      source: 'group'
      total: number
      closed: number
      toReinspect: number
      unrectified: number
      overdue: number
      hash: string
      at: string
    }>
  | Readonly<{ source: 'own' }>

type Wanted = Pick<PlanDuty, 'deliverable' | 'parts' | 'target'>

/** The parts that must be there before a report counts. A nil report has no ledger to show. */
export function partsNeeded(duty: Wanted, zero: boolean): readonly ReportPart[] {
  if (duty.deliverable !== 'counts' || duty.target !== undefined || zero) return ['progress']
  return duty.parts.length > 0 ? duty.parts : ['progress']
}

/** The parts that are still missing, in the order of the duty. */
export function lackingParts(
  duty: Wanted,
  given: Readonly<{ has: ReadonlySet<ReportPart>; zero: boolean }>,
): readonly ReportPart[] {
  return partsNeeded(duty, given.zero).filter((part) => !given.has.has(part))
}

/**
 * What an attachment does for a duty: `needed` when the duty is done by it, `welcome` when it only goes with the words,
 * undefined when the duty has no use for it. Whoever photographs the pages of a plan has handed in the plan.
 */
export function useOf(
  duty: Wanted,
  attachment: Pick<Attachment, 'kind' | 'name'>,
): 'needed' | 'welcome' | undefined {
  switch (duty.deliverable) {
    case 'file':
    case 'text':
      return 'needed'
    case 'photo':
      return isPicture(attachment) ? 'needed' : 'welcome'
    case 'counts':
      if (duty.target !== undefined) return undefined
      return duty.parts.includes('ledger') ? 'needed' : undefined
    case 'done':
      return 'welcome'
    case 'contacts':
      return undefined
  }
}

/** Whether it can be looked at as a picture, also when it was sent as a file. */
export function isPicture({ kind, name }: Pick<Attachment, 'kind' | 'name'>): boolean {
  return kind === 'picture' || /\.(?:jpe?g|png)$/i.test(name)
}

/** Whether what was handed in is enough for the duty. */
export function isEnough(
  duty: Wanted,
  given: Readonly<{ text: string | null; attachments: readonly Attachment[]; zero: boolean }>,
): boolean {
  const { text, attachments, zero } = given
  if (zero) return true
  switch (duty.deliverable) {
    case 'file':
      return attachments.length > 0
    case 'photo':
      return attachments.some(isPicture)
    case 'text':
      return attachments.length > 0 || (text?.trim().length ?? 0) >= 2
    // Names are kept where contacts are; words that name nobody are none.
    case 'contacts':
      return false
    case 'counts':
    case 'done':
      return true
  }
}
