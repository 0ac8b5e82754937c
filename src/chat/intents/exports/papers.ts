import { DomainError } from '../../../domain/errors.ts'
import { safeName } from '../../../domain/submissions/file-type.ts'
import { textOf } from '../../../documents/paper.ts'
import { dayOf } from '../../../domain/time/calendar.ts'
import { say, type Answer } from '../../saying/speech.ts'
import { currentCampaign, requireMay, requireOwnGround, type KnownScene } from '../../scene.ts'
import type { Understanding } from '../../understand/types.ts'
import { bulletin } from '../ladder/bulletin.ts'
import { DRAFT_MARK } from '../ladder/documents.ts'
import { summaryPaper } from './summary.ts'

/** 「生成通报」: the circular of progress. 「汇总材料」: all units' reports of a period in one document, upward. */
export async function exportPaper(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'export' }>,
): Promise<Answer> {
  requireOwnGround(scene)
  requireMay(scene, said.document === 'circular' ? 'decide-ladder' : 'export-all')
  // A draft is for whoever decides on it; a group hears what was released.
  if (scene.conversation.kind === 'group') throw new DomainError('export.only_direct')
  const campaign = currentCampaign(scene)
  if (said.document === 'circular') return bulletin(scene, campaign, said.period)
  const { tx, directory, workdays, now } = scene
  const paper = await summaryPaper({ tx, directory, campaign, workdays, now }, said.period)
  if (!paper) return { reply: say('还没有到期的报送，没有可以汇总的。可以先问「全县进度」。') }
  const stem = `${[...campaign.title].slice(0, 24).join('')}-汇总-草稿-${dayOf(now).replaceAll('-', '')}`
  return {
    reply: say([DRAFT_MARK, textOf(paper), '文稿随后发给您，改好后按程序上报。'].join('\n')),
    files: [{ name: safeName(`${stem}.docx`), making: { what: 'paper', paper } }],
  }
}
