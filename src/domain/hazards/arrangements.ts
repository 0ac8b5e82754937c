import type { Rules } from './commands.ts'
import type { HazardFacts, HazardStatus } from './hazard.ts'
import { isAnybody, isConcerned, isReceiver, isRectifier, isWatcher } from './sides.ts'

const unrectified: readonly HazardStatus[] = ['to-rectify', 'rectifying']
const open: readonly HazardStatus[] = ['to-confirm', ...unrectified, 'to-reinspect']
const kept: readonly HazardStatus[] = [...open, 'closed']

function noTransfer({ transfer }: HazardFacts): 'transfer.none' | undefined {
  return transfer === null ? 'transfer.none' : undefined
}

/** What is arranged about a hazard: more time, other hands, those who refuse, what protects meanwhile, what is found out. */
export const arrangements: Rules<
  | 'AskExtension'
  | 'GrantExtension'
  | 'RefuseExtension'
  | 'HandOver'
  | 'AcceptTransfer'
  | 'ReturnTransfer'
  | 'ReportOutcome'
  | 'ReferRefusal'
  | 'NameLead'
  | 'SetMeasures'
  | 'CheckMeasures'
  | 'Explain'
  | 'Rate'
> = {
  AskExtension: {
    verb: 'rectify',
    from: unrectified,
    isFor: isRectifier,
    unless: ({ dueAt, extension }, { to, latest }, now) => {
      if (extension !== null) return 'extension.pending'
      if (to <= now || (dueAt !== null && to <= dueAt)) return 'extension.not_later'
      return latest !== null && now > latest ? 'extension.too_late' : undefined
    },
    then: (_, { to, reason, measures }, by) => ({
      extension: { to: to.toISOString(), reason, measures, byId: by.id },
    }),
  },
  GrantExtension: {
    verb: 'decide-extension',
    from: unrectified,
    unless: ({ extension }, _, now) => {
      if (extension === null) return 'extension.none'
      return new Date(extension.to) <= now ? 'extension.over' : undefined
    },
    // Nobody grants what he has asked for himself.
    isFor: ({ extension }, by) => extension?.byId !== by.id,
    notFor: 'extension.own',
    then: ({ extension, extensionCount, dueAt, measures }, { nextCheckOn }) => ({
      dueAt: extension ? new Date(extension.to) : dueAt,
      measures: extension?.measures ?? measures,
      nextCheckOn,
      extension: null,
      extensionCount: extensionCount + 1,
    }),
  },
  RefuseExtension: {
    verb: 'decide-extension',
    from: unrectified,
    unless: ({ extension }) => (extension === null ? 'extension.none' : undefined),
    isFor: ({ extension }, by) => extension?.byId !== by.id,
    notFor: 'extension.own',
    then: () => ({ extension: null }),
  },
  HandOver: {
    verb: 'transfer',
    from: ['to-confirm', ...unrectified],
    unless: ({ transfer, responsibleId }, { unitId }) =>
      responsibleId === unitId || transfer?.unitId === unitId ? 'transfer.same' : undefined,
    isFor: isWatcher,
    then: (_, { unitId, reason }, by) => ({
      transfer: { kind: 'handling', unitId, reason, byId: by.id, receivedAt: null },
    }),
  },
  AcceptTransfer: {
    verb: 'receive-transfer',
    from: kept,
    unless: ({ transfer }) =>
      transfer === null ? 'transfer.none' : transfer.receivedAt === null ? undefined : 'transfer.received',
    isFor: isReceiver,
    notFor: 'transfer.not_receiver',
    then: ({ transfer, responsibleId }, _, __, now) => ({
      transfer: transfer && { ...transfer, receivedAt: now.toISOString() },
      responsibleId: transfer?.kind === 'handling' ? transfer.unitId : responsibleId,
    }),
  },
  ReturnTransfer: {
    verb: 'receive-transfer',
    from: kept,
    unless: ({ transfer }) =>
      transfer === null ? 'transfer.none' : transfer.receivedAt === null ? undefined : 'transfer.received',
    isFor: isReceiver,
    notFor: 'transfer.not_receiver',
    then: () => ({ transfer: null }),
  },
  ReportOutcome: {
    verb: 'receive-transfer',
    from: kept,
    unless: (hazard) =>
      noTransfer(hazard) ?? (hazard.transfer?.receivedAt === null ? 'transfer.not_received' : undefined),
    isFor: isReceiver,
    notFor: 'transfer.not_receiver',
    then: () => ({ transfer: null }),
  },
  ReferRefusal: {
    verb: 'refer',
    from: unrectified,
    unless: ({ transfer, responsibleId }, { unitId }) => {
      if (transfer?.kind === 'enforcement') return 'refusal.referred'
      return responsibleId === unitId ? 'transfer.same' : undefined
    },
    // Who refuses does not report himself, and nobody else of his unit does.
    isFor: (hazard, by) => isWatcher(hazard, by) && hazard.responsibleId !== by.unitId,
    then: (_, { unitId, reason }, by, now) => ({
      refusedAt: now,
      transfer: { kind: 'enforcement', unitId, reason, byId: by.id, receivedAt: null },
    }),
  },
  NameLead: {
    verb: 'name-lead',
    from: open,
    isFor: isAnybody,
    then: (_, { leadId, assistingIds }) => ({
      leadId,
      assistingIds: [...new Set(assistingIds)].filter((id) => id !== leadId),
    }),
  },
  SetMeasures: {
    verb: 'rectify',
    from: ['to-confirm', ...unrectified],
    isFor: isConcerned,
    then: (_, { measures, nextCheckOn }) => ({ measures, nextCheckOn }),
  },
  CheckMeasures: {
    verb: 'check-measures',
    from: ['to-confirm', ...unrectified],
    unless: ({ measures }) => (measures === null ? 'measures.none' : undefined),
    isFor: (hazard, by) => isConcerned(hazard, by) || isWatcher(hazard, by),
    then: (_, { nextCheckOn }) => ({ nextCheckOn }),
  },
  Explain: {
    verb: 'explain',
    // Also of what is closed: why it came about is asked then most of all (一案三查).
    from: kept,
    isFor: (hazard, by) => isConcerned(hazard, by) || isWatcher(hazard, by),
    then: ({ cause, advice }, command) => ({
      cause: command.cause ?? cause,
      advice: command.advice ?? advice,
    }),
  },
  Rate: {
    verb: 'rate',
    from: open,
    // Not the rectifier alone: it would say of its own hazard that it can wait.
    isFor: isWatcher,
    then: ({ difficulty, consequence }, command) => ({
      difficulty: command.difficulty ?? difficulty,
      consequence: command.consequence ?? consequence,
    }),
  },
}
