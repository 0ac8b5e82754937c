import type { FieldKey } from '../../../../domain/communities/fields.ts'
import type { Party, PlanStep, Share } from '../../../../domain/communities/plan.ts'
import type { SaidResults } from '../../../../domain/communities/checks.ts'
import type { SaidHazard, SaidPerson } from '../../types.ts'

export type SaidSteward = SaidPerson & Readonly<{ building: string }>

/** What somebody says of communities' files. Communities and units are ids of the lexicon. */
export type CommunitySaid =
  | Readonly<{ act: 'file'; community: string }>
  | Readonly<{
      act: 'keep'
      community: string
      facts: readonly Readonly<{ key: FieldKey; value: string | number }>[]
      stewards: readonly SaidSteward[]
      /** The property company: a unit's id, a name that the lexicon does not know, or that there is none. */
      property?: Readonly<{ unit: string }> | Readonly<{ unknown: string }> | 'none'
    }>
  /** 阳光花园档案 户数 很多: meant for the file, but no value of that field. */
  | Readonly<{ act: 'wrong'; community: string; key: FieldKey }>
  | Readonly<{ act: 'lacking'; unit?: string }>
  | Readonly<{ act: 'coverage'; unit?: string }>
  | Readonly<{ act: 'watch-list'; unit?: string }>
  | Readonly<{ act: 'watch'; community: string; on: boolean; days?: number }>
  | Readonly<{ act: 'stewards'; community: string }>
  | Readonly<{ act: 'deposit'; community: string }>
  | Readonly<{ act: 'deposits'; unit?: string }>
  | Readonly<{ act: 'export'; unit?: string }>

/** Money as said: what a party is to bring, or what is there. */
export type SaidFunds = Readonly<Partial<Record<Party, Partial<Share>>>>

/** What somebody says of the plan of a community (一小区一策). */
export type PlanSaid =
  | Readonly<{ act: 'plan'; community: string }>
  | Readonly<{ act: 'plans'; unit?: string }>
  | Readonly<{ act: 'plan-draft'; community: string; measures: string; funds?: SaidFunds }>
  | Readonly<{ act: 'plan-funds'; community: string; funds: SaidFunds }>
  | Readonly<{ act: 'plan-step'; community: string; step: PlanStep; reason?: string }>

/** What somebody says of checks, and of drawing places for them. */
export type CheckSaid =
  | Readonly<{ act: 'check'; community: string; list?: string; covert?: true }>
  | Readonly<{ act: 'check-lists' }>
  | Readonly<{ act: 'check-results'; results: SaidResults }>
  | Readonly<{ act: 'check-stop' }>
  | Readonly<{ act: 'release-covert'; community?: string }>
  | Readonly<{ act: 'own-covert' }>
  | Readonly<{ act: 'draw'; count: number; seed?: string; unit?: string; closed?: true }>
  | Readonly<{ act: 'draws' }>
  | Readonly<{ act: 'draw-show'; number: number }>

/** What somebody says of complaints that he took from residents. */
export type ComplaintSaid =
  | Readonly<{ act: 'complaint'; hazards: readonly SaidHazard[]; name?: string; phone?: string }>
  | Readonly<{ act: 'complaints' }>
  | Readonly<{ act: 'reporter'; code: string }>
  | Readonly<{ act: 'reporter-answered'; code: string }>

/** Everything that is said of places: their files, plans, checks, and complaints about them. */
export type PlaceSaid = CommunitySaid | PlanSaid | CheckSaid | ComplaintSaid
