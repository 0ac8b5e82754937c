import { say, type Answer, type DialogState } from '../../saying/speech.ts'
import type { KnownScene } from '../../scene.ts'
import { addPhotos } from './amend.ts'
import { askAcceptance } from './life/major.ts'
import { checkPhotos } from '../checks/check.ts'
import { photosForTasks } from '../tasks/deliver.ts'
import { askLater, submit } from './rectify.ts'

/** Photos that follow within this time are answered together. */
const BURST_MS = 10_000

/** Photos without words: they belong to what was last spoken of, or the bot asks to what. */
export async function photosOnly(scene: KnownScene): Promise<Answer> {
  const { dialog, pictures } = scene
  if (dialog?.kind === 'rectify' && dialog.acceptance) return askAcceptance(scene, dialog.codes[0] ?? '')
  if (dialog?.kind === 'rectify') return submit(scene, dialog.codes, pictures, dialog.note ?? null)
  if (dialog?.kind === 'photos') return gathered(scene, dialog)
  if (dialog?.kind === 'check') return checkPhotos(scene, dialog)
  const handedIn = await photosForTasks(scene)
  if (handedIn) return handedIn
  // Both wait for words; some apps send words and photos as messages of their own.
  if (dialog?.kind === 'loose-photos' || dialog?.kind === 'hazard-place') {
    return { dialog: { ...dialog, hashes: [...dialog.hashes, ...pictures].slice(-20) } }
  }
  return askLater(scene, '照片收到了。是哪一处的？新隐患请说在哪里、什么问题；整改好的回「12号已改」。', {
    kind: 'loose-photos',
    hashes: pictures,
  })
}

/** Five photos in a row get one answer, which leaves when no more follow. */
async function gathered(
  scene: KnownScene,
  dialog: Extract<DialogState, { kind: 'photos' }>,
): Promise<Answer> {
  const added = await addPhotos(scene, dialog.codes, dialog.step, scene.pictures)
  const held =
    dialog.burst && scene.now.getTime() - new Date(dialog.burst.at).getTime() < BURST_MS
      ? dialog.burst
      : undefined
  const burst = {
    key: held?.key ?? `photos:${scene.eventId}`,
    count: (held?.count ?? 0) + added,
    at: scene.now.toISOString(),
  }
  const names = dialog.codes.map((code) => `${Number(code.split('-')[1])}号`).join('、')
  return {
    reply: say(
      added === 0 && burst.count === 0 ? `${names}已有这张照片。` : `${names}收到${burst.count}张照片。`,
    ),
    gather: { key: burst.key, waitMs: scene.photoSettleMs },
    dialog: { ...dialog, burst },
  }
}
