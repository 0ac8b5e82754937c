import type { Row } from './row.ts'

/** From the finding to the closing, and what is changed, taken back or merged on the way. */
export const life = {
  Confirm: {
    by: 'town finder reinspector otherReinspector office supervisor',
    notFor: 'otherTown lead receiver',
    cells: {
      'to-rectify': '待确认',
      'hazard.already_confirmed':
        '待整改 整改中 待复查 延期待批 移交未收 移交已收 有临时措施 疑似重大 已确认重大 已提请 挂牌未落实 挂牌已落实 挂牌已改 待验收',
      'hazard.already_closed': '已销号 已销案',
      'hazard.void': '已作废',
    },
  },
  Acknowledge: {
    by: 'property town office',
    notFor: 'otherProperty otherTown finder lead receiver',
    cells: {
      'hazard.not_confirmed': '待确认',
      rectifying: '待整改 整改中 延期待批 移交未收 移交已收 有临时措施',
      'hazard.already_submitted': '待复查 挂牌已改 待验收',
      'hazard.already_closed': '已销号 已销案',
      'hazard.void': '已作废',
      'rectifying/suspected': '疑似重大',
      'rectifying/confirmed': '已确认重大',
      'rectifying/proposed': '已提请',
      'rectifying/listed': '挂牌未落实 挂牌已落实',
    },
  },
  Decline: {
    by: 'property town office',
    notFor: 'otherProperty otherTown finder lead receiver',
    cells: {
      'hazard.not_confirmed': '待确认',
      'to-rectify': '待整改 移交未收 移交已收 有临时措施',
      rectifying: '整改中 延期待批',
      'hazard.already_submitted': '待复查 挂牌已改 待验收',
      'hazard.already_closed': '已销号 已销案',
      'hazard.void': '已作废',
      'to-rectify/suspected': '疑似重大',
      'to-rectify/confirmed': '已确认重大',
      'to-rectify/proposed': '已提请',
      'rectifying/listed': '挂牌未落实 挂牌已落实',
    },
  },
  SubmitRectification: {
    by: 'property town office',
    notFor: 'otherProperty otherTown finder lead receiver',
    cells: {
      'hazard.not_confirmed': '待确认',
      'to-reinspect': '待整改 整改中 延期待批 移交未收 移交已收 有临时措施',
      'hazard.already_submitted': '待复查 挂牌已改 待验收',
      'hazard.already_closed': '已销号 已销案',
      'hazard.void': '已作废',
      'to-reinspect/suspected': '疑似重大',
      'to-reinspect/confirmed': '已确认重大',
      'to-reinspect/proposed': '已提请',
      'to-reinspect/listed': '挂牌未落实 挂牌已落实',
    },
  },
  PassReinspection: {
    by: 'town reinspector otherReinspector office supervisor',
    notFor: 'otherTown lead receiver',
    cells: {
      'hazard.not_confirmed': '待确认',
      'hazard.not_submitted':
        '待整改 整改中 延期待批 移交未收 移交已收 有临时措施 疑似重大 已确认重大 已提请 挂牌未落实 挂牌已落实',
      closed: '待复查',
      'hazard.already_closed': '已销号 已销案',
      'hazard.void': '已作废',
      'major.listed': '挂牌已改 待验收',
    },
  },
  FailReinspection: {
    by: 'town reinspector otherReinspector office supervisor',
    notFor: 'otherTown lead receiver',
    cells: {
      'hazard.not_confirmed': '待确认',
      'hazard.not_submitted':
        '待整改 整改中 延期待批 移交未收 移交已收 有临时措施 疑似重大 已确认重大 已提请 挂牌未落实 挂牌已落实',
      rectifying: '待复查',
      'hazard.already_closed': '已销号 已销案',
      'hazard.void': '已作废',
      'rectifying/listed': '挂牌已改 待验收',
    },
  },
  PassLookBack: {
    by: 'town reinspector otherReinspector office supervisor',
    notFor: 'otherTown lead receiver',
    cells: {
      'hazard.not_closed':
        '待确认 待整改 整改中 待复查 延期待批 移交未收 移交已收 有临时措施 疑似重大 已确认重大 已提请 挂牌未落实 挂牌已落实 挂牌已改 待验收',
      closed: '已销号',
      'hazard.void': '已作废',
      'closed/delisted': '已销案',
    },
  },
  FailLookBack: {
    by: 'town reinspector otherReinspector office supervisor',
    notFor: 'otherTown lead receiver',
    cells: {
      'hazard.not_closed':
        '待确认 待整改 整改中 待复查 延期待批 移交未收 移交已收 有临时措施 疑似重大 已确认重大 已提请 挂牌未落实 挂牌已落实 挂牌已改 待验收',
      'to-rectify': '已销号',
      'hazard.void': '已作废',
      'to-rectify/confirmed': '已销案',
    },
  },
  Amend: {
    by: 'finder office',
    notFor: 'property otherProperty town otherTown lead receiver reinspector otherReinspector supervisor',
    cells: {
      'to-confirm': '待确认',
      'to-rectify': '待整改 移交未收 移交已收 有临时措施',
      rectifying: '整改中 延期待批',
      'to-reinspect': '待复查',
      'hazard.already_closed': '已销号 已销案',
      'hazard.void': '已作废',
      'to-rectify/suspected': '疑似重大',
      'to-rectify/confirmed': '已确认重大',
      'to-rectify/proposed': '已提请',
      'rectifying/listed': '挂牌未落实 挂牌已落实',
      'to-reinspect/listed': '挂牌已改',
      'to-reinspect/accepting': '待验收',
    },
  },
  Void: {
    by: 'finder office',
    notFor: 'property otherProperty town otherTown lead receiver reinspector otherReinspector supervisor',
    cells: {
      void: '待确认 待整改 整改中 待复查 延期待批 移交未收 移交已收 有临时措施',
      'hazard.already_closed': '已销号 已销案',
      'hazard.void': '已作废',
      'void/suspected': '疑似重大',
      'major.stands': '已确认重大 已提请',
      'major.listed': '挂牌未落实 挂牌已落实 挂牌已改 待验收',
    },
  },
  Merge: {
    by: 'finder office',
    notFor: 'property otherProperty town otherTown lead receiver reinspector otherReinspector supervisor',
    cells: {
      void: '待确认 待整改 整改中 待复查 延期待批 移交未收 移交已收 有临时措施',
      'hazard.already_closed': '已销号 已销案',
      'hazard.void': '已作废',
      'void/suspected': '疑似重大',
      'major.stands': '已确认重大 已提请',
      'major.listed': '挂牌未落实 挂牌已落实 挂牌已改 待验收',
    },
  },
} as const satisfies Readonly<Record<string, Row>>
