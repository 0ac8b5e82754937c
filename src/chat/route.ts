import { DomainError } from '../domain/errors.ts'
import { harmless, withoutPhones } from './saying/harmless.ts'
import { lexiconOf } from './saying/names.ts'
import { meant } from './meant.ts'
import { currentCampaign, known, type KnownScene, type Scene } from './scene.ts'
import { say, type Answer } from './saying/speech.ts'
import type { Understand, Understanding } from './understand/types.ts'
import { readNamed } from './understand/commands/people.ts'
import type { Wording } from './saying/wording.ts'
import { acknowledge, addPhotos, amend, decline, voidHazard } from './intents/hazards/amend.ts'
import { photosOnly } from './intents/hazards/photos.ts'
import { answered, confirmRectified } from './intents/hazards/rectify.ts'
import { decideOpinions } from './intents/consultations/adopt.ts'
import { answerOf, feedback, formPhotos, sign, wordsAwaited } from './intents/consultations/answering.ts'
import { addToDraft, isDraft, startConsultation } from './intents/consultations/start.ts'
import { step } from './intents/consultations/steps.ts'
import { askOpinions } from './intents/consultations/tally.ts'
import { register } from './intents/hazards/register.ts'
import { reinspectIntent, verdict } from './intents/hazards/reinspect.ts'
import { bindThisGroup, chooseCampaign, decide, introduce } from './intents/joining/bind.ts'
import { claim } from './intents/joining/claim.ts'
import { meetingHeld, meetingsAnswer, whoAnswers } from './intents/nodes/meetings.ts'
import { onPost, rosterAnswer, setRoster } from './intents/nodes/roster.ts'
import { contactsAnswer, setContacts } from './intents/people/contacts.ts'
import { handOver } from './intents/people/hand-over.ts'
import { endOfLeave, leave } from './intents/people/leave.ts'
import { handleLadder } from './intents/ladder/handle.ts'
import { query } from './intents/queries/answer.ts'
import { preview } from './intents/queries/preview.ts'
import { stageProgress } from './intents/queries/stage.ts'
import { messageAccount } from './intents/queries/message-account.ts'
import { acknowledgeAsk } from './intents/reports/acknowledge.ts'
import { remindMissing } from './intents/reports/missing.ts'
import { submitReportIntent } from './intents/reports/submit.ts'
import { attachLedger, deliver, filesOnly, wordsForTask } from './intents/tasks/deliver.ts'
import { confirmTask, draftTask, dropTask, takeBackTask } from './intents/tasks/give.ts'
import { informationStatus, shareInformation, specialReport } from './intents/tasks/information.ts'
import { taskStatus } from './intents/tasks/status.ts'
import { reportTarget, targetStatus } from './intents/tasks/targets.ts'
import { fire, help, notUnderstood, notYet, unreadable } from './intents/talk.ts'

export type Manners = Readonly<{ understand: Understand; wording: Wording }>

/** Words by which somebody gets onto a roster: their answers never repeat a number in full. */
const needsPhones: ReadonlySet<Understanding['intent']> = new Set([
  'bind-person',
  'leave',
  'hand-over',
  'contacts-set',
  'roster-set',
])

/** From words to an answer: understands, resumes what was asked before, and hands over to one intent. Throws DomainError. */
export async function route(
  scene: Scene,
  manners: Manners,
  unread?: 'video' | 'file' | 'unknown' | 'quota',
): Promise<Answer> {
  if (unread) return unreadable(unread)
  const campaign = scene.person && scene.directory ? campaignOrNull(known(scene)) : null
  const lexicon = scene.directory
    ? lexiconOf(scene.directory, campaign)
    : { units: [], communities: [], codePrefixes: [] }
  const from = scene.person
    ? { unit: scene.person.unitId, role: scene.person.roles[0] ?? 'liaison' }
    : undefined
  const hear = (text: string): Understanding => {
    const heard = harmless(
      manners.understand(text, { lexicon, now: scene.sentAt, ...(from ? { from } : {}) }),
    )
    // Who joins is known by the number; everything else is repeated where others read it.
    return needsPhones.has(heard.intent) ? heard : withoutPhones(heard)
  }
  const said = hear(meant(scene.dialog, scene.text))
  if (said.intent === 'fire') return fire(scene)
  if (said.intent === 'claim') return claim(scene, said.code)
  if (said.intent === 'bind-person') return introduce(scene, said)
  const knownScene = known(scene)
  if (scene.text === '' && scene.files.length > 0) return filesOnly(knownScene)
  if (scene.text === '' && scene.pictures.length > 0) {
    const { dialog, pictures } = scene
    if (dialog?.kind === 'consultation-draft')
      return addToDraft(knownScene, dialog.number, { pictures, text: '' })
    return (await formPhotos(knownScene)) ?? photosOnly(knownScene)
  }
  if (scene.text === '' && (scene.lostPictures > 0 || scene.refusedFiles)) return {}
  return (
    (await resume(knownScene, said, hear)) ??
    (await answerOf(knownScene, said)) ??
    answer(knownScene, said, manners)
  )
}

