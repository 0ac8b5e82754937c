import { DomainError } from '../domain/errors.ts'
import type { Checklist } from '../domain/communities/checks.ts'
import { harmless, withoutPhones } from './saying/harmless.ts'
import { lexiconOf } from './saying/names.ts'
import { meant } from './meant.ts'
import { campaignOfNumber } from './number-meant.ts'
import { resume } from './resume.ts'
import { currentCampaign, known, type KnownScene, type Scene } from './scene.ts'
import { type Answer } from './saying/speech.ts'
import { speaksAs } from './speaks-as.ts'
import type { Understand, Understanding } from './understand/types.ts'
import type { Wording } from './saying/wording.ts'
import { acknowledge, amend, decline, voidHazard } from './intents/hazards/amend.ts'
import { correctHazard } from './intents/hazards/correct.ts'
import { askVerdict, likely, whichIsDone } from './intents/hazards/likely.ts'
import { handleLife } from './intents/hazards/life/handle.ts'
import { photosOnly } from './intents/hazards/photos.ts'
import { answered, confirmRectified } from './intents/hazards/rectify.ts'
import { decideOpinions } from './intents/consultations/adopt.ts'
import { answerOf, feedback, formFiles, formPhotos, sign } from './intents/consultations/answering.ts'
import { addToDraft, startConsultation } from './intents/consultations/start.ts'
import { opinionForm } from './intents/consultations/forms.ts'
import { step } from './intents/consultations/steps.ts'
import { askOpinions } from './intents/consultations/tally.ts'
import { register } from './intents/hazards/register.ts'
import { reinspectIntent } from './intents/hazards/reinspect.ts'
import { handlePlace } from './intents/communities/handle.ts'
import { takeFiles } from './intents/communities/sheet.ts'
import { exportPaper } from './intents/exports/papers.ts'
import { exportLedger, exportLists } from './intents/exports/tables.ts'
import { bindThisGroup, chooseCampaign, decide, introduce } from './intents/joining/bind.ts'
import { claim } from './intents/joining/claim.ts'
import { meetingHeld, meetingsAnswer, whoAnswers } from './intents/nodes/meetings.ts'
import { onPost, rosterAnswer, setRoster } from './intents/nodes/roster.ts'
import { contactsAnswer, setContacts } from './intents/people/contacts.ts'
import { handOver } from './intents/people/hand-over.ts'
import { endOfLeave, leave } from './intents/people/leave.ts'
import { whoIsAway } from './intents/people/who-is-away.ts'
import { handleLadder } from './intents/ladder/handle.ts'
import { packIntent } from './intents/proof/pack.ts'
import { verifyLedger } from './intents/proof/verify.ts'
import { query } from './intents/queries/answer.ts'
import { preview } from './intents/queries/preview.ts'
import { stageProgress } from './intents/queries/stage.ts'
import { messageAccount } from './intents/queries/message-account.ts'
import { acknowledgeAsk } from './intents/reports/acknowledge.ts'
import { remindMissing } from './intents/reports/press.ts'
import { submitReportIntent } from './intents/reports/submit.ts'
import { attachLedger, deliver, filesOnly } from './intents/tasks/deliver.ts'
import { confirmTask, draftTask, dropTask, takeBackTask } from './intents/tasks/give.ts'
import { informationStatus, shareInformation, specialReport } from './intents/tasks/information.ts'
import { taskStatus } from './intents/tasks/status.ts'
import { undo } from './intents/undo.ts'
import { activityStatus, recordIntent } from './intents/tasks/activities.ts'
import { reportTarget, targetStatus } from './intents/tasks/targets.ts'
import { fire, help, notUnderstood, unreadable } from './intents/talk.ts'

export type Manners = Readonly<{
  understand: Understand
  wording: Wording
  checklists: readonly Checklist[]
}>

/** Words by which somebody gets onto a roster: their answers never repeat a number in full. */
const needsPhones: ReadonlySet<Understanding['intent']> = new Set([
  'bind-person',
  'leave',
  'hand-over',
  'contacts-set',
  'roster-set',
  'community',
])

