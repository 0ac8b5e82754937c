import type { Rules } from './commands.ts'
import { fiveNames, lackingOf, type HazardStatus, type MajorStage } from './hazard.ts'
import { isAnybody, isConcerned, isOfBrigade, isOfBrigadeOrOffice, isWatcher } from './sides.ts'

const open: readonly HazardStatus[] = ['to-confirm', 'to-rectify', 'rectifying', 'to-reinspect']

const isListed = (stage: MajorStage | null): boolean => stage === 'listed' || stage === 'accepting'

/** 疑似重大 → 大队确认 → 提请 → 挂牌督办 → 待验收 → 销案摘牌: each step by whoever is entitled to it, none skipped. */
export const majorTrack: Rules<
  | 'SuspectMajor'
  | 'ConfirmMajor'
  | 'RefuteMajor'
  | 'ProposeListing'
  | 'List'
  | 'FillFive'
  | 'AskAcceptance'
  | 'CloseCase'
> = {
  SuspectMajor: {
    verb: 'suspect-major',
    from: open,
    unless: ({ majorStage }) => (majorStage === null ? undefined : 'major.already'),
    isFor: isAnybody,
    then: () => ({ majorStage: 'suspected', grade: 'major' }),
  },
  ConfirmMajor: {
    verb: 'confirm-major',
    from: open,
    unless: ({ majorStage }) =>
      majorStage === null || majorStage === 'suspected' ? undefined : 'major.confirmed',
    isFor: isOfBrigade,
    notFor: 'major.brigade_only',
    then: () => ({ majorStage: 'confirmed', grade: 'major' }),
  },
  RefuteMajor: {
    verb: 'confirm-major',
    from: open,
    unless: ({ majorStage }) =>
      majorStage === 'suspected' || majorStage === 'confirmed' ? undefined : 'major.not_suspected',
    isFor: isOfBrigade,
    notFor: 'major.brigade_only',
    then: () => ({ majorStage: null, grade: 'general' }),
  },
  ProposeListing: {
    verb: 'propose-listing',
    from: open,
    unless: ({ majorStage }) => {
      if (majorStage === 'confirmed') return undefined
      return majorStage === null || majorStage === 'suspected' ? 'major.not_confirmed' : 'major.proposed'
    },
    isFor: isOfBrigadeOrOffice,
    notFor: 'major.brigade_only',
    then: () => ({ majorStage: 'proposed' }),
  },
  List: {
    verb: 'list-major',
    from: open,
    unless: ({ majorStage }) => {
      if (majorStage === 'proposed') return undefined
      if (isListed(majorStage)) return 'major.listed_already'
      return majorStage === 'confirmed' ? 'major.not_proposed' : 'major.not_confirmed'
    },
    isFor: isAnybody,
    then: ({ dueAt }, command) => ({
      majorStage: 'listed',
      listingNumber: command.number,
      dueAt: command.dueAt ?? dueAt,
    }),
  },
  FillFive: {
    verb: 'rectify',
    from: open,
    unless: ({ majorStage }) => (isListed(majorStage) ? undefined : 'major.not_listed'),
    isFor: (hazard, by) => isConcerned(hazard, by) || isWatcher(hazard, by),
    then: (hazard, { five }) => ({ five: { ...hazard.five, ...five } }),
  },
  AskAcceptance: {
    verb: 'rectify',
    from: ['to-rectify', 'rectifying', 'to-reinspect'],
    unless: ({ majorStage, five, status }, { photos }) => {
      if (majorStage === 'accepting') return 'major.accepting'
      if (majorStage !== 'listed') return 'major.not_listed'
      const lacking = lackingOf(five)
      if (lacking.length > 0)
        return ['major.five_missing', { missing: lacking.map((part) => fiveNames[part]).join('、') }]
      return status !== 'to-reinspect' && photos === 0 ? 'rectification.needs_evidence' : undefined
    },
    isFor: isConcerned,
    then: ({ status, rectifiedAt, rectifiedById }, _, by, now) => ({
      status: 'to-reinspect',
      majorStage: 'accepting',
      extension: null,
      ...(status === 'to-reinspect'
        ? { rectifiedAt, rectifiedById }
        : { rectifiedAt: now, rectifiedById: by.id }),
    }),
  },
  CloseCase: {
    verb: 'close-case',
    from: ['to-reinspect'],
    judges: true,
    unless: ({ majorStage }) => {
      if (majorStage === 'accepting') return undefined
      return majorStage === 'listed' ? 'major.not_accepting' : 'major.not_listed'
    },
    isFor: isOfBrigadeOrOffice,
    notFor: 'major.brigade_only',
    then: (_, __, by, now) => ({
      status: 'closed',
      majorStage: 'delisted',
      closedAt: now,
      closedById: by.id,
    }),
  },
}
