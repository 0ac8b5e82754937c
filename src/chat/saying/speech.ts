import type { Attachment } from '../../domain/submissions/deliverables.ts'
import type { Deliverable } from '../../domain/plan.ts'
import type { Role } from '../../domain/roles.ts'
import type { Hazard } from '../../store/hazards.ts'
import type { Card } from '../cards/card.ts'
import type { Platform } from '../inbound.ts'

/** For whom a hazard's card is drawn; decides which buttons it has. */
export type HazardView = 'finder' | 'rectifier' | 'reinspector' | 'reader'

/** Something said: plain text, or a card, which may be about a hazard and is then redrawn when the hazard changes. */
export type Speech =
  | Readonly<{ kind: 'text'; text: string }>
  | Readonly<{ kind: 'card'; card: Card; about?: Readonly<{ hazardId: number; view: HazardView }> }>

/**
 * Whom a notice is for. A unit's notice goes to its people one-to-one; `roles` narrows them. What is for somebody on
 * leave goes to his stand-in, unless it is meant for him `personally`.
 */
export type Recipient =
  | Readonly<{ unitId: string; roles?: readonly Role[] }>
  | Readonly<{ personId: string; personally?: true }>
  | Readonly<{ regionRole: Role }>
  | Readonly<{ account: Readonly<{ platform: Platform; userId: string }> }>
  | Readonly<{ group: Readonly<{ platform: Platform; id: string }> }>

/**
 * Something to tell somebody else than the speaker. `key` keeps it from being said twice for the same cause; its first
 * word, up to the colon, names the kind of message in the account of who was disturbed how often.
 */
export type Notice = Readonly<{
  to: Recipient
  speech: Speech
  pictures?: readonly string[]
  key: string
  /**
   * Absent: ordinary; ordinary ones of one moment become one message, and what is beyond a person's budget waits for
   * the next digest. `timely`: ordinary, but never held back by a budget (a last call, a list that somebody waits
   * for). `urgent`: a message of its own, at any hour, as DING where the campaign says so.
   */
  urgency?: 'timely' | 'urgent'
  /** The deadline that it is about: the most pressing comes first in a digest and keeps its buttons. */
  due?: Date
  /** It is said again later anyway: left out when the organisation's messages of the month are used up. */
  repeats?: true
  /**
   * What it is about. While it is held back, a newer notice on the same subject to the same receiver takes its place.
   */
  subject?: string
  /** The reports that it asks for: while it is held back, those that come in are asked for no more. */
  asksFor?: readonly OwedReport[]
  /** Units whose people are notified by @; in groups only. */
  mentionUnits?: readonly string[]
}>

/** One report that one unit owes. */
export type OwedReport = Readonly<{ campaignId: string; duty: string; period: string; unitId: string }>

/** What the bot waits for from one person in one conversation. */
export type DialogState =
  /** The next photos belong to these hazards; `burst` gathers quickly following ones into one reply. */
  | Readonly<{
      kind: 'photos'
      codes: readonly string[]
      step: 'before' | 'after'
      burst?: Readonly<{ key: string; count: number; at: string }>
    }>
  /** 「12号已改」 was said without a photo. `question` is the key under which it is asked for. */
  | Readonly<{ kind: 'rectify'; codes: readonly string[]; note?: string; question?: string }>
  /** Photos came before the words that say what they show. `question` is the key under which these are asked for. */
  | Readonly<{ kind: 'loose-photos'; hashes: readonly string[]; question?: string }>
  /** 不合格 was said without a reason. */
  | Readonly<{ kind: 'fail-reason'; code: string }>
  /** A report whose numbers are doubted, or one that was offered ready filled. */
  | Readonly<{
      kind: 'report'
      campaignId: string
      duty: string
      period: string
      counts: Record<string, number>
      cumulative: Record<string, number>
      zero: boolean
      note?: string
    }>
  /** Somebody takes leave and has not said who stands in. */
  | Readonly<{ kind: 'leave'; from: string; until: string; who?: string }>
  /** A task was named whose document or photo is still to come; `text` is what was said with it. */
  | Readonly<{
      kind: 'deliver'
      campaignId: string
      duty: string
      period: string
      text?: string
      question?: string
    }>
  /** Something was just handed in; what follows quickly belongs to it and gets one answer. */
  | Readonly<{
      kind: 'delivered'
      campaignId: string
      duty: string
      period: string
      burst: Readonly<{ key: string; at: string }>
    }>
  /** Documents came before it was clear for which task. */
  | Readonly<{ kind: 'loose-files'; attachments: readonly Attachment[] }>
  /** The office has drafted a task that waits for its 发任务. */
  | Readonly<{ kind: 'task-draft'; campaignId: string; draft: TaskDraft }>
  /** A hazard was described without saying where. */
  | Readonly<{ kind: 'hazard-place'; text: string; hashes: readonly string[] }>
  /** A draft on which units will be asked: the next pictures and words belong to it. */
  | Readonly<{ kind: 'consultation-draft'; number: number }>
  /** The unit's next words are its opinion, its next pictures the stamped form. */
  | Readonly<{ kind: 'consultation'; number: number; replied: boolean }>
  /** Words that may be an opinion, until it is said whether they are, or on what. */
  | Readonly<{ kind: 'consultation-words'; text: string }>

/** A one-off task as the office has said it. `due` is `YYYY-MM-DD`. */
export type TaskDraft = Readonly<{
  name: string
  unitIds: readonly string[]
  due: string
  time: string
  deliverable: Deliverable
}>

/** What comes of one event, beside the rows already written. */
export type Answer = Readonly<{
  reply?: Speech
  /** Nobody is @-mentioned: the first words must be the first thing that is read. */
  unaddressed?: true
  /** Pictures that follow the reply. */
  pictures?: readonly string[]
  tell?: readonly Notice[]
  /** Absent: leave what the bot waits for as it is; null: forget it. */
  dialog?: DialogState | null
  /** Hazards whose cards are to be redrawn for everyone. */
  redraw?: readonly Hazard[]
  /** Hold the reply back for what may still follow, and merge it with the one of that key, if that has not left yet. */
  gather?: Readonly<{ key: string; waitMs: number }>
  /** A reply held back that has become pointless: it is not said any more, unless it has left. */
  withdraw?: string
  /** In whose region to look for the people to tell, when the speaker himself belongs to none. */
  regionId?: string
}>

/** Plain text as speech. */
export function say(text: string): Speech {
  return { kind: 'text', text }
}
