import type { Rules } from './commands.ts'
import type { HazardFacts, HazardStatus, MajorStage } from './hazard.ts'
import { isRectifier, isRegistrar, isReinspector, isWatcher } from './sides.ts'

const unrectified: readonly HazardStatus[] = ['to-rectify', 'rectifying']
const open: readonly HazardStatus[] = ['to-confirm', ...unrectified, 'to-reinspect']

/** A hazard that the brigade has confirmed to be major is not just taken back, and a listed one even less. */
function stands(hazard: HazardFacts): 'major.listed' | 'major.stands' | undefined {
  const { majorStage } = hazard
  return majorStage === 'confirmed' || majorStage === 'proposed' ? 'major.stands' : listed(hazard)
}

/** What is listed (挂牌督办) leaves by acceptance alone: 销案 is not 销号. */
function listed({ majorStage }: HazardFacts): 'major.listed' | undefined {
  return majorStage === 'listed' || majorStage === 'accepting' ? 'major.listed' : undefined
}

/** A failed acceptance leaves it listed; a closed case that reopens is a confirmed one again. */
function fallenBack(stage: MajorStage | null): MajorStage | null {
  if (stage === 'accepting') return 'listed'
  return stage === 'delisted' ? 'confirmed' : stage
}

const undone = { rectifiedAt: null, rectifiedById: null, closedAt: null, closedById: null } as const

/** From finding to closing (销号), and what takes a registration back. */
export const mainTrack: Rules<
  | 'Confirm'
  | 'Acknowledge'
  | 'Decline'
  | 'SubmitRectification'
  | 'PassReinspection'
  | 'FailReinspection'
  | 'PassLookBack'
  | 'FailLookBack'
  | 'Amend'
  | 'Void'
  | 'Merge'
> = {
  Confirm: {
    verb: 'confirm',
    from: ['to-confirm'],
    isFor: isWatcher,
    then: () => ({ status: 'to-rectify' }),
  },
  Acknowledge: {
    verb: 'rectify',
    from: unrectified,
    isFor: isRectifier,
    then: () => ({ status: 'rectifying' }),
  },
  Decline: { verb: 'rectify', from: unrectified, isFor: isRectifier, then: () => ({}) },
  SubmitRectification: {
    verb: 'rectify',
    from: unrectified,
    isFor: isRectifier,
    unless: (_, { photos }) => (photos === 0 ? 'rectification.needs_evidence' : undefined),
    // Who has done it needs no more time.
    then: (_, __, by, now) => ({
      status: 'to-reinspect',
      rectifiedAt: now,
      rectifiedById: by.id,
      extension: null,
    }),
  },
  PassReinspection: {
    verb: 'reinspect',
    from: ['to-reinspect'],
    judges: true,
    unless: listed,
    isFor: isReinspector,
    then: (_, __, by, now) => ({ status: 'closed', closedAt: now, closedById: by.id }),
  },
  FailReinspection: {
    verb: 'reinspect',
    from: ['to-reinspect'],
    judges: true,
    isFor: isReinspector,
    then: (hazard, { dueAt, reason }) => ({
      ...undone,
      status: 'rectifying',
      dueAt,
      failCount: hazard.failCount + 1,
      failReason: reason,
      majorStage: fallenBack(hazard.majorStage),
    }),
  },
  PassLookBack: {
    verb: 'look-back',
    from: ['closed'],
    judges: true,
    isFor: isReinspector,
    then: () => ({}),
  },
  FailLookBack: {
    verb: 'look-back',
    from: ['closed'],
    judges: true,
    isFor: isReinspector,
    then: (hazard, { dueAt, reason }) => ({
      ...undone,
      status: 'to-rectify',
      dueAt,
      reboundCount: hazard.reboundCount + 1,
      failReason: reason,
      majorStage: fallenBack(hazard.majorStage),
    }),
  },
  Amend: { verb: 'amend', from: open, isFor: isRegistrar, then: () => ({}) },
  Void: {
    verb: 'void',
    from: open,
    unless: stands,
    isFor: isRegistrar,
    then: () => ({ status: 'void', extension: null, transfer: null }),
  },
  Merge: {
    verb: 'void',
    from: open,
    unless: (hazard, { into }) => {
      if (into.code === hazard.code) return 'merge.self'
      if (into.status === 'void' || into.status === 'closed')
        return ['merge.into_settled', { into: into.code }]
      return stands(hazard)
    },
    isFor: isRegistrar,
    then: (_, { into }) => ({ status: 'void', mergedIntoId: into.id, extension: null, transfer: null }),
  },
}
