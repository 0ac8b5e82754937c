import type { Action, ActivityCounts } from '../../domain/submissions/activities.ts'
import type { HazardLifeSaid } from './commands/hazard-life.ts'
import type { LadderSaid } from './commands/ladder.ts'
import type { PlaceSaid } from './commands/places/said.ts'
import type { ContactRole } from '../../domain/people/contacts.ts'

/** What people may name: loaded from the directory of the region. Ids are opaque strings. */
export type Lexicon = Readonly<{
  units: readonly Readonly<{ id: string; name: string; aliases: readonly string[]; kind: string }>[]
  communities: readonly Readonly<{ id: string; name: string; aliases: readonly string[] }>[]
  /** Upper-case letters before the dash of a hazard's code; the first one completes bare numbers ("12号"). */
  codePrefixes: readonly string[]
  /** Names of what is handed in otherwise than by numbers: 排查工作方案, 召开动员会. */
  tasks?: readonly string[]
  /** Names of the targets: 达标率. */
  targets?: readonly string[]
}>

export const categories = [
  'fire-lane',
  'evacuation',
  'facilities',
  'e-bike',
  'electrical',
  'building',
  'management',
  'gas-hazmat',
  'other',
] as const
export type Category = (typeof categories)[number]

export const countKeys = [
  'inspected',
  'found',
  'rectified',
  'outstanding',
  'people',
  'vehicles',
  'notices',
  'fines',
  'drills',
  'trained',
] as const
export type CountKey = (typeof countKeys)[number]
export type Counts = Readonly<Partial<Record<CountKey, number>>>

/** A hazard as far as the words give it. `due` is `YYYY-MM-DD` or `YYYY-MM-DDTHH:mm`, Shanghai time. */
export type SaidHazard = Readonly<{
  /** Where inside the community, or the whole place when `community` is absent, as written. */
  place?: string
  /** Id from the lexicon, or the name as written when it is not listed. */
  community?: string
  category: Category
  /** Unit id from the lexicon. */
  responsible?: string
  due?: string
  fixedOnSpot?: boolean
  severity?: 'major' | 'general'
  /** The clause of the message this hazard was read from, trimmed. */
  description: string
}>

export type Period = 'week' | 'half-month' | 'month' | 'stage' | 'day'
export type QuerySubject =
  | 'overview'
  | 'overdue'
  | 'unreported'
  | 'hazard'
  | 'unit'
  | 'community'
  | 'mine'
  | 'ranking'
  | 'trend'
  | 'due-soon'

/** Somebody as named: by his name, and by the phone number where it was said. */
export type SaidPerson = Readonly<{ name: string; phone?: string }>

export type SaidContact = SaidPerson & Readonly<{ role: ContactRole }>

