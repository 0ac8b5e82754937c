import type { Category } from '../chat/understand/types.ts'
import { dayOf, timeOf, type WorkdayTable } from '../domain/time/calendar.ts'
import type { Period } from '../domain/time/cadence.ts'
import type { Counts } from '../domain/submissions/counts.ts'
import type { Campaign, Directory, Person, Unit } from '../store/directory.ts'
import * as hazards from '../store/hazards.ts'
import type { MediaStore } from '../store/media.ts'
import type { Store, Tx } from '../store/open.ts'
import { changeHazard } from '../usecases/hazards/change-hazard.ts'
import { dutiesOf, periods } from '../usecases/due-reports.ts'
import { registerHazard } from '../usecases/hazards/register-hazard.ts'
import { reinspect } from '../usecases/hazards/reinspect.ts'
import { submitRectification } from '../usecases/hazards/submit-rectification.ts'
import { submitReport } from '../usecases/submit-report.ts'
import { demoMoment } from './clock.ts'
import { hazardHistory, lateReports } from './history.ts'
import { PHOTO_MIME, drawPhoto } from './photos/photo.ts'
import type { Scene } from './photos/scenes.ts'
import { readHazards, type HistoryHazard, type HistoryStep } from './read-history.ts'

type Recording = Readonly<{
  store: Store
  media: MediaStore
  directory: Directory
  campaign: Campaign
  workdays: WorkdayTable
}>

/** One thing that happened, done over again at its own time. */
type Event = Readonly<{ at: Date; happen(tx: Tx): Promise<void> }>

/** So many in one transaction: one alone costs its round trips, all together would outlast the database's patience. */
const AT_ONCE = 60

/**
 * Writes the invented weeks into the store in the order in which they happened, through the same use-cases as a
 * message would. Reports carry what the ledger held at the time. `until` is where the history ends.
 */
export async function recordHistory(recording: Recording, until: Date): Promise<void> {
  const events = [...hazardEvents(recording), ...reportEvents(recording, until)]
    .filter(({ at }) => at < until)
    .sort((a, b) => a.at.getTime() - b.at.getTime())
  for (let i = 0; i < events.length; i += AT_ONCE) {
    await recording.store.transaction(async (tx) => {
      for (const event of events.slice(i, i + AT_ONCE)) await event.happen(tx)
    })
  }
}

/** What a category looks like. */
const sceneOf: Readonly<Record<Category, Scene>> = {
  'fire-lane': 'lane',
  evacuation: 'corridor',
  facilities: 'hydrant',
  'e-bike': 'garage',
  electrical: 'wires',
  building: 'bars',
  management: 'controlRoom',
  'gas-hazmat': 'bottles',
  other: 'corridor',
}

/** `2026-11-25 09:12`, as cameras write it into the corner. */
export function stampOf(moment: Date): string {
  return `${dayOf(moment)} ${timeOf(moment)}`
}

function hazardEvents(recording: Recording): readonly Event[] {
  return readHazards(hazardHistory).flatMap((hazard) => {
    // Its number is known once it is registered, which comes before everything else that happens to it.
    let code = ''
    return [
      { at: hazard.foundAt, happen: async (tx: Tx) => void (code = await register(tx, recording, hazard)) },
      ...hazard.steps.map((step) => ({
        at: step.at,
        happen: (tx: Tx) => take(tx, recording, { hazard, code, step }),
      })),
    ]
  })
}

async function register(tx: Tx, recording: Recording, hazard: HistoryHazard): Promise<string> {
  const { directory, campaign } = recording
  const by = personOf(directory, hazard.by)
  const community = directory.communities.get(idOf(directory, hazard.where)) ?? null
  const unit = directory.units.get(by.unitId)
  const registered = await registerHazard(
    tx,
    {
      campaign,
      community,
      communityName: community ? null : hazard.where,
      place: hazard.place,
      description: `${community?.name ?? hazard.where}${hazard.place}${hazard.problem}`,
      category: hazard.category,
      grade: 'general',
      responsibleId: null,
      finderLocalityId: unit && isLocality(unit) ? unit.id : (unit?.parentId ?? null),
      dueAt: hazard.dueAt,
      fixedOnSpot: hazard.fixedOnSpot,
      photos: [await photo(tx, recording, hazard, hazard.foundAt, hazard.fixedOnSpot)],
    },
    by,
    hazard.foundAt,
  )
  return registered.code
}

