import type { Lexicon, Speaking, Understanding } from '../../../src/chat/understand/types.ts'
import { understand } from '../../../src/chat/understand/understand.ts'

/** An invented county. The names overlap on purpose, as real ones do. */
export const lexicon: Lexicon = {
  units: [
    { id: 'T1', name: '柳河镇', aliases: ['柳河'], kind: 'township' },
    { id: 'T2', name: '东关街道', aliases: ['东关', '东关办'], kind: 'street' },
    { id: 'T3', name: '南门街道', aliases: ['南门'], kind: 'street' },
    { id: 'D1', name: '住建局', aliases: ['住建'], kind: 'department' },
    { id: 'D2', name: '消防救援大队', aliases: ['消防大队', '消防'], kind: 'department' },
    { id: 'D3', name: '交警大队', aliases: ['交警'], kind: 'department' },
    { id: 'D4', name: '应急管理局', aliases: ['应急局', '应急'], kind: 'department' },
    { id: 'D5', name: '综合执法局', aliases: ['城管'], kind: 'department' },
    { id: 'D6', name: '供电公司', aliases: ['供电'], kind: 'enterprise' },
    { id: 'P1', name: '锦绣物业', aliases: [], kind: 'property-company' },
    { id: 'P2', name: '翠竹物业', aliases: ['翠竹物业公司'], kind: 'property-company' },
    { id: 'E1', name: '红星纺织厂', aliases: ['红星'], kind: 'enterprise' },
  ],
  communities: [
    { id: 'K1', name: '锦绣城', aliases: [] },
    { id: 'K2', name: '翠竹苑', aliases: ['翠竹'] },
    { id: 'K3', name: '向阳花园', aliases: ['向阳一期'] },
    { id: 'K4', name: '向阳家园', aliases: [] },
    { id: 'K5', name: '向阳花园二期', aliases: ['向阳二期'] },
    { id: 'K6', name: '酒厂家属院', aliases: ['酒厂院'] },
    { id: 'K7', name: '观澜国际A区', aliases: ['观澜A区'] },
    { id: 'K8', name: '云溪里', aliases: [] },
  ],
  codePrefixes: ['QH'],
}

/** Thursday, 8 May 2025, ten in the morning in Shanghai. */
export const now = new Date('2025-05-08T10:00:00+08:00')

/** What is understood, without the words that are only kept (description, note, reason). */
export function heard(
  text: string,
  from: Speaking = { unit: 'T1', role: 'liaison' },
): Record<string, unknown> {
  return strip(understand(text, { lexicon, now, from }))
}

function strip(u: Understanding): Record<string, unknown> {
  const { note: _note, reason: _reason, ...rest } = u as Understanding & { note?: string; reason?: string }
  if (u.intent !== 'register-hazard') return rest
  return { intent: u.intent, hazards: u.hazards.map(({ description: _description, ...hazard }) => hazard) }
}
