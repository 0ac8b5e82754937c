import type { Answer, DialogState } from '../../../saying/speech.ts'
import type { KnownScene } from '../../../scene.ts'
import { readDocumentNumber, type HazardLifeSaid } from '../../../understand/commands/hazard-life.ts'
import type { Understanding } from '../../../understand/types.ts'
import { confirm, measures, merge, nameLead } from './arrange.ts'
import { continueExtension, decideOnExtension, requestExtension } from './extension.ts'
import { grade, roadmap } from './grading.ts'
import { askAcceptance, closeCase, fillFive, judgeMajor, list, listForSupervision, suspect } from './major.ts'
import { unowned } from './owners.ts'
import { outcome, receive, refer, sendBack, transfer } from './transfer.ts'

type About = Extract<
  Understanding,
  {
    intent:
      | 'request-extension'
      | 'transfer'
      | 'list-for-supervision'
      | 'hazard-life'
      | 'unowned-hazards'
      | 'roadmap'
  }
>

/** What is said about registered hazards beyond 已改, 合格 and corrections. */
export async function handleLife(scene: KnownScene, said: About): Promise<Answer> {
  switch (said.intent) {
    case 'request-extension':
      return requestExtension(scene, said)
    case 'transfer':
      return transfer(scene, said)
    case 'list-for-supervision':
      return listForSupervision(scene, said)
    case 'unowned-hazards':
      return unowned(scene)
    case 'roadmap':
      return roadmap(scene, said.unit)
    case 'hazard-life':
      return aboutOne(scene, said.said)
  }
}

/** The words for which the bot waits: the rest of an extension, or the number of a listing; undefined for others. */
export async function resumeLife(
  scene: KnownScene,
  dialog: Extract<DialogState, { kind: 'extension' | 'listing-number' }>,
  said: Understanding,
): Promise<Answer | undefined> {
  if (dialog.kind === 'extension') return continueExtension(scene, dialog, said)
  const number = readDocumentNumber(scene.text)
  return number ? list(scene, dialog.code, number) : undefined
}

/** What somebody says about the life of one hazard. */
function aboutOne(scene: KnownScene, said: HazardLifeSaid): Promise<Answer> {
  switch (said.act) {
    case 'confirm':
      return confirm(scene, said.code)
    case 'decide-extension':
      return decideOnExtension(scene, said)
    case 'receive':
      return receive(scene, said.code)
    case 'return':
      return sendBack(scene, said.code, said.reason)
    case 'outcome':
      return outcome(scene, said.code, said.text)
    case 'lead':
      return nameLead(scene, said)
    case 'merge':
      return merge(scene, said)
    case 'refuse':
      return refer(scene, said)
    case 'measures':
      return measures(scene, said.code, said.text)
    case 'checked':
      return measures(scene, said.code, null)
    case 'suspect':
      return suspect(scene, said.code)
    case 'confirm-major':
      return judgeMajor(scene, said.code, true)
    case 'refute':
      return judgeMajor(scene, said.code, false)
    case 'five':
      return fillFive(scene, said.code, said.five)
    case 'grade':
      return grade(scene, said)
    case 'acceptance':
      return askAcceptance(scene, said.code)
    case 'close-case':
      return closeCase(scene, said.code)
  }
}
