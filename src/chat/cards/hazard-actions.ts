import { isUnrectified } from '../../domain/hazards/hazard.ts'
import type { Hazard } from '../../store/hazards.ts'
import { shortNumber } from '../saying/names.ts'
import type { HazardView } from '../saying/speech.ts'
import type { CardAction } from './card.ts'

/** What a reader of that kind can do next with the hazard as it stands. */
export function actionsFor(hazard: Hazard, view: HazardView): readonly CardAction[] {
  const n = shortNumber(hazard)
  if (hazard.status === 'closed' || hazard.status === 'void') return []
  switch (view) {
    case 'finder':
      return isUnrectified(hazard.status) ? [{ label: '有误，作废', say: `${n}作废` }] : []
    case 'rectifier':
      return rectifierActions(hazard, n)
    case 'reinspector':
      return reinspectorActions(hazard, n)
    case 'approver':
      return approverActions(hazard, n)
    case 'receiver':
      return hazard.transfer?.receivedAt === null
        ? [
            { label: '收到', say: `收到移交${n}`, tone: 'primary' },
            { label: '退回', say: `退回移交${n}` },
          ]
        : []
    case 'reader':
      return []
  }
}

function rectifierActions(hazard: Hazard, n: string): readonly CardAction[] {
  if (hazard.majorStage === 'listed' && hazard.status === 'to-reinspect')
    return [{ label: '申请验收', say: `${n}申请验收`, tone: 'primary' }]
  if (!isUnrectified(hazard.status)) return []
  return [
    { label: '已改好', say: `${n}已改`, tone: 'primary' },
    ...(hazard.status === 'to-rectify' ? [{ label: '已安排', say: `${n}已安排` }] : []),
    { label: '不是我们的', say: `${n}不是我们的` },
  ]
}

function reinspectorActions(hazard: Hazard, n: string): readonly CardAction[] {
  const { majorStage, status } = hazard
  const fails = { label: '不合格', say: `${n}不合格`, tone: 'danger' } as const
  if (majorStage === 'accepting') return [{ label: '销案', say: `${n}销案`, tone: 'primary' }, fails]
  if (status === 'to-reinspect')
    return majorStage === 'listed' ? [fails] : [{ label: '合格', say: `${n}合格`, tone: 'primary' }, fails]
  if (majorStage === 'suspected')
    return [
      { label: '确认重大', say: `确认${n}为重大`, tone: 'danger' },
      { label: '不构成重大', say: `${n}不构成重大` },
    ]
  return majorStage === 'confirmed' ? [{ label: '提请挂牌', say: `提请挂牌${n}`, tone: 'primary' }] : []
}

function approverActions(hazard: Hazard, n: string): readonly CardAction[] {
  if (hazard.extension !== null)
    return [
      { label: '同意', say: `同意${n}延期`, tone: 'primary' },
      { label: '不同意', say: `不同意${n}延期` },
    ]
  switch (hazard.majorStage) {
    case 'confirmed':
      return [{ label: '提请挂牌', say: `提请挂牌${n}`, tone: 'primary' }]
    case 'proposed':
      return [{ label: '已挂牌', say: `${n}挂牌督办`, tone: 'primary' }]
    case 'accepting':
      return [{ label: '销案', say: `${n}销案`, tone: 'primary' }]
    default:
      return []
  }
}
