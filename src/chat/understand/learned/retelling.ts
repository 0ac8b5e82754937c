import { tellHazards } from '../hazards/telling.ts'
import { correctedText } from '../reporting/periods.ts'
import { withElliptic } from '../reporting/elliptic.ts'
import { readCounts } from '../reporting/progress.ts'
import type { Reading } from '../text/reading.ts'
import type { Counts, Understanding } from '../types.ts'
import { readQuery } from '../talk/queries.ts'
import { countsIn } from './counts/counts.ts'
import { isSubject, subjectOf } from './subjects/subjects.ts'

/** What a message says, now that it is known what it means: its slots as such words meant them in other messages. */
export function retell(meant: Understanding, r: Reading): Understanding {
  switch (meant.intent) {
    case 'register-hazard':
      return { ...meant, hazards: tellHazards(r) }
    case 'report-progress': {
      if (meant.zero) return meant
      const { counts: _ruled, ...rest } = meant
      const counts = countsOf(meant.correction ? correctedText(r.text) : r.text)
      return Object.keys(counts).length > 0 ? { ...rest, counts } : meant.correction ? rest : meant
    }
    case 'query': {
      const ruled = readQuery(r)
      const subject = isSubject(meant.subject)
        ? subjectOf(r, ruled.intent === 'query' ? ruled.subject : '')
        : meant.subject
      if (subject === meant.subject) return meant
      const { unit, ...rest } = meant
      return { ...rest, subject, ...(unit && subject !== 'mine' ? { unit } : {}) }
    }
    default:
      return meant
  }
}

/** The numbers said, and those that 全部整改 and 未发现隐患 say without one. */
function countsOf(text: string): Counts {
  const said = countsIn(text)
  const { counts, keys } = withElliptic(text, readCounts(text))
  const ruled = new Set(keys.values())
  const implied = Object.entries(counts).filter(([key]) => !ruled.has(key as never) && !(key in said))
  return { ...said, ...Object.fromEntries(implied) }
}
