import { isAsking } from '../../../domain/consultation.ts'
import { at, addDays, dayOf, formatDue } from '../../../domain/time/calendar.ts'
import { periodAt } from '../../../domain/time/cadence.ts'
import { DomainError } from '../../../domain/errors.ts'
import { reminderPlan } from '../../../domain/reminding/reminders.ts'
import { may } from '../../../domain/roles.ts'
import * as consultations from '../../../store/consultations.ts'
import type { OpenConsultation } from '../../../store/consultations.ts'
import * as reports from '../../../store/submissions/reports.ts'
import { dutiesOf, periods } from '../../../usecases/due-reports.ts'
import { currentCampaign, type KnownScene } from '../../scene.ts'
import { nameOf } from './asking.ts'

/** The rounds in which the speaker's unit is being asked, by the directory: costs no query. */
export function askedOf(scene: KnownScene): readonly OpenConsultation[] {
  const { directory, person, now } = scene
  if (!may(person.roles, 'reply-to-consultation')) return []
  return directory.campaigns
    .flatMap((campaign) => campaign.consultations)
    .filter(({ unitIds, opensAt }) => unitIds.includes(person.unitId) && opensAt <= now)
}

/** Those of them that the unit has not replied to and that are still before its eyes. */
export async function unansweredOf(scene: KnownScene): Promise<readonly OpenConsultation[]> {
  const unanswered: OpenConsultation[] = []
  for (const consultation of askedOf(scene)) {
    if (!isAsking(consultation, scene.now)) continue
    if ((await consultations.newest(scene.tx, consultation.id, scene.person.unitId)) === null)
      unanswered.push(consultation)
  }
  return unanswered
}

/** What 我的待办 says of the rounds that the speaker's unit has not replied to. */
export async function owedOpinions(scene: KnownScene): Promise<readonly string[]> {
  const owed = await unansweredOf(scene)
  return owed.map(
    (each) =>
      `征求意见${nameOf(each)}：${scene.now > each.dueAt ? '已过截止，可补反馈' : formatDue(each.dueAt, scene.now)}`,
  )
}

/**
 * Which round an answer is for: the one named, else the only one not answered yet, else the only one asked at all (a
 * correction). Several: undefined, and they have to be told apart. None: refuses.
 */
export async function meant(
  scene: KnownScene,
  title: string | undefined,
): Promise<OpenConsultation | undefined> {
  const asked = askedOf(scene).filter((each) => title === undefined || each.title.includes(title))
  if (asked.length === 0) {
    const others = scene.directory.campaigns.flatMap((campaign) => campaign.consultations)
    const other = others.find((each) => title === undefined || each.title.includes(title))
    if (other && !other.unitIds.includes(scene.person.unitId))
      throw new DomainError('consultation.not_asked', { title: other.title })
    throw new DomainError('consultation.none_open')
  }
  const unanswered = (await unansweredOf(scene)).filter((each) => asked.includes(each))
  const candidates = unanswered.length > 0 ? unanswered : asked
  return candidates.length === 1 ? candidates[0] : undefined
}

/** The name of a report that the speaker's unit has been asked for and not given, so that a bare 无 may mean it. */
export async function reportAsked(scene: KnownScene): Promise<string | undefined> {
  const { person, workdays, now } = scene
  if (!may(person.roles, 'report')) return undefined
  const campaign = currentCampaign(scene)
  for (const duty of dutiesOf(campaign, person.unitId)) {
    const all = periods(duty, workdays)
    const { open, passed } = periodAt(all, now)
    for (const period of [open, passed]) {
      if (!period) continue
      const plan = reminderPlan({
        period,
        next: all[all.indexOf(period) + 1],
        table: workdays,
        rules: campaign.plan.reminders,
      })
      const [first] = plan
      const last = plan.at(-1)
      if (!first || !last || first.at > now || at(addDays(dayOf(last.at), 1), '00:00') <= now) continue
      const key = { campaignId: campaign.id, duty: duty.key, period: period.key, unitId: person.unitId }
      if ((await reports.newest(scene.tx, key)) === null) return duty.name
    }
  }
  return undefined
}
