import { resumeLife } from './intents/hazards/life/handle.ts'
import { askAcceptance } from './intents/hazards/life/major.ts'
import type { Checklist } from '../domain/communities/checks.ts'
import { withoutPhones } from './saying/harmless.ts'
import type { KnownScene } from './scene.ts'
import { say, type Answer } from './saying/speech.ts'
import type { Understanding } from './understand/types.ts'
import { readAnswers } from './understand/commands/places/checks.ts'
import { readNamed } from './understand/commands/people/people.ts'
import { addPhotos } from './intents/hazards/amend.ts'
import { answered, confirmRectified } from './intents/hazards/rectify.ts'
import { wordsAwaited } from './intents/consultations/answering.ts'
import { addToDraft, isDraft } from './intents/consultations/start.ts'
import { chosen, inFull, namesPlace, register } from './intents/hazards/register.ts'
import { verdict } from './intents/hazards/reinspect.ts'
import { handlePlace } from './intents/communities/handle.ts'
import { leave } from './intents/people/leave.ts'
import { followUp } from './intents/queries/follow-up.ts'
import { wordsForTask } from './intents/tasks/deliver.ts'

/** Words that answer what the bot has asked; undefined when they are something new. */
export async function resume(
  scene: KnownScene,
  said: Understanding,
  hear: (text: string) => Understanding,
  lists: readonly Checklist[],
): Promise<Answer | undefined> {
  const { dialog, text } = scene
  switch (dialog?.kind) {
    case 'hazard-place': {
      // 「阳光花园3号楼」 alone reads as a question about the place; here it is the missing half of a registration.
      const name = chosen(scene, dialog)
      const words = name === undefined ? `${text} ${dialog.text}` : inFull(dialog.text, name)
      const whole = hear(words)
      const isNew = said.intent !== 'none' && said.intent !== 'query' && name === undefined
      if (whole.intent !== 'register-hazard' || isNew || !namesPlace(name ?? text, whole)) return undefined
      return register({ ...scene, text: words, pictures: [...dialog.hashes, ...scene.pictures] }, whole)
    }
    case 'topic':
      return followUp(scene, said, dialog)
    case 'fail-reason':
      return said.intent === 'none' || said.intent === 'register-hazard'
        ? verdict(scene, [dialog.code], 'fail', withoutPhones(text.slice(0, 100)))
        : undefined
    case 'extension':
    case 'listing-number':
      return resumeLife(scene, dialog, said)
    case 'check': {
      const answers = readAnswers(text)
      return answers && handlePlace(scene, answers, lists)
    }
    case 'deliver':
      return wordsForTask(scene, said)
    case 'rectify':
      // Words that name another hazard are about that one.
      if (scene.pictures.length === 0 || said.intent === 'register-hazard' || namesHazard(said))
        return undefined
      return dialog.acceptance
        ? askAcceptance(scene, dialog.codes[0] ?? '')
        : confirmRectified(scene, { intent: 'confirm-rectified', codes: dialog.codes })
    case 'leave': {
      const standIn = said.intent === 'none' ? readNamed(text) : undefined
      return standIn ? leave(scene, { ...dialog, intent: 'leave', standIn }) : undefined
    }
    case 'loose-photos':
      if (said.intent === 'register-hazard')
        return {
          ...(await register({ ...scene, pictures: [...dialog.hashes, ...scene.pictures] }, said)),
          ...answered(scene),
        }
      if (said.intent === 'query' && said.subject === 'hazard' && said.codes?.[0]) {
        const added = await addPhotos(scene, said.codes.slice(0, 1), 'before', dialog.hashes)
        const n = `${Number(said.codes[0].split('-')[1])}号`
        return {
          reply: say(`${n}存了${added}张照片。整改好了请回「${n}已改」。`),
          dialog: { kind: 'photos', codes: said.codes.slice(0, 1), step: 'before' },
          ...answered(scene),
        }
      }
      return undefined
    case 'consultation-draft':
      return isDraft(scene, said) ? addToDraft(scene, dialog.number, text) : undefined
    case 'consultation':
      return dialog.replied ? undefined : wordsAwaited(scene, said, dialog.number)
    default:
      return undefined
  }
}

function namesHazard(said: Understanding): boolean {
  return 'codes' in said && said.codes !== undefined && said.codes.length > 0
}