async function take(
  tx: Tx,
  recording: Recording,
  given: Readonly<{ hazard: HistoryHazard; code: string; step: HistoryStep }>,
): Promise<void> {
  const { hazard, code, step } = given
  const by = personOf(recording.directory, step.by)
  switch (step.did) {
    case 'acknowledges':
      await changeHazard(tx, { code, command: { type: 'Acknowledge' } }, by, step.at)
      return
    case 'rectifies': {
      const photos = [await photo(tx, recording, hazard, step.at, true)]
      await submitRectification(tx, { code, note: null, photos }, by, step.at)
      return
    }
    case 'passes':
      await reinspect(tx, { code, result: 'pass', reason: null, photos: [] }, by, step.at)
      return
    case 'fails':
      await reinspect(tx, { code, result: 'fail', reason: step.reason, photos: [] }, by, step.at)
  }
}

function photo(
  tx: Tx,
  { media }: Recording,
  hazard: HistoryHazard,
  at: Date,
  fixed: boolean,
): Promise<string> {
  const seed = `${hazard.where} ${hazard.place}`
  const bytes = drawPhoto({ scene: sceneOf[hazard.category], fixed, seed, stamp: stampOf(at) })
  return media.put(tx, { bytes, mime: PHOTO_MIME }, at)
}

/** The weekly reports whose deadline has passed: one a unit and week, but for those of `lateReports`. */
function reportEvents({ directory, campaign, workdays }: Recording, until: Date): readonly Event[] {
  const exceptions = lateReports.map(([due, unit, sent]) => ({
    due: `${demoMoment(`${due} 18:00`).getTime()} ${idOf(directory, unit)}`,
    sentAt: sent === null ? null : demoMoment(sent),
  }))
  return campaign.members.flatMap(({ unitId, position }) =>
    dutiesOf(campaign, unitId)
      .filter(({ cadence }) => cadence.kind === 'weekly')
      .flatMap((duty) =>
        periods(duty, workdays)
          .filter(({ dueAt }) => dueAt < until)
          .flatMap((period, week) => {
            const exception = exceptions.find(({ due }) => due === `${period.dueAt.getTime()} ${unitId}`)
            const sentAt = exception ? exception.sentAt : inTime(period, position, week)
            if (sentAt === null) return []
            const by = liaisonOf(directory, unitId)
            return [
              {
                at: sentAt,
                happen: async (tx: Tx) => {
                  const counts = await countsOf(tx, { campaign, directory, unitId, period, sentAt, week })
                  const zero = counts.inspected === undefined
                  const input = {
                    campaign,
                    duty,
                    period,
                    unitId,
                    counts,
                    cumulative: {},
                    zero,
                    note: null,
                    sentAt,
                  }
                  await submitReport(tx, input, by, sentAt)
                },
              },
            ]
          }),
      ),
  )
}

/** Some minute between 10:20 and 17:40 of the day it is due, another one for each unit and week. */
function inTime(period: Period, position: number, week: number): Date {
  const minutesBefore = 20 + ((position * 37 + week * 101) % 440)
  return new Date(period.dueAt.getTime() - minutesBefore * 60_000)
}

/**
 * What the unit reports: the ledger's hazards of its period, and beside them what only the unit knows. Departments
 * that found nothing report nil now and then, which is without a number of inspected places.
 */
async function countsOf(
  tx: Tx,
  given: Readonly<{
    campaign: Campaign
    directory: Directory
    unitId: string
    period: Period
    sentAt: Date
    week: number
  }>,
): Promise<Counts> {
  const { campaign, directory, unitId, period, sentAt, week } = given
  const upTo = sentAt < period.dueAt ? sentAt : period.dueAt
  const held = await hazards.countsFor(tx, campaign.id, unitId, period.opensAt, upTo)
  const unit = directory.units.get(unitId)
  const place = campaign.members.find((member) => member.unitId === unitId)?.position ?? 0
  const varied = (place * 7 + week * 5) % 6
  if (unit && isLocality(unit)) {
    const inspected = Math.max(held.inspected, 4 + varied)
    return { inspected, found: held.found, rectified: held.rectified, people: inspected * 3 + varied }
  }
  if (held.found === 0 && varied > 2) return { found: 0, rectified: 0 }
  return { inspected: Math.max(held.inspected, 1 + varied), found: held.found, rectified: held.rectified }
}

function isLocality(unit: Unit): boolean {
  return unit.kind === 'township' || unit.kind === 'street'
}

function liaisonOf(directory: Directory, unitId: string): Person {
  const found = [...directory.people.values()].find(
    (person) => person.unitId === unitId && person.roles.includes('liaison'),
  )
  if (!found) throw new Error(`${unitId} has no liaison`)
  return found
}

/** The store's id of a key of the campaign file. */
export function idOf(directory: Pick<Directory, 'regionId'>, key: string): string {
  return `${directory.regionId}:${key}`
}

function personOf(directory: Directory, key: string): Person {
  const found = directory.people.get(idOf(directory, key))
  if (!found) throw new Error(`the campaign file knows nobody called ${key}`)
  return found
}
