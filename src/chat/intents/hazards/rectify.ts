import { DomainError } from '../../../domain/errors.ts'
import * as hazards from '../../../store/hazards.ts'
import type { Hazard } from '../../../store/hazards.ts'
import { submitRectification } from '../../../usecases/hazards/submit-rectification.ts'
import { shortNumber, whereabouts } from '../../saying/names.ts'
import { actor, currentCampaign, requireMay, type KnownScene } from '../../scene.ts'
import { say, type Answer, type DialogState } from '../../saying/speech.ts'
import type { Understanding } from '../../understand/types.ts'
import { tellReinspectors } from './notices.ts'

/** 「12号已改」 with a photo; without one the bot waits for it and takes the next photo as it. */
export async function confirmRectified(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'confirm-rectified' }>,
): Promise<Answer> {
  requireMay(scene, 'rectify')
  const codes = said.codes ?? (await codesOf(scene, said.community))
  const loose = scene.dialog?.kind === 'loose-photos' ? scene.dialog.hashes : []
  const photos = [...loose, ...scene.pictures]
  if (photos.length > 0) return submit(scene, codes, photos, said.note ?? null)
  // The rules say no before a photo is asked for: nobody is to photograph what is not his or is closed.
  for (const code of codes) {
    await submitRectification(scene.tx, { code, note: null, photos: [] }, actor(scene), scene.now).catch(
      (error: unknown) => {
        if (!(error instanceof DomainError && error.code === 'rectification.needs_evidence')) throw error
      },
    )
  }
  const names = codes.map((code) => `${Number(code.split('-')[1])}号`).join('、')
  const dialog = { kind: 'rectify', codes, ...(said.note ? { note: said.note } : {}) } as const
  if (scene.conversation.kind === 'group')
    return {
      reply: say(`好的，${names}还差一张整改后的照片。请私聊直接发给我，收到就算提交。`),
      dialog,
    }
  return askLater(scene, `好的，${names}还差一张整改后的照片。请直接发来，收到就算提交。`, dialog)
}

/**
 * Asks for the other half, unless it is on its way: some apps send words and photos as messages of their own, and who
 * sends both at once is not to be asked for what he has sent.
 */
export function askLater(
  scene: KnownScene,
  question: string,
  dialog: Extract<DialogState, { kind: 'rectify' | 'loose-photos' | 'deliver' }>,
): Answer {
  const key = `question:${scene.eventId}`
  // A first photo takes longer to arrive than one after another.
  const gather = { key, waitMs: 2 * scene.photoSettleMs }
  return { reply: say(question), gather, dialog: { ...dialog, question: key } }
}

/** Takes the question back that is answered herewith. */
export function answered({ dialog }: KnownScene): Pick<Answer, 'withdraw'> {
  const isHalf = dialog?.kind === 'rectify' || dialog?.kind === 'loose-photos' || dialog?.kind === 'deliver'
  return isHalf && dialog.question !== undefined ? { withdraw: dialog.question } : {}
}

/** Hands the rectification in, photos and all. */
export async function submit(
  scene: KnownScene,
  codes: readonly string[],
  photos: readonly string[],
  note: string | null,
): Promise<Answer> {
  const submitted: Hazard[] = []
  const before = new Map<number, readonly string[]>()
  for (const code of codes) {
    const input = { code, note, photos, eventId: scene.eventId }
    const hazard = await submitRectification(scene.tx, input, actor(scene), scene.now)
    submitted.push(hazard)
    before.set(hazard.id, await newestBefore(scene, hazard))
  }
  const names = submitted.map(shortNumber).join('、')
  return {
    reply: say(`${names}整改已提交，照片${photos.length}张，已通知复查。还有照片可以接着发。`),
    tell: submitted.flatMap((hazard) => tellReinspectors(scene, hazard, photos, before.get(hazard.id) ?? [])),
    dialog: { kind: 'photos', codes, step: 'after' },
    redraw: submitted,
    ...answered(scene),
  }
}

/** What it looked like when it was found, for the comparison. */
async function newestBefore({ tx }: KnownScene, { id }: Hazard): Promise<readonly string[]> {
  const photos = await hazards.photosOf(tx, id)
  return photos.flatMap(({ step, hash }) => (step === 'before' ? [hash] : [])).slice(-2)
}

/** Without a number: what the speaker's unit still has to rectify there, if that is exactly one. */
async function codesOf(scene: KnownScene, communityId: string | undefined): Promise<readonly string[]> {
  const filter = {
    campaignId: currentCampaign(scene).id,
    responsibleId: scene.person.unitId,
    ...(communityId && scene.directory.communities.has(communityId) ? { communityId } : {}),
  }
  const found = await hazards.list(scene.tx, filter, 'unrectified', scene.now, 4)
  const [only, ...others] = found
  if (!only) throw new DomainError('hazard.which', { example: '12号已改' })
  if (others.length === 0) return [only.code]
  const choices = found
    .slice(0, 3)
    .map((hazard) => `${shortNumber(hazard)}（${whereabouts(scene.directory, hazard)}）`)
  throw new DomainError('hazard.which', {
    example: `${shortNumber(only)}已改」。您手上有：${choices.join('、')}；可回「${shortNumber(only)}已改`,
  })
}
