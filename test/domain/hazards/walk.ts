import type { CommandType, HazardCommand } from '../../../src/domain/hazards/commands.ts'
import { unlived, type HazardActor, type HazardFacts } from '../../../src/domain/hazards/hazard.ts'
import type { Role } from '../../../src/domain/roles.ts'

// Everybody, every state and every command of a hazard, for the table and for the laws.

export const now = new Date('2026-11-25T10:00:00+08:00')
export const dueAt = new Date('2026-11-27T18:00:00+08:00')
export const later = new Date('2026-12-20T18:00:00+08:00')

/** A hazard found by Zhao of 东桥社区 in 城关镇, which 安居物业 must rectify and 住建局 leads. */
export function hazard(facts: Partial<HazardFacts> = {}): HazardFacts {
  return {
    ...unlived,
    code: 'YC-0012',
    status: 'to-rectify',
    grade: 'general',
    majorStage: null,
    dueAt,
    foundById: 'zhao',
    foundUnitId: 'dongqiao',
    localityId: 'chengguan',
    responsibleId: 'anju',
    leadId: 'zhujian',
    rectifiedAt: null,
    rectifiedById: null,
    closedAt: null,
    closedById: null,
    ...facts,
  }
}

export function person(id: string, unitId: string, ...held: readonly Role[]): HazardActor {
  return { id, unitId, roles: held, ofBrigade: unitId === 'xiaofang' }
}

export const people = {
  property: person('li', 'anju', 'property'),
  otherProperty: person('wu', 'jinxiu', 'property'),
  town: person('liu', 'chengguan', 'liaison'),
  otherTown: person('gao', 'qingshi', 'liaison'),
  finder: person('zhao', 'dongqiao', 'grid'),
  lead: person('guo', 'zhujian', 'liaison'),
  receiver: person('tang', 'gongan', 'liaison'),
  reinspector: person('chen', 'xiaofang', 'reinspector'),
  otherReinspector: person('song', 'zhujian', 'reinspector'),
  office: person('zhang', 'xiaoanwei', 'office'),
  supervisor: person('he', 'zhengfu', 'supervisor'),
  leader: person('wang', 'zhengfu', 'leader'),
  admin: person('it', 'zhengfu', 'admin'),
} as const
export type Who = keyof typeof people
export const everybody = Object.keys(people) as Who[]

const rectified = { rectifiedAt: now, rectifiedById: 'li' } as const
const closed = { ...rectified, status: 'closed', closedAt: now, closedById: 'chen' } as const
const five = { duty: '安居物业', measures: '清理', funds: '3万', limit: '12月20日', plan: '有' } as const
const handed = { kind: 'handling', unitId: 'gongan', reason: null, byId: 'zhang', receivedAt: null } as const

/** The states that make a difference, by what people would call them. */
export const states = {
  待确认: hazard({ status: 'to-confirm' }),
  待整改: hazard(),
  整改中: hazard({ status: 'rectifying' }),
  待复查: hazard({ status: 'to-reinspect', ...rectified }),
  已销号: hazard(closed),
  已作废: hazard({ status: 'void' }),
  延期待批: hazard({
    status: 'rectifying',
    extension: { to: later.toISOString(), reason: '等配件', measures: '加灭火器', byId: 'li' },
  }),
  移交未收: hazard({ transfer: handed }),
  移交已收: hazard({ transfer: { ...handed, receivedAt: now.toISOString() } }),
  有临时措施: hazard({ measures: '专人看守', nextCheckOn: '2026-11-25' }),
  疑似重大: hazard({ majorStage: 'suspected', grade: 'major' }),
  已确认重大: hazard({ majorStage: 'confirmed', grade: 'major' }),
  已提请: hazard({ majorStage: 'proposed', grade: 'major' }),
  挂牌未落实: hazard({ majorStage: 'listed', grade: 'major', status: 'rectifying' }),
  挂牌已落实: hazard({ majorStage: 'listed', grade: 'major', status: 'rectifying', five }),
  挂牌已改: hazard({ majorStage: 'listed', grade: 'major', status: 'to-reinspect', five, ...rectified }),
  待验收: hazard({ majorStage: 'accepting', grade: 'major', status: 'to-reinspect', five, ...rectified }),
  已销案: hazard({ ...closed, majorStage: 'delisted', grade: 'major', five }),
} as const satisfies Readonly<Record<string, HazardFacts>>
export type StateName = keyof typeof states
export const stateNames = Object.keys(states) as StateName[]

/** One command of each type, complete, so that only person and state decide. */
export const commands: Readonly<{ [Type in CommandType]: Extract<HazardCommand, { type: Type }> }> = {
  Confirm: { type: 'Confirm' },
  Acknowledge: { type: 'Acknowledge' },
  Decline: { type: 'Decline' },
  SubmitRectification: { type: 'SubmitRectification', photos: 1 },
  PassReinspection: { type: 'PassReinspection' },
  FailReinspection: { type: 'FailReinspection', dueAt: later, reason: '又堆上了' },
  PassLookBack: { type: 'PassLookBack' },
  FailLookBack: { type: 'FailLookBack', dueAt: later, reason: '又堆上了' },
  Amend: { type: 'Amend' },
  Void: { type: 'Void' },
  Merge: { type: 'Merge', into: { id: 9, code: 'YC-0009', status: 'to-rectify' } },
  AskExtension: { type: 'AskExtension', to: later, reason: '等配件', measures: '加灭火器', latest: null },
  GrantExtension: { type: 'GrantExtension', nextCheckOn: '2026-12-02' },
  RefuseExtension: { type: 'RefuseExtension' },
  HandOver: { type: 'HandOver', unitId: 'gongdian', reason: null },
  AcceptTransfer: { type: 'AcceptTransfer' },
  ReturnTransfer: { type: 'ReturnTransfer' },
  ReportOutcome: { type: 'ReportOutcome' },
  ReferRefusal: { type: 'ReferRefusal', unitId: 'xiaofang', reason: null },
  NameLead: { type: 'NameLead', leadId: 'zhujian', assistingIds: ['gongdian'] },
  SetMeasures: { type: 'SetMeasures', measures: '专人看守', nextCheckOn: '2026-12-02' },
  CheckMeasures: { type: 'CheckMeasures', nextCheckOn: '2026-12-02' },
  Explain: { type: 'Explain', cause: '电线老化' },
  Rate: { type: 'Rate', difficulty: 'high', consequence: 'high' },
  SuspectMajor: { type: 'SuspectMajor' },
  ConfirmMajor: { type: 'ConfirmMajor' },
  RefuteMajor: { type: 'RefuteMajor' },
  ProposeListing: { type: 'ProposeListing' },
  List: { type: 'List', number: '云政督〔2026〕3号', dueAt: null },
  FillFive: { type: 'FillFive', five: { funds: '3万' } },
  AskAcceptance: { type: 'AskAcceptance', photos: 1 },
  CloseCase: { type: 'CloseCase' },
}
export const commandTypes = Object.keys(commands) as CommandType[]
