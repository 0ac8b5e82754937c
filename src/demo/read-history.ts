import { categories, type Category } from '../chat/understand/types.ts'
import { at, day } from '../domain/time/calendar.ts'
import { DEMO_YEAR, demoMoment } from './clock.ts'

/** What happened to a hazard of the history, by whom (keys of the campaign file) and when. */
export type HistoryStep = Readonly<{
  at: Date
  by: string
  did: 'acknowledges' | 'rectifies' | 'passes' | 'fails'
  reason: string | null
}>

/** A hazard of the history. `where` is the key of a community, or the name of one that the file does not list. */
export type HistoryHazard = Readonly<{
  foundAt: Date
  by: string
  where: string
  place: string
  problem: string
  category: Category
  dueAt: Date | null
  fixedOnSpot: boolean
  steps: readonly HistoryStep[]
}>

const stepLine = /^> (\d\d-\d\d \d\d:\d\d) (\S+) (acknowledges|rectifies|passes|fails)(?: (.+))?$/

/** Reads the table of hazards; throws with the line that is not as the table's comment says. */
export function readHazards(table: string): readonly HistoryHazard[] {
  const hazards: (HistoryHazard & { readonly steps: HistoryStep[] })[] = []
  for (const line of table.split('\n').filter((each) => each.trim() !== '')) {
    if (!line.startsWith('>')) {
      hazards.push(hazardOf(line))
      continue
    }
    const [, moment, by, did, reason] = stepLine.exec(line) ?? []
    const hazard = hazards.at(-1)
    if (!hazard || !moment || !by || !did) throw new Error(`not a step of the history: ${line}`)
    hazard.steps.push({
      at: demoMoment(moment),
      by,
      did: did as HistoryStep['did'],
      reason: reason ?? null,
    })
  }
  return hazards
}

function hazardOf(line: string): HistoryHazard & { readonly steps: HistoryStep[] } {
  const [found, by, where, place, problem, category, limit] = line.split('|').map((cell) => cell.trim())
  const known = categories.find((each) => each === category)
  if (!found || !by || !where || !place || !problem || !known)
    throw new Error(`not a hazard of the history: ${line}`)
  const onSpot = limit === 'on-spot'
  return {
    foundAt: demoMoment(found),
    by,
    where,
    place,
    problem,
    category: known,
    dueAt: limit && !onSpot ? at(day(`${DEMO_YEAR}-${limit}`), '18:00') : null,
    fixedOnSpot: onSpot,
    steps: [],
  }
}
