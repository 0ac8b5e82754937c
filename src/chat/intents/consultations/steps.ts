import { DomainError } from '../../../domain/errors.ts'
import type { KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import type { ConsultationStep } from '../../understand/types.ts'
import { answered } from '../hazards/rectify.ts'
import { fill, form, words } from './answering.ts'
import { again, cancel, close, send } from './start.ts'

/** The buttons of consultations, which can all be typed: 发出征求意见 2, 填意见 2, 反馈单 … */
export async function step(
  scene: KnownScene,
  said: Readonly<{ step: ConsultationStep; number?: number }>,
): Promise<Answer> {
  const { number } = said
  switch (said.step) {
    case 'send':
    case 'cancel':
      if (number === undefined) throw new DomainError('consultation.not_found')
      return said.step === 'send' ? send(scene, number) : cancel(scene, number)
    case 'close':
      return close(scene, number)
    case 'again':
      return again(scene, number)
    case 'fill':
      return fill(scene, number)
    case 'words':
      return words(scene, number)
    case 'no-words':
      return { reply: say('好的，没有记录。'), dialog: null }
    case 'form': {
      const held = scene.dialog?.kind === 'loose-photos' ? scene.dialog.hashes : []
      return { ...(await form(scene, [...held, ...scene.pictures])), ...answered(scene) }
    }
  }
}