/** What a message means. A slot that the words do not give is absent. Codes are normalised: `YC-0012`. */
export type Understanding =
  | Readonly<{ intent: 'register-hazard'; hazards: readonly SaidHazard[] }>
  | Readonly<{
      intent: 'report-progress'
      period?: Period
      counts?: Counts
      /** Numbers said to be cumulative (累计), when both kinds are given. */
      cumulative?: Counts
      zero?: true
      correction?: true
      /** 就这样报: take the numbers that the bot offered. */
      asOffered?: true
      /** Difficulties, plans and other words worth keeping. */
      note?: string
    }>
  | Readonly<{
      intent: 'confirm-rectified'
      codes?: readonly string[]
      place?: string
      community?: string
      note?: string
    }>
  | Readonly<{
      intent: 'reinspect'
      codes?: readonly string[]
      community?: string
      result: 'pass' | 'fail'
      reason?: string
    }>
  | Readonly<{ intent: 'request-extension'; codes?: readonly string[]; community?: string; due?: string }>
  | Readonly<{ intent: 'transfer'; codes?: readonly string[]; to: string }>
  | Readonly<{ intent: 'list-for-supervision'; codes?: readonly string[] }>
  | Readonly<{
      intent: 'query'
      subject: QuerySubject
      unit?: string
      community?: string
      category?: Category
      period?: Period
      codes?: readonly string[]
    }>
  | Readonly<{
      intent: 'export'
      document: 'ledger' | 'summary' | 'circular'
      period?: Period
      unit?: string
    }>
  /** 两个清单 · 导出城关镇的三个清单. */
  | Readonly<{ intent: 'export-lists'; lists: 2 | 3; unit?: string }>
  /** 无意见, 意见：…, 对《方案》无意见; `title` is what stands in the book-title marks. */
  | Readonly<{ intent: 'feedback'; none?: true; opinion?: string; title?: string }>
  | Readonly<{ intent: 'acknowledge'; codes?: readonly string[] }>
  | Readonly<{ intent: 'help' }>
  | Readonly<{ intent: 'none' }>
  /** Fire in progress: 119 comes first. */
  | Readonly<{ intent: 'fire'; community?: string; place?: string }>
  /** Joining: 认领 CODE · 绑定本群 [campaign] · 我是 NAME PHONE · 同意/拒绝 NUMBER. */
  | Readonly<{ intent: 'claim'; code: string }>
  | Readonly<{ intent: 'bind-group'; campaign?: string }>
  | Readonly<{ intent: 'bind-person'; name: string; phone?: string }>
  | Readonly<{ intent: 'decide-binding'; number: number; approve: boolean }>
  | Readonly<{ intent: 'choose-campaign'; campaign: string }>
  /** 12号 期限改为5月20日 · 12号 责任单位改为 恒泰物业 · 12号 类别改为 电动自行车 · 12号 地点改为 … */
  | Readonly<{
      intent: 'amend-hazard'
      codes: readonly string[]
      due?: string
      responsible?: string
      /** The unit as written, when the lexicon does not know it. */
      unknownUnit?: string
      category?: Category
      place?: string
      /** What is wrong there, in other words. */
      description?: string
    }>
  /** 撤销 · 刚才那条不算: what the speaker did last. */
  | Readonly<{ intent: 'take-back' }>
  /** 12号作废 · 12号是误报. */
  | Readonly<{ intent: 'void-hazard'; codes: readonly string[]; reason?: string }>
  /** 12号不是我们的. */
  | Readonly<{ intent: 'decline-hazard'; codes: readonly string[]; reason?: string }>
  /** 12号属实, 同意12号延期, 收到移交12号, 12号拒不整改, 确认12号为重大 …: the life of a registered hazard. */
  | Readonly<{ intent: 'hazard-life'; said: HazardLifeSaid }>
  /** 谁都没管的隐患. */
  | Readonly<{ intent: 'unowned-hazards' }>
  /** 整改路线图: what is open by its batch, of one unit or of all. */
  | Readonly<{ intent: 'roadmap'; unit?: string }>
  /** 督办情况, 发通报, 缓3天, 收回, 说明…, 约谈…: the ladder of overdue matters. */
  | Readonly<{ intent: 'ladder'; said: LadderSaid }>
  /** 补催: 再催一次; 催一下城关镇. */
  | Readonly<{ intent: 'remind-missing'; unit?: string }>
  /** 减负账本: who was disturbed how often. */
  | Readonly<{ intent: 'message-account'; month: 'this' | 'last' }>
  /** 交 排查方案 · 动员会已开 · 工作总结：……; `task` is the name as said. */
  | Readonly<{ intent: 'deliver'; task: string; text?: string }>
  /** 附台账: the unit's rows of the group's ledger. */
  | Readonly<{ intent: 'attach-ledger' }>
  /** 谁没交方案 · 方案交了几家 · 城关镇的方案 · 任务清单 (without a task). */
  | Readonly<{ intent: 'task-status'; task?: string; unit?: string }>
  /** 任务：各街道 9月15日前报排查方案（文件）. `groups` are kinds of units, or `all`. `due` like that of a hazard. */
  | Readonly<{
      intent: 'draft-task'
      units: readonly string[]
      groups: readonly string[]
      due?: string
      name?: string
      deliverable: 'counts' | 'text' | 'file' | 'photo' | 'done' | 'contacts'
    }>
  | Readonly<{ intent: 'confirm-task' }>
  | Readonly<{ intent: 'drop-task' }>
  | Readonly<{ intent: 'withdraw-task'; task: string }>
  /** 达标率 85% · 消防物联网 已建成 (1; 0 when it is said not to be). */
  | Readonly<{ intent: 'report-target'; target: string; value: number }>
  | Readonly<{ intent: 'target-status'; target?: string; unit?: string }>
  /** 信息报送 案例：…… */
  /** 敲门行动 320户: what a unit did, in numbers that add up. */
  | Readonly<{ intent: 'record-activity'; action: Action; counts: ActivityCounts }>
  | Readonly<{ intent: 'activity-status'; action?: Action; unit?: string }>
  | Readonly<{ intent: 'share-information'; kind: 'practice' | 'case' | 'news' | 'inspection'; text: string }>
  /** 专题报告 12号、15号 …… */
  | Readonly<{ intent: 'special-report'; codes: readonly string[]; text: string }>
  /** 信息报送统计 (without kinds) · 好做法有哪些. */
  | Readonly<{
      intent: 'information-status'
      kinds?: readonly ('practice' | 'case' | 'news' | 'special-report' | 'inspection')[]
    }>
  /** 请假到3月5日，由李某代办; `who` is somebody else than the speaker. Days as `YYYY-MM-DD`. */
  | Readonly<{ intent: 'leave'; from: string; until: string; who?: string; standIn?: SaidPerson }>
  /** 销假 · 我回来了. */
  | Readonly<{ intent: 'leave-end'; who?: string }>
  /** 谁请假了. */
  | Readonly<{ intent: 'leave-query' }>
  /** 分管领导 李某 13800000001，联络员 王某 13800000002 · 住建局联系人. */
  | Readonly<{ intent: 'contacts-set'; contacts: readonly SaidContact[]; unit?: string; adding?: true }>
  | Readonly<{
      intent: 'contacts-query'
      what: 'all' | 'task-force' | 'leading-group' | 'changes'
      unit?: string
    }>
  /** 联络员换成李某 13800000009. */
  | Readonly<{ intent: 'hand-over'; to: SaidPerson; unit?: string; old?: string }>
  /** 值守 1月1日 王某 13800000003, one line or several; days as `YYYY-MM-DD`. */
  | Readonly<{
      intent: 'roster-set'
      entries: readonly (SaidPerson & Readonly<{ from: string; until: string }>)[]
      unit?: string
    }>
  /** 已到岗 · 王某已到岗. */
  | Readonly<{ intent: 'on-post'; who?: string }>
  /** 值守情况. */
  | Readonly<{ intent: 'roster-query'; unit?: string }>
  /** 例会已开，纪要：…; `name` is as said, e.g. 工作例会. */
  | Readonly<{ intent: 'meeting-held'; name: string; minutes?: string }>
  | Readonly<{ intent: 'meetings-query' }>
  /** 周报谁负责 · 第3项谁负责. */
  | Readonly<{ intent: 'who-answers'; task?: string; nth?: number }>

  /** 征求意见 《方案》 9月10日11:30前 各街道、住建局; `round`: 第二轮征求意见 9月20日11:30前. */
  | Readonly<{
      intent: 'consult'
      title?: string
      due?: string
      round?: true
      units: readonly string[]
      /** 各街道: every taking-part unit of these kinds; 各单位: `everybody`. */
      kinds: readonly string[]
      everybody?: true
      /** Names that the lexicon does not know, as written. */
      unknown: readonly string[]
      signOff?: boolean
    }>
  /** 意见反馈情况 · 谁没反馈 · 意见汇总. */
  | Readonly<{ intent: 'ask-opinions'; about: 'tally' | 'summary'; title?: string }>
  /** 住建局的反馈单 (without a unit: one's own). */
  | Readonly<{ intent: 'opinion-form'; unit?: string; title?: string }>
  /** 发出征求意见 2 and the other buttons of a consultation; `form`: 这是反馈单; `fill`: 填意见. */
  | Readonly<{ intent: 'consultation-step'; step: ConsultationStep; number?: number }>
  /** 经李局长签字. */
  | Readonly<{ intent: 'sign-opinion'; leader: string }>
  /** 采纳 3号意见 · 不采纳 住建局的意见：理由. */
  | Readonly<{
      intent: 'decide-opinion'
      outcome: 'adopted' | 'partly' | 'declined'
      numbers: readonly number[]
      unit?: string
      unknownUnit?: string
      reason?: string
    }>
  /** 台账校验. */
  | Readonly<{ intent: 'verify-ledger' }>
  /** 12号证据包. */
  | Readonly<{ intent: 'evidence-pack'; code: string }>
  /** 未来两周会发什么. */
  | Readonly<{ intent: 'preview'; span: PreviewSpan }>
  /** 阳光花园的档案 · 阳光花园 楼长 3号楼 李某 · 检查阳光花园 · 举报：…: files, plans, checks, complaints. */
  | Readonly<{ intent: 'community'; said: PlaceSaid }>
  /** 现在是哪个阶段 · 阶段进展. */
  | Readonly<{ intent: 'stage' }>

export type ConsultationStep = 'send' | 'cancel' | 'fill' | 'again' | 'close' | 'form' | 'words' | 'no-words'

/** How far ahead 「…会发什么」 looks. */
export type PreviewSpan = 'week' | 'fortnight' | 'month' | 'next-month'

export type Speaking = Readonly<{ unit?: string; role?: string }>

/** Reads one message. Pure: the same words, lexicon, sender and clock always give the same answer. */
export type Understand = (
  text: string,
  given: Readonly<{ lexicon: Lexicon; now: Date; from?: Speaking }>,
) => Understanding
