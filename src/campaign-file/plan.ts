import { dayOf, type WorkdayTable } from '../domain/time/calendar.ts'
import { periodsOf } from '../domain/time/cadence.ts'
import type { MeetingRule, Plan } from '../domain/plan.ts'
import { publishedDays } from '../domain/time/published-days.ts'
import type { CampaignFile, MeetingInFile } from './view.ts'

/** The campaign's rules as the store keeps them, with the store's id in place of each unit key. */
export function planFrom(file: CampaignFile, idOfUnit: (key: string) => string, table?: WorkdayTable): Plan {
  const ids = (keys: readonly string[]): readonly string[] => keys.map(idOfUnit)
  const { announceMissingInGroup, pilots } = file.settings
  // Reading the holidays takes its time, and few files have meetings.
  const days = file.meetings.length === 0 ? undefined : (table ?? publishedDays())
  return {
    stages: file.stages,
    categories: file.categories.map(({ key, limitDays, lead, basis }) => ({
      key,
      limitDays,
      ...(basis === undefined ? {} : { basis }),
      ...(lead === undefined ? {} : { leadId: idOfUnit(lead) }),
    })),
    duties: file.duties.map(({ to, units: _, assisting, item: __, ...duty }) => ({
      ...duty,
      toId: idOfUnit(to),
      ...(assisting && { assistingIds: ids(assisting) }),
    })),
    targets: file.targets.map(({ to, units, item: _, ...target }) => ({
      ...target,
      unitIds: ids(units),
      toId: idOfUnit(to),
    })),
    consultations: file.consultations.map(({ to, units, ...consultation }) => ({
      ...consultation,
      unitIds: ids(units),
      toId: idOfUnit(to),
    })),
    nodes: file.nodes.map(({ roster, ...node }) => ({
      ...node,
      ...(roster && { roster: { unitIds: ids(roster.units), confirmAt: roster.confirmAt } }),
    })),
    meetings: days ? file.meetings.map((meeting) => meetingRule(meeting, ids(meeting.units), days)) : [],
    reminders: file.reminders,
    ladder: file.ladder,
    hazards: file.hazards,
    settings: { announceMissingInGroup, pilotIds: ids(pilots) },
  }
}

function meetingRule(meeting: MeetingInFile, unitIds: readonly string[], table: WorkdayTable): MeetingRule {
  const { key, name, time } = meeting
  return { key, name, time, unitIds, dates: periodsOf(meeting, table).map(({ dueAt }) => dayOf(dueAt)) }
}
