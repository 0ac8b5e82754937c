import type { SpanKind } from '../../../domain/time/spans.ts'
import { safeName } from '../../../domain/submissions/file-type.ts'
import { dayOf } from '../../../domain/time/calendar.ts'
import type { Campaign } from '../../../store/directory.ts'
import { fileDraft } from '../../../usecases/ladder/release.ts'
import type { KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import { DRAFT_MARK } from './documents.ts'
import { progressPaper, progressText } from './progress.ts'

/**
 * 「进度通报」「生成通报」: a draft of how far the campaign is, to be read here and as a document with the ledger as its
 * annex. It goes out only when somebody says so.
 */
export async function bulletin(scene: KnownScene, campaign: Campaign, kind?: SpanKind): Promise<Answer> {
  const { tx, directory, workdays, now } = scene
  const paper = await progressPaper({ tx, directory, campaign, workdays, now }, kind)
  const text = progressText(paper)
  const unitIds = campaign.members
    .filter(({ duties, leftOn }) => duties.length > 0 && leftOn === null)
    .map(({ unitId }) => unitId)
  const draft = { campaign, kind: 'progress' as const, text, unitIds, eventId: scene.eventId }
  await fileDraft(tx, draft, scene.person, now)
  const stem = `${[...campaign.title].slice(0, 24).join('')}-进度通报-草稿-${dayOf(now).replaceAll('-', '')}`
  const scope = {
    regionId: directory.regionId,
    campaignId: campaign.id,
    phones: false,
    many: true as const,
    readerUnitId: '',
    asOf: now,
  }
  return {
    reply: say(
      [DRAFT_MARK, text, `发给${unitIds.length}家单位：「发进度通报」　发到群里：「发进度通报到群里」`].join(
        '\n',
      ),
    ),
    files: [
      { name: safeName(`${stem}.docx`), making: { what: 'paper', paper } },
      { name: safeName(`${stem}-附件台账.xlsx`), making: { what: 'ledger', scope } },
    ],
  }
}
