import { fiveNames, isSettled, lackingOf, type MajorStage } from '../../domain/hazards/hazard.ts'
import { formatDay, formatDue, dayOf, type Day } from '../../domain/time/calendar.ts'
import type { Directory } from '../../store/directory.ts'
import type { Hazard } from '../../store/hazards.ts'
import { gradingWords } from '../saying/grades.ts'
import { unitName } from '../saying/names.ts'

/** 疑似重大 to 销案摘牌. */
export const stageNames: Readonly<Record<MajorStage, string>> = {
  suspected: '疑似重大，待消防救援大队确认',
  confirmed: '大队已确认重大，待提请挂牌',
  proposed: '已提请挂牌督办，待下达',
  listed: '挂牌督办',
  accepting: '挂牌督办，待验收',
  delisted: '已销案摘牌',
}

/** What is arranged about a hazard beyond place, unit and limit: only what there is. */
export function lifeLines(hazard: Hazard, directory: Directory, now: Date): readonly string[] {
  const lines = [...majorLines(hazard), ...jointLine(hazard, directory), ...foundOut(hazard)]
  if (isSettled(hazard.status)) return lines
  const { extension, measures, nextCheckOn, transfer } = hazard
  if (hazard.refusedAt && transfer?.kind !== 'enforcement') lines.push('拒不整改，已移送执法并反馈结果')
  if (transfer) {
    const what = transfer.kind === 'enforcement' ? '拒不整改，移送' : '移交'
    lines.push(
      `${what}：${unitName(directory, transfer.unitId)}，${transfer.receivedAt === null ? '待签收' : '已签收，待反馈结果'}`,
    )
  }
  if (extension) lines.push(`申请延期到：${formatDue(new Date(extension.to), now)}（待消安委办审批）`)
  if (measures)
    lines.push(
      `临时措施：${measures}${nextCheckOn ? `（${formatDay(nextCheckOn as Day, Number(dayOf(now).slice(0, 4)))}前再查）` : ''}`,
    )
  return lines
}

function majorLines({ majorStage, listingNumber, five, status }: Hazard): string[] {
  if (majorStage === null) return []
  if (majorStage === 'delisted') return ['挂牌督办已销案摘牌']
  if (isSettled(status)) return []
  const number = listingNumber ? `（${listingNumber}）` : ''
  const lacking = majorStage === 'listed' ? lackingOf(five) : []
  return [
    `**${stageNames[majorStage]}${number}**`,
    ...(lacking.length > 0 ? [`五落实还差：${lacking.map((part) => fiveNames[part]).join('、')}`] : []),
  ]
}

/** Why it came about, what is advised, and in which batch it is put right, where somebody has said so. */
function foundOut({ cause, advice, ...hazard }: Hazard): string[] {
  const isRated = hazard.difficulty !== null || hazard.consequence !== null
  return [
    ...(cause ? [`成因：${cause}`] : []),
    ...(advice && !isSettled(hazard.status) ? [`建议：${advice}`] : []),
    ...(isRated && !isSettled(hazard.status) ? [gradingWords({ ...hazard, cause, advice })] : []),
  ]
}

function jointLine({ leadId, assistingIds }: Hazard, directory: Directory): string[] {
  if (assistingIds.length === 0) return []
  return [
    `牵头：${unitName(directory, leadId)} · 配合：${assistingIds.map((id) => unitName(directory, id)).join('、')}`,
  ]
}
