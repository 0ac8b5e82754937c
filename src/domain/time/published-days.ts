import chineseDays from 'chinese-days'
import { addDays, day, type Day, type WorkdayTable } from './calendar.ts'

const FIRST_YEAR = 2004
const LAST_YEAR = 2060

/**
 * The arrangements of the State Council that the installed npm `chinese-days` knows, as a table of our own.
 * That package calls any Monday to Friday of an unpublished year a working day without a word; a year counts as
 * published here only when its National Day is listed by name, because every published arrangement has one.
 * Takes a tenth of a second: build it once.
 */
export function publishedDays(): WorkdayTable {
  const published = new Set<number>()
  const holidays = new Map<Day, string>()
  const workdays = new Set<Day>()
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year += 1) {
    if (holidayName(day(`${year}-10-01`)) === undefined) continue
    published.add(year)
    for (let on = day(`${year}-01-01`); on <= day(`${year}-12-31`); on = addDays(on, 1)) {
      const name = holidayName(on)
      if (name === undefined) continue
      if (chineseDays.isWorkday(on)) workdays.add(on)
      else holidays.set(on, name)
    }
  }
  return { published, holidays, workdays }
}

/** The holiday that a day belongs to or makes up for: the package answers `National Day,国庆节,3` for those alone. */
function holidayName(on: Day): string | undefined {
  return chineseDays.getDayDetail(on).name.split(',')[1]
}
