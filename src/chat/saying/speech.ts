import type { Found } from '../../domain/communities/checks.ts'
import type { Attachment } from '../../domain/submissions/deliverables.ts'
import type { Deliverable } from '../../domain/plan.ts'
import type { Role } from '../../domain/roles.ts'
import type { Hazard } from '../../store/hazards.ts'
import type { Card } from '../cards/card.ts'
import type { Making } from '../exports/making.ts'
import type { Platform } from '../inbound.ts'
import type { QuerySubject } from '../understand/types.ts'

/** A document that is sent along, seen under `name`: stored under `hash`, or made when its turn comes. */
export type Enclosure = Readonly<{ name: string }> &
  (Readonly<{ hash: string }> | Readonly<{ making: Making }>)

/** For whom a hazard's card is drawn; decides which buttons it has. */
export type HazardView = 'finder' | 'rectifier' | 'reinspector' | 'approver' | 'receiver' | 'reader'

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
  /** Documents that follow, one-to-one only. */
  files?: readonly Enclosure[]
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
  | Readonly<{
      kind: 'rectify'
      codes: readonly string[]
      note?: string
      question?: string
      /** It was 「12号申请验收」: the photo asks for the acceptance of a listed hazard. */
      acceptance?: true
    }>
  /** Photos came before the words that say what they show. `question` is the key under which these are asked for. */
  | Readonly<{ kind: 'loose-photos'; hashes: readonly string[]; question?: string }>
  /** 不合格 was said without a reason. */
  | Readonly<{ kind: 'fail-reason'; code: string }>
  /** More time was asked for, and a part is missing: until when, why, or what protects meanwhile. */
  | Readonly<{ kind: 'extension'; code: string; due?: string; reason?: string; measures?: string }>
  /** 挂牌督办 was said without the number of its document. */
  | Readonly<{ kind: 'listing-number'; code: string }>
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
  /** A report was said that several campaigns wait for: which of them, by its letters. */
  | Readonly<{ kind: 'which-report'; text: string; prefixes: readonly string[] }>
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
  /** A hazard was described without saying where; `choices` are the compounds it may be, by their ids. */
  | Readonly<{
      kind: 'hazard-place'
      text: string
      hashes: readonly string[]
      choices?: readonly string[]
    }>
  /** What somebody has just asked about: the next half sentence (谁负责) leans on it. */
  | Readonly<{
      kind: 'topic'
      subject: QuerySubject
      unit?: string
      community?: string
      code?: string
    }>
  /** A checklist is in front of somebody; what he has answered so far. A covert one is his own business. */
  | Readonly<{
      kind: 'check'
      communityId: string
      checklist: string
      found: readonly Found[]
      /** The items that were spoken of last, which the next photos may show. */
      items?: readonly number[]
      /** Photos that came before anybody said of what. */
      photos?: readonly string[]
      covert?: true
    }>
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
  /** Documents that follow it one-to-one, also when it was asked in a group, which is then told so. */
  files?: readonly Enclosure[]
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

/** The same with further lines at its end. */
export function withLines(speech: Speech, lines: readonly string[]): Speech {
  if (speech.kind === 'text') return say([speech.text, ...lines].join('\n'))
  return { ...speech, card: { ...speech.card, lines: [...speech.card.lines, ...lines] } }
}
