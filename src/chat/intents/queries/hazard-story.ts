import { fiveNames, fiveParts } from '../../../domain/hazards/hazard.ts'
import { formatDue, formatMoment } from '../../../domain/time/calendar.ts'
import type { Hazard } from '../../../store/hazards.ts'
import { consequenceNames, difficultyNames } from '../../saying/grades.ts'
import { statusNames, unitName } from '../../saying/names.ts'
import type { KnownScene } from '../../scene.ts'

type Entry = Readonly<{ at: Date; type: string; data: unknown; byId: string | null }>
type Teller = Pick<KnownScene, 'directory' | 'now'> &
  Readonly<{ conversation: Pick<KnownScene['conversation'], 'kind'> }>
type Facts = Readonly<Record<string, unknown>>

/** The history of one hazard, a line for each thing that happened. Groups hear units, one-to-one also persons. */
export function storyOf(scene: KnownScene, entries: readonly Entry[]): readonly string[] {
  return entries.map(
    (entry) => `- ${formatMoment(entry.at, scene.now)} ${told(scene, entry.type, entry.data, entry.byId)}`,
  )
}

/** One line of history. */
export function told(scene: Teller, type: string, data: unknown, byId: string | null): string {
  const person = byId ? scene.directory.people.get(byId) : undefined
  const unit = person ? unitName(scene.directory, person.unitId) : ''
  const who = person && scene.conversation.kind === 'direct' ? `${unit} ${person.name}` : unit
  const facts = (data ?? {}) as Facts
  const what = tellers[type]
  return what ? `${who}${what(facts, scene)}` : (statusNames[facts['to'] as Hazard['status']] ?? type)
}

const words = (facts: Facts, key: string): string | undefined =>
  typeof facts[key] === 'string' && facts[key] !== '' ? facts[key] : undefined
const reason = (facts: Facts): string => (words(facts, 'reason') ? `：${words(facts, 'reason')}` : '')
const unitOf = (facts: Facts, { directory }: Teller, key = 'unitId'): string =>
  unitName(directory, words(facts, key) ?? null)
const dayOf = (facts: Facts, { now }: Teller, key: string): string => {
  const moment = words(facts, key)
  return moment ? formatMoment(new Date(moment), now) : '未定'
}
const numberOf = (code: string | undefined): string => (code ? `${Number(code.split('-')[1])}号` : '另一处')

const tellers: Readonly<Record<string, (facts: Facts, scene: Teller) => string>> = {
  HazardRegistered: (facts) =>
    `登记${facts['fixedOnSpot'] ? '，当场整改' : facts['status'] === 'to-confirm' ? '，待确认' : ''}`,
  HazardConfirmed: () => '确认属实',
  HazardAcknowledged: () => '已安排整改',
  HazardDeclined: (facts) => `反馈不归其整改${reason(facts)}`,
  RectificationSubmitted: () => '提交整改',
  ReinspectionPassed: () => '复查合格，销号',
  ReinspectionFailed: (facts) => `复查不合格${reason(facts)}`,
  LookBackPassed: () => '回头看合格',
  LookBackFailed: (facts) => `回头看不合格，重新打开${reason(facts)}`,
  HazardAmended: (facts, scene) => `更改${amended(scene, facts)}`,
  HazardVoided: (facts) => `作废${reason(facts)}`,
  HazardMerged: (facts) => `并入${numberOf(words(facts, 'into'))}`,
  TwinMerged: (facts) => `把${numberOf(words(facts, 'twin'))}并进来`,
  EvidenceExported: () => '导出证据包',
  HazardActTakenBack: () => '撤销了刚才的操作',
  ExtensionAsked: (facts, scene) =>
    `申请延期到${dayOf(facts, scene, 'until')}${reason(facts)}；临时措施：${words(facts, 'measures') ?? '无'}`,
  ExtensionGranted: (facts, scene) => `同意延期到${dayOf(facts, scene, 'until')}`,
  ExtensionRefused: (facts) => `不同意延期${reason(facts)}`,
  HazardHandedOver: (facts, scene) => `移交${unitOf(facts, scene)}${reason(facts)}`,
  TransferReceived: () => '签收移交',
  TransferReturned: (facts) => `退回移交${reason(facts)}`,
  TransferSettled: (facts) => `处理结果：${words(facts, 'outcome') ?? ''}`,
  RefusalReferred: (facts, scene) => `记录拒不整改，移送${unitOf(facts, scene)}${reason(facts)}`,
  LeadNamed: (facts, scene) => `定由${unitOf(facts, scene, 'leadId')}牵头${assisting(facts, scene)}`,
  MeasuresSet: (facts) => `落实临时措施：${words(facts, 'measures') ?? ''}`,
  MeasuresChecked: () => '检查了临时措施',
  HazardExplained: (facts) => explained(facts),
  HazardRated: (facts) => rated(facts),
  MajorSuspected: () => '标为疑似重大',
  MajorConfirmed: () => '确认为重大火灾隐患',
  MajorRefuted: () => '认定不构成重大',
  ListingProposed: () => '提请挂牌督办',
  HazardListed: (facts) => `记录挂牌督办，文号${words(facts, 'number') ?? '未写'}`,
  FiveFilled: (facts) => `落实${filled(facts)}`,
  AcceptanceAsked: () => '申请验收',
  CaseClosed: () => '验收合格，销案摘牌',
}

function assisting(facts: Facts, { directory }: Teller): string {
  const ids = Array.isArray(facts['assistingIds']) ? facts['assistingIds'] : []
  const names = ids.map((id: unknown) => unitName(directory, typeof id === 'string' ? id : null))
  return names.length > 0 ? `，${names.join('、')}配合` : ''
}

function explained(facts: Facts): string {
  const [cause, advice] = [words(facts, 'cause'), words(facts, 'advice')]
  return [cause ? `查明成因：${cause}` : '', advice ? `建议：${advice}` : ''].filter(Boolean).join('；')
}

function rated(facts: Facts): string {
  const name = (key: string, names: Readonly<Record<string, string>>) => names[words(facts, key) ?? '']
  const [difficulty, consequence] = [
    name('difficulty', difficultyNames),
    name('consequence', consequenceNames),
  ]
  const parts = [difficulty ? `难度${difficulty}` : '', consequence ? `后果${consequence}` : '']
  return `分级：${parts.filter(Boolean).join('，')}`
}

function filled(facts: Facts): string {
  const five = (facts['five'] ?? {}) as Facts
  return fiveParts
    .filter((part) => words(five, part))
    .map((part) => `${fiveNames[part]}（${words(five, part)}）`)
    .join('、')
}

function amended(scene: Teller, facts: Facts): string {
  const due = words(facts, 'dueAt')
  const parts = [
    due ? `期限为${formatDue(new Date(due), scene.now)}` : '',
    words(facts, 'responsibleId') ? `整改单位为${unitOf(facts, scene, 'responsibleId')}` : '',
    facts['category'] ? '类别' : '',
    facts['place'] ? '位置' : '',
    facts['description'] ? '问题描述' : '',
  ]
  return parts.filter(Boolean).join('、')
}