function campaignOrNull(scene: KnownScene) {
  try {
    return currentCampaign(scene)
  } catch (error) {
    if (error instanceof DomainError) return null
    throw error
  }
}

/** Words that answer what the bot has asked; undefined when they are something new. */
async function resume(
  scene: KnownScene,
  said: Understanding,
  hear: (text: string) => Understanding,
): Promise<Answer | undefined> {
  const { dialog, text } = scene
  switch (dialog?.kind) {
    case 'hazard-place': {
      // 「阳光花园3号楼」 alone reads as a question about the place; here it is the missing half of a registration.
      const whole = hear(`${text} ${dialog.text}`)
      if (whole.intent !== 'register-hazard' || (said.intent !== 'none' && said.intent !== 'query'))
        return undefined
      return register(
        { ...scene, text: `${text} ${dialog.text}`, pictures: [...dialog.hashes, ...scene.pictures] },
        whole,
      )
    }
    case 'fail-reason':
      return said.intent === 'none' || said.intent === 'register-hazard'
        ? verdict(scene, [dialog.code], 'fail', withoutPhones(text.slice(0, 100)))
        : undefined
    case 'deliver':
      return wordsForTask(scene, said)
    case 'rectify':
      return scene.pictures.length > 0 && said.intent !== 'register-hazard'
        ? confirmRectified(scene, { intent: 'confirm-rectified', codes: dialog.codes })
        : undefined
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
      return isDraft(scene, said)
        ? addToDraft(scene, dialog.number, { pictures: scene.pictures, text })
        : undefined
    case 'consultation':
      return dialog.replied ? undefined : wordsAwaited(scene, said, dialog.number)
    default:
      return undefined
  }
}

async function answer(scene: KnownScene, said: Understanding, manners: Manners): Promise<Answer> {
  switch (said.intent) {
    case 'register-hazard':
      return register(scene, said)
    case 'confirm-rectified':
      return confirmRectified(scene, said)
    case 'reinspect':
      return reinspectIntent(scene, said)
    case 'report-progress':
      return submitReportIntent(scene, said)
    case 'query':
      return query(scene, said)
    case 'amend-hazard':
      return amend(scene, said)
    case 'void-hazard':
      return voidHazard(scene, said)
    case 'decline-hazard':
      return decline(scene, said)
    case 'acknowledge':
      return said.codes && said.codes.length > 0 ? acknowledge(scene, said.codes) : acknowledgeAsk(scene)
    case 'preview':
      return preview(scene, said.span)
    case 'stage':
      return stageProgress(scene)
    case 'deliver':
      return deliver(scene, said)
    case 'attach-ledger':
      return attachLedger(scene)
    case 'task-status':
      return taskStatus(scene, said)
    case 'draft-task':
      return draftTask(scene, said)
    case 'confirm-task':
      return confirmTask(scene)
    case 'drop-task':
      return dropTask(scene)
    case 'withdraw-task':
      return takeBackTask(scene, said)
    case 'report-target':
      return reportTarget(scene, said)
    case 'target-status':
      return targetStatus(scene, said)
    case 'share-information':
      return shareInformation(scene, said)
    case 'special-report':
      return specialReport(scene, said)
    case 'information-status':
      return informationStatus(scene, said)
    case 'remind-missing':
      return remindMissing(scene, said.unit)
    case 'message-account':
      return messageAccount(scene, said.month)
    case 'leave':
      return leave(scene, said)
    case 'leave-end':
      return endOfLeave(scene, said)
    case 'roster-set':
      return setRoster(scene, said)
    case 'on-post':
      return onPost(scene, said)
    case 'roster-query':
      return rosterAnswer(scene, said)
    case 'meeting-held':
      return meetingHeld(scene, said)
    case 'meetings-query':
      return meetingsAnswer(scene)
    case 'who-answers':
      return whoAnswers(scene, said)
    case 'contacts-set':
      return setContacts(scene, said)
    case 'contacts-query':
      return contactsAnswer(scene, said)
    case 'hand-over':
      return handOver(scene, said)
    case 'ladder':
      return handleLadder(scene, said.said)
    case 'bind-group':
      return bindThisGroup(scene, said.campaign)
    case 'choose-campaign':
      return chooseCampaign(scene, said.campaign)
    case 'decide-binding':
      return decide(scene, said)
    case 'consult':
      return startConsultation(scene, said)
    case 'consultation-step':
      return step(scene, said)
    case 'feedback':
      return feedback(scene, said)
    case 'sign-opinion':
      return sign(scene, said.leader)
    case 'ask-opinions':
      return askOpinions(scene, said)
    case 'decide-opinion':
      return decideOpinions(scene, said)
    case 'help':
      return help(scene, manners.wording)
    case 'request-extension':
    case 'transfer':
    case 'list-for-supervision':
    case 'export':
      return notYet(said.intent)
    case 'none':
      return notUnderstood(scene)
    case 'fire':
    case 'claim':
    case 'bind-person':
      throw new Error(`${said.intent} is answered before the speaker must be known`)
  }
}
