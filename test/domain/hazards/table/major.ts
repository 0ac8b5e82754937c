import type { Row } from './row.ts'

/** The track of what is major. */
export const major = {
  SuspectMajor: {
    by: 'property otherProperty town otherTown finder lead receiver reinspector otherReinspector office supervisor',
    notFor: '',
    cells: {
      'to-confirm/suspected': '待确认',
      'to-rectify/suspected': '待整改 移交未收 移交已收 有临时措施',
      'rectifying/suspected': '整改中 延期待批',
      'to-reinspect/suspected': '待复查',
      'hazard.already_closed': '已销号 已销案',
      'hazard.void': '已作废',
      'major.already': '疑似重大 已确认重大 已提请 挂牌未落实 挂牌已落实 挂牌已改 待验收',
    },
  },
  ConfirmMajor: {
    by: 'reinspector',
    notFor: 'otherReinspector',
    cells: {
      'to-confirm/confirmed': '待确认',
      'to-rectify/confirmed': '待整改 移交未收 移交已收 有临时措施 疑似重大',
      'rectifying/confirmed': '整改中 延期待批',
      'to-reinspect/confirmed': '待复查',
      'hazard.already_closed': '已销号 已销案',
      'hazard.void': '已作废',
      'major.confirmed': '已确认重大 已提请 挂牌未落实 挂牌已落实 挂牌已改 待验收',
    },
  },
  RefuteMajor: {
    by: 'reinspector',
    notFor: 'otherReinspector',
    cells: {
      'major.not_suspected':
        '待确认 待整改 整改中 待复查 延期待批 移交未收 移交已收 有临时措施 已提请 挂牌未落实 挂牌已落实 挂牌已改 待验收',
      'hazard.already_closed': '已销号 已销案',
      'hazard.void': '已作废',
      'to-rectify': '疑似重大 已确认重大',
    },
  },
  ProposeListing: {
    by: 'reinspector office',
    notFor: 'otherReinspector',
    cells: {
      'major.not_confirmed': '待确认 待整改 整改中 待复查 延期待批 移交未收 移交已收 有临时措施 疑似重大',
      'hazard.already_closed': '已销号 已销案',
      'hazard.void': '已作废',
      'to-rectify/proposed': '已确认重大',
      'major.proposed': '已提请 挂牌未落实 挂牌已落实 挂牌已改 待验收',
    },
  },
  List: {
    by: 'office',
    notFor: '',
    cells: {
      'major.not_confirmed': '待确认 待整改 整改中 待复查 延期待批 移交未收 移交已收 有临时措施 疑似重大',
      'hazard.already_closed': '已销号 已销案',
      'hazard.void': '已作废',
      'major.not_proposed': '已确认重大',
      'to-rectify/listed': '已提请',
      'major.listed_already': '挂牌未落实 挂牌已落实 挂牌已改 待验收',
    },
  },
  FillFive: {
    by: 'property town finder lead office',
    notFor: 'otherProperty otherTown receiver',
    cells: {
      'major.not_listed':
        '待确认 待整改 整改中 待复查 延期待批 移交未收 移交已收 有临时措施 疑似重大 已确认重大 已提请',
      'hazard.already_closed': '已销号 已销案',
      'hazard.void': '已作废',
      'rectifying/listed': '挂牌未落实 挂牌已落实',
      'to-reinspect/listed': '挂牌已改',
      'to-reinspect/accepting': '待验收',
    },
  },
  AskAcceptance: {
    by: 'property town lead office',
    notFor: 'otherProperty otherTown finder receiver',
    cells: {
      'hazard.not_confirmed': '待确认',
      'major.not_listed':
        '待整改 整改中 待复查 延期待批 移交未收 移交已收 有临时措施 疑似重大 已确认重大 已提请',
      'hazard.already_closed': '已销号 已销案',
      'hazard.void': '已作废',
      'major.five_missing': '挂牌未落实',
      'to-reinspect/accepting': '挂牌已落实 挂牌已改',
      'major.accepting': '待验收',
    },
  },
  CloseCase: {
    by: 'reinspector office',
    notFor: 'otherReinspector',
    cells: {
      'hazard.not_confirmed': '待确认',
      'hazard.not_submitted':
        '待整改 整改中 延期待批 移交未收 移交已收 有临时措施 疑似重大 已确认重大 已提请 挂牌未落实 挂牌已落实',
      'major.not_listed': '待复查',
      'hazard.already_closed': '已销号 已销案',
      'hazard.void': '已作废',
      'major.not_accepting': '挂牌已改',
      'closed/delisted': '待验收',
    },
  },
} as const satisfies Readonly<Record<string, Row>>