/** From words to an answer: understands, resumes what was asked before, and hands over to one intent. Throws DomainError. */
export async function route(
  scene: Scene,
  manners: Manners,
  unread?: 'video' | 'file' | 'unknown' | 'quota',
): Promise<Answer> {
  if (unread) return unreadable(unread)
  const campaign = scene.person && scene.directory ? campaignOrNull(known(scene)) : null
  let lexicon = scene.directory
    ? lexiconOf(scene.directory, campaign)
    : { units: [], communities: [], codePrefixes: [] }
  const from = scene.person ? { unit: scene.person.unitId, role: speaksAs(scene.person.roles) } : undefined
  const hear = (text: string): Understanding => {
    const heard = harmless(
      manners.understand(text, { lexicon, now: scene.sentAt, ...(from ? { from } : {}) }),
    )
    // Who joins is known by the number; everything else is repeated where others read it.
    return needsPhones.has(heard.intent) ? heard : withoutPhones(heard)
  }
  let said = hear(meant(scene.dialog, scene.text))
  if (said.intent === 'fire') return fire(scene)
  if (said.intent === 'claim') return claim(scene, said.code)
  if (said.intent === 'bind-person') return introduce(scene, said)
  const knownScene = known(scene)
  const numbered = await campaignOfNumber(knownScene, said)
  if (numbered && numbered.id !== campaign?.id) {
    lexicon = lexiconOf(knownScene.directory, numbered)
    said = hear(meant(scene.dialog, scene.text))
  }
  if (scene.text === '' && scene.files.length > 0) {
    const { dialog } = scene
    if (dialog?.kind === 'consultation-draft') return addToDraft(knownScene, dialog.number, '')
    return (await takeFiles(knownScene)) ?? (await formFiles(knownScene)) ?? filesOnly(knownScene)
  }
  if (scene.text === '' && scene.pictures.length > 0) {
    const { dialog } = scene
    if (dialog?.kind === 'consultation-draft') return addToDraft(knownScene, dialog.number, '')
    return (await formPhotos(knownScene)) ?? photosOnly(knownScene)
  }
  if (scene.text === '' && (scene.lostPictures > 0 || scene.refusedFiles)) return {}
  return (
    (await resume(knownScene, said, hear, manners.checklists)) ??
    (await answerOf(knownScene, said)) ??
    answer(knownScene, said, manners, hear)
  )
}

const WRONG = /不对|错了|有误|[搞弄写填报登]错|不是.{1,20}[，,]?是/u

/** 写错了: a correction without a number, which may be about a hazard as well. */
function isBareCorrection(said: Extract<Understanding, { intent: 'report-progress' }>): boolean {
  const { correction, counts = {}, cumulative = {}, zero } = said
  return correction === true && !zero && Object.keys({ ...counts, ...cumulative }).length === 0
}

function campaignOrNull(scene: KnownScene) {
  try {
    return currentCampaign(scene)
  } catch (error) {
    if (error instanceof DomainError) return null
    throw error
  }
}

async function answer(
  scene: KnownScene,
  said: Understanding,
  manners: Manners,
  hear: (text: string) => Understanding,
): Promise<Answer> {
  switch (said.intent) {
    case 'register-hazard':
      return register(scene, said)
    case 'confirm-rectified':
      // 「已改」 alone is what the bot tells people to say; in other words it is asked which one they mean.
      if (said.note !== undefined && !said.codes && !said.community && !said.place)
        return (await whichIsDone(scene)) ?? confirmRectified(scene, said)
      return (await askVerdict(scene, said.codes)) ?? confirmRectified(scene, said)
    case 'reinspect':
      return reinspectIntent(scene, said)
    case 'report-progress':
      return (isBareCorrection(said) && (await correctHazard(scene, hear))) || submitReportIntent(scene, said)
    case 'query':
      return query(scene, said)
    case 'amend-hazard':
      return amend(scene, said)
    case 'void-hazard':
      return voidHazard(scene, said)
    case 'take-back':
      return undo(scene)
    case 'decline-hazard':
      return decline(scene, said)
    case 'acknowledge':
      if (!said.codes?.[0]) return acknowledgeAsk(scene)
      return (await askVerdict(scene, said.codes)) ?? acknowledge(scene, said.codes)
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
    case 'record-activity':
      return recordIntent(scene, said)
    case 'activity-status':
      return activityStatus(scene, said)
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
    case 'leave-query':
      return whoIsAway(scene)
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
    case 'evidence-pack':
      return packIntent(scene, said.code)
    case 'verify-ledger':
      return verifyLedger(scene)
    case 'community':
      return handlePlace(scene, said.said, manners.checklists)
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
    case 'opinion-form':
      return opinionForm(scene, said)
    case 'export':
      return said.document === 'ledger' ? exportLedger(scene, said) : exportPaper(scene, said)
    case 'export-lists':
      return exportLists(scene, said)
    case 'decide-opinion':
      return decideOpinions(scene, said)
    case 'help':
      return help(scene, manners.wording)
    case 'request-extension':
    case 'transfer':
    case 'list-for-supervision':
    case 'hazard-life':
    case 'unowned-hazards':
    case 'roadmap':
      return handleLife(scene, said)
    case 'none':
      if (WRONG.test(scene.text)) {
        const corrected = await correctHazard(scene, hear)
        if (corrected) return corrected
      }
      return (await likely(scene)) ?? notUnderstood(scene)
    case 'fire':
    case 'claim':
    case 'bind-person':
      throw new Error(`${said.intent} is answered before the speaker must be known`)
  }
}
