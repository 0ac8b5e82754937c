import { isAsking, periodOf, tally } from '../../../domain/consultation.ts'
import { DomainError } from '../../../domain/errors.ts'
import { isQuiet } from '../../../domain/reminding/reminders.ts'
import { nameMoment } from '../../../domain/time/calendar.ts'
import * as consultations from '../../../store/consultations.ts'
import type { OpenConsultation } from '../../../store/consultations.ts'
import type { Campaign } from '../../../store/directory.ts'
import * as ledger from '../../../store/ledger.ts'
import * as cursors from '../../../store/planning/cursors.ts'
import { unitName } from '../../saying/names.ts'
import { say, type Answer } from '../../saying/speech.ts'
import { currentCampaign, requireMay, runningCampaigns, type KnownScene } from '../../scene.ts'
import { remindText } from '../consultations/asking.ts'
import { askedOf } from './asking.ts'
import { missingByDuty } from './missing.ts'
import { askText } from './reminding.ts'

/** The drafts on which units have been asked and have not replied, as long as that is asked for. */
async function owedOpinions(
  { tx, now }: KnownScene,
  campaign: Campaign,
  onlyUnit: string | undefined,
): Promise<readonly Readonly<{ open: OpenConsultation; missing: readonly string[] }>[]> {
  const found = []
  for (const open of campaign.consultations) {
    if (!isAsking(open, now)) continue
    const { missing } = tally(open, await consultations.replies(tx, open.id))
    const meant = missing.filter((unitId) => onlyUnit === undefined || unitId === onlyUnit)
    if (meant.length > 0) found.push({ open, missing: meant })
  }
  return found
}

const AN_HOUR = 60 * 60 * 1000

/** What was due longer ago is on the ladder, and asking once more says nothing new. */
const RECENT_MS = 14 * 86_400_000
/** What is due later than that is nobody's omission yet. */
const SOON_MS = 2 * 86_400_000

/** What one campaign still waits for: a report or an opinion of one period, and the units that owe it, with their words. */
type Owed = Readonly<{
  duty: string
  period: string
  missing: readonly string[]
  ask(unitId: string): string
}>

async function owedIn(
  scene: KnownScene,
  campaign: Campaign,
  onlyUnit: string | undefined,
): Promise<readonly Owed[]> {
  const { tx, now } = scene
  const owed: Owed[] = []
  const rows = await missingByDuty(scene, campaign)
  const recent = rows.filter(({ period }) => {
    const left = period.dueAt.getTime() - now.getTime()
    return left < SOON_MS && left > -RECENT_MS
  })
  for (const { duty, period, missing } of recent) {
    const meant = missing.filter((unitId) => onlyUnit === undefined || unitId === onlyUnit)
    if (meant.length === 0) continue
    const asked = await askedOf(tx, campaign, { duty, period, now }, meant)
    owed.push({
      duty: duty.key,
      period: period.key,
      missing: meant,
      ask: (unitId) => {
        const each = asked.get(unitId)
        return each ? askText({ ...each, draft: null }) : ''
      },
    })
  }
  for (const { open, missing } of await owedOpinions(scene, campaign, onlyUnit)) {
    const { duty, key } = periodOf(open)
    owed.push({ duty, period: key, missing, ask: () => remindText(open, now) })
  }
  return owed
}

/** A group's own campaign or the chosen one; otherwise whatever runs: the button stands under lists of all of them. */
function campaignsMeant(scene: KnownScene): readonly Campaign[] {
  const current = currentCampaign(scene)
  return scene.conversation.kind === 'group' || scene.boundCampaignId !== null
    ? [current]
    : runningCampaigns(scene.directory, scene.now)
}

/**
 * 「再催一次」, or 「催一下城关镇」 for one unit: only those who owe a report or an opinion, one-to-one, one message a unit,
 * each unit at most once an hour, not in the quiet hours, and on record.
 */
export async function remindMissing(scene: KnownScene, onlyUnit?: string): Promise<Answer> {
  requireMay(scene, 'remind')
  const { tx, now, directory } = scene
  const found: Readonly<{ campaign: Campaign; owed: readonly Owed[] }>[] = []
  for (const campaign of campaignsMeant(scene)) {
    const owed = await owedIn(scene, campaign, onlyUnit)
    if (owed.length > 0) found.push({ campaign, owed })
  }
  if (found.length === 0) {
    if (onlyUnit === undefined) throw new DomainError('missing.none')
    throw new DomainError('missing.none_of', { name: unitName(directory, onlyUnit) })
  }
  if (isQuiet(now)) throw new DomainError('missing.quiet')
  const texts = new Map<string, string[]>()
  let refused: DomainError | undefined
  for (const { campaign, owed } of found) {
    const units = [...new Set(owed.flatMap(({ missing }) => missing))]
    const free = await notJustReminded(scene, campaign, units, onlyUnit === undefined)
    if (free instanceof DomainError) {
      refused ??= free
      continue
    }
    for (const { duty, period, missing, ask } of owed) {
      const pressed = missing.filter((unitId) => free.includes(unitId))
      for (const unitId of pressed) texts.set(unitId, [...(texts.get(unitId) ?? []), ask(unitId)])
      await ledger.append(tx, {
        campaignId: campaign.id,
        subject: 'reminder',
        subjectId: `${duty}:${period}`,
        type: 'MissingReminded',
        data: { units: pressed },
        byId: scene.person.id,
        at: now,
        eventId: scene.eventId,
      })
    }
  }
  if (texts.size === 0 && refused) throw refused
  const whom = onlyUnit === undefined ? `${texts.size}家的联络员` : `${unitName(directory, onlyUnit)}的联络员`
  return {
    reply: say(`已私聊提醒${whom}。一小时内不再重复催。`),
    tell: [...texts].map(([unitId, own]) => ({
      to: { unitId, roles: ['liaison'] },
      speech: say(own.join('\n')),
      key: `pressed:${scene.eventId}:${unitId}`,
    })),
  }
}

/** Those of the units that nobody has pressed within the hour, or why nobody is. Two who press at once: one waits. */
async function notJustReminded(
  { tx, now }: KnownScene,
  campaign: Campaign,
  units: readonly string[],
  all: boolean,
): Promise<readonly string[] | DomainError> {
  const forAll = `remind-missing ${campaign.id}`
  const forOne = (unitId: string): string => `${forAll} ${unitId}`
  await cursors.begin(tx, [forAll], new Date(0))
  const last = (await cursors.lockAll(tx, [forAll])).get(forAll) ?? new Date(0)
  const single = await cursors.positions(tx, units.map(forOne))
  const lastOf = (unitId: string): number =>
    Math.max(last.getTime(), single.get(forOne(unitId))?.getTime() ?? 0)
  const free = units.filter((unitId) => now.getTime() - lastOf(unitId) >= AN_HOUR)
  const tooSoon = all ? now.getTime() - last.getTime() < AN_HOUR : false
  if (free.length === 0 || tooSoon) {
    const soonest = Math.min(...(tooSoon ? [last.getTime()] : units.map(lastOf)))
    return new DomainError('missing.too_soon', { next: nameMoment(new Date(soonest + AN_HOUR), now) })
  }
  if (all) await cursors.advance(tx, forAll, now)
  else for (const unitId of free) await cursors.advance(tx, forOne(unitId), now)
  return free
}
