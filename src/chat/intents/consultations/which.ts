import { nameMoment } from '../../../domain/time/calendar.ts'
import { isNoComment } from '../../../domain/consultation.ts'
import type { OpenConsultation } from '../../../store/consultations.ts'
import type { KnownScene } from '../../scene.ts'
import type { Answer } from '../../saying/speech.ts'
import { nameOf } from './asking.ts'
import { askedOf } from './open-questions.ts'

/** Several drafts are out: on which one? */
export function whichOne(scene: KnownScene, text: string, among?: readonly OpenConsultation[]): Answer {
  const open = among ?? askedOf(scene)
  return {
    reply: {
      kind: 'card',
      card: {
        title: '是对哪个稿子？',
        lines: open.slice(0, 3).map((each) => `- ${nameOf(each)}，${nameMoment(each.dueAt, scene.now)}截止`),
        actions: open.slice(0, 3).map((each) => ({
          label: each.title.slice(0, 8),
          say: isNoComment(text) ? `对《${each.title}》无意见` : `作为意见反馈 ${each.number}`,
        })),
      },
    },
    dialog: { kind: 'consultation-words', text },
  }
}

/** Words that were not understood while a question is open are asked about, and never taken for an opinion unasked. */
export function isItAnOpinion(scene: KnownScene, open: readonly OpenConsultation[]): Answer {
  const [only] = open
  return {
    reply: {
      kind: 'card',
      card: {
        title: '这是您单位的反馈意见吗？',
        lines: [`${open.map(nameOf).join('、')}在等您单位反馈。是的话点一下，不是就不用理。`],
        actions:
          only && open.length === 1
            ? [
                { label: '是，报上去', say: `作为意见反馈 ${only.number}`, tone: 'primary' },
                { label: '不是', say: '不是反馈意见' },
              ]
            : open.slice(0, 3).map((each) => ({
                label: each.title.slice(0, 8),
                say: `作为意见反馈 ${each.number}`,
              })),
      },
    },
    dialog: { kind: 'consultation-words', text: scene.text },
  }
}
