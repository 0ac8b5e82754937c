import type { RefusalCode } from '../refusals.ts'
import type { Verb } from '../roles.ts'
import type { Level } from './grading.ts'
import type { Five, HazardActor, HazardFacts, HazardStatus } from './hazard.ts'

/** What can be done with a hazard. */
export type HazardCommand =
  | Readonly<{ type: 'Confirm' }>
  | Readonly<{ type: 'Acknowledge' }>
  | Readonly<{ type: 'Decline' }>
  | Readonly<{ type: 'SubmitRectification'; photos: number }>
  | Readonly<{ type: 'PassReinspection' }>
  | Readonly<{ type: 'FailReinspection'; dueAt: Date; reason: string | null }>
  | Readonly<{ type: 'PassLookBack' }>
  | Readonly<{ type: 'FailLookBack'; dueAt: Date; reason: string | null }>
  | Readonly<{ type: 'Amend' }>
  | Readonly<{ type: 'Void' }>
  /** `into` is the one that stays. */
  | Readonly<{ type: 'Merge'; into: Readonly<{ id: number; code: string; status: HazardStatus }> }>
  /** `latest`: until when more time had to be asked for, where the campaign sets that. */
  | Readonly<{ type: 'AskExtension'; to: Date; reason: string; measures: string; latest: Date | null }>
  | Readonly<{ type: 'GrantExtension'; nextCheckOn: string | null }>
  | Readonly<{ type: 'RefuseExtension' }>
  | Readonly<{ type: 'HandOver'; unitId: string; reason: string | null }>
  | Readonly<{ type: 'AcceptTransfer' }>
  | Readonly<{ type: 'ReturnTransfer' }>
  | Readonly<{ type: 'ReportOutcome' }>
  /** 拒不整改; `unitId` enforces. */
  | Readonly<{ type: 'ReferRefusal'; unitId: string; reason: string | null }>
  | Readonly<{ type: 'NameLead'; leadId: string; assistingIds: readonly string[] }>
  | Readonly<{ type: 'SetMeasures'; measures: string; nextCheckOn: string | null }>
  | Readonly<{ type: 'CheckMeasures'; nextCheckOn: string | null }>
  /** What somebody has found out and advises: one of them or both. */
  | Readonly<{ type: 'Explain'; cause?: string; advice?: string }>
  /** How hard and how bad it is: one of them or both. */
  | Readonly<{ type: 'Rate'; difficulty?: Level; consequence?: Level }>
  | Readonly<{ type: 'SuspectMajor' }>
  | Readonly<{ type: 'ConfirmMajor' }>
  | Readonly<{ type: 'RefuteMajor' }>
  | Readonly<{ type: 'ProposeListing' }>
  | Readonly<{ type: 'List'; number: string; dueAt: Date | null }>
  | Readonly<{ type: 'FillFive'; five: Five }>
  | Readonly<{ type: 'AskAcceptance'; photos: number }>
  | Readonly<{ type: 'CloseCase' }>

export type CommandType = HazardCommand['type']
export type CommandOf<T extends CommandType> = Extract<HazardCommand, { type: T }>

/** The name of the fact that each command causes, for the ledger. */
export const eventOf = {
  Confirm: 'HazardConfirmed',
  Acknowledge: 'HazardAcknowledged',
  Decline: 'HazardDeclined',
  SubmitRectification: 'RectificationSubmitted',
  PassReinspection: 'ReinspectionPassed',
  FailReinspection: 'ReinspectionFailed',
  PassLookBack: 'LookBackPassed',
  FailLookBack: 'LookBackFailed',
  Amend: 'HazardAmended',
  Void: 'HazardVoided',
  Merge: 'HazardMerged',
  AskExtension: 'ExtensionAsked',
  GrantExtension: 'ExtensionGranted',
  RefuseExtension: 'ExtensionRefused',
  HandOver: 'HazardHandedOver',
  AcceptTransfer: 'TransferReceived',
  ReturnTransfer: 'TransferReturned',
  ReportOutcome: 'TransferSettled',
  ReferRefusal: 'RefusalReferred',
  NameLead: 'LeadNamed',
  SetMeasures: 'MeasuresSet',
  CheckMeasures: 'MeasuresChecked',
  Explain: 'HazardExplained',
  Rate: 'HazardRated',
  SuspectMajor: 'MajorSuspected',
  ConfirmMajor: 'MajorConfirmed',
  RefuteMajor: 'MajorRefuted',
  ProposeListing: 'ListingProposed',
  List: 'HazardListed',
  FillFive: 'FiveFilled',
  AskAcceptance: 'AcceptanceAsked',
  CloseCase: 'CaseClosed',
} as const satisfies Readonly<Record<CommandType, string>>
export type HazardEvent = (typeof eventOf)[CommandType]

/** Everything that the rules know of one command. The checks stand in the order in which they are made. */
export type Rule<T extends CommandType> = Readonly<{
  /** Who may do it at all. */
  verb: Verb
  /** In which states. */
  from: readonly HazardStatus[]
  /** It judges somebody's work, and nobody judges his own. */
  judges?: true
  /** Why the rest of the hazard's state forbids it; undefined when it does not. */
  unless?(
    hazard: HazardFacts,
    command: CommandOf<T>,
    now: Date,
  ): RefusalCode | readonly [RefusalCode, Readonly<Record<string, string>>] | undefined
  /** Whether it is for this person, by his unit. */
  isFor(hazard: HazardFacts, by: HazardActor): boolean
  /** The refusal of somebody for whom it is not; `hazard.not_yours` when left out. */
  notFor?: RefusalCode
  /** What is different afterwards. */
  then(hazard: HazardFacts, command: CommandOf<T>, by: HazardActor, now: Date): Partial<HazardFacts>
}>

export type Rules<T extends CommandType> = Readonly<{ [Type in T]: Rule<Type> }>
