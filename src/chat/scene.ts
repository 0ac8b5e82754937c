import type { Actor } from '../usecases/hazards/change-hazard.ts'
import type { Attachment } from '../domain/submissions/deliverables.ts'
import { DomainError } from '../domain/errors.ts'
import { addDays, dayOf, type WorkdayTable } from '../domain/time/calendar.ts'
import { may, type Verb } from '../domain/roles.ts'
import type { Campaign, Directory, Person } from '../store/directory.ts'
import type { Tx } from '../store/open.ts'
import type { ConversationRef, Platform, Speaker } from './inbound.ts'
import { leads } from './speaker.ts'
import type { DialogState } from './saying/speech.ts'

/** Who says what, where, and what the bot knows of it: everything an intent may look at. */
export type Scene = Readonly<{
  tx: Tx
  /** The bot's clock. */
  now: Date
  /** When the person sent it, by the platform's clock; decides what is on time. */
  sentAt: Date
  /** The stored event's number; every row that it causes carries it. */
  eventId: bigint
  platform: Platform
  speaker: Speaker
  accountId: number
  conversation: ConversationRef
  conversationRow: number
  /** The campaign to which the group is bound, or that the person chose one-to-one. */
  boundCampaignId: string | null
  text: string
  quoted: string
  /** Content hashes of the pictures that came with the words. */
  pictures: readonly string[]
  /** Documents that came, checked and stored. */
  files: readonly Attachment[]
  /** A table of communities' files among them, read before the transaction. */
  sheet?: Readonly<{ name: string; rows: readonly (readonly string[])[] }>
  /** Keeps a document that is to be sent; answers its hash. */
  keep(document: Readonly<{ bytes: Uint8Array; mime: string }>): Promise<string>
  /** The bytes of a stored picture or document as they came, or null. */
  recall(hash: string): Promise<Readonly<{ bytes: Uint8Array; mime: string }> | null>
  /** Documents came that were not taken; whoever sent them is told why. */
  refusedFiles: boolean
  /** How many pictures came that could not be fetched. */
  lostPictures: number
  dialog: DialogState | null
  person: Person | null
  directory: Directory | null
  workdays: WorkdayTable
  /** How long photo receipts wait for more photos, so that five photos get one answer; questions wait twice as long. */
  photoSettleMs: number
}>

/** A scene whose speaker is bound to a person. */
export type KnownScene = Scene & Readonly<{ person: Person; directory: Directory }>

/** The speaker as somebody known, or a refusal that says how to join. */
export function known(scene: Scene): KnownScene {
  const { person, directory } = scene
  if (!person || !directory) throw new DomainError('person.unknown')
  return { ...scene, person, directory }
}

/** The speaker as the hazard rules see him. */
export function actor(scene: KnownScene): Actor {
  const { person, directory } = scene
  return {
    id: person.id,
    unitId: person.unitId,
    roles: person.roles,
    regionId: directory.regionId,
    ofBrigade: isOfBrigade(directory, person),
  }
}

/** Of the fire brigade; where no roster names one, whoever re-inspects stands for it. */
export function isOfBrigade(directory: Directory, { unitId, roles }: Person): boolean {
  const isFire = (id: string): boolean => directory.units.get(id)?.kind === 'fire'
  return isFire(unitId) || (roles.includes('reinspector') && ![...directory.units.keys()].some(isFire))
}

/** Refuses unless the speaker's roles allow it. A unit's leader may ask, though he has no role of his own. */
export function requireMay({ person, directory }: KnownScene, verb: Verb): void {
  if (may(person.roles, verb)) return
  if (verb === 'query' && leads(directory, person.id, person.unitId)) return
  throw new DomainError('role.not_allowed')
}

/** Refuses in a group that is bound to another county's campaign: what is asked there would be told to strangers. */
export function requireOwnGround(scene: KnownScene): void {
  const { boundCampaignId, directory } = scene
  const foreign = boundCampaignId !== null && !directory.campaigns.some(({ id }) => id === boundCampaignId)
  if (foreign && scene.conversation.kind === 'group') throw new DomainError('group.of_others')
}

/** Days after its end for which a campaign still takes reports, questions and corrections. */
const AFTERMATH_DAYS = 30

/** The campaigns that run now (or ended just now), the newest first. */
export function runningCampaigns(directory: Directory, now: Date): readonly Campaign[] {
  const today = dayOf(now)
  const earliestEnd = addDays(today, -AFTERMATH_DAYS)
  return directory.campaigns
    .filter(({ startsOn, endsOn }) => startsOn <= today && endsOn >= earliestEnd)
    .toReversed()
}

/**
 * The campaign meant when none is named: the group's own, or the chosen one, else the newest running one in which
 * the speaker's unit takes part, else the newest running one. Refuses when none runs.
 */
export function currentCampaign(scene: KnownScene): Campaign {
  requireOwnGround(scene)
  const bound = scene.directory.campaigns.find(({ id }) => id === scene.boundCampaignId)
  if (bound) return bound
  const running = runningCampaigns(scene.directory, scene.now)
  const campaign =
    running.find(({ members }) => members.some(({ unitId }) => unitId === scene.person.unitId)) ?? running[0]
  if (!campaign) throw new DomainError('campaign.none')
  return campaign
}
