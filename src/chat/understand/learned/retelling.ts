import { firstPlace } from './telling/placing.ts'
import { tellHazards } from './telling/telling.ts'
import { countWords } from '../reporting/count-words.ts'
import { scanWords } from '../text/words.ts'
import { correctedText } from '../reporting/periods.ts'
import { withElliptic } from '../reporting/elliptic.ts'
import { nil } from '../reporting/reporting.ts'
import { readCounts, saysAllDone, saysNoneFound } from '../reporting/progress.ts'
import { asWritten, type Reading } from '../text/reading.ts'
import { stretchesOf } from './findings/stretches.ts'
import { placesIn } from './places/places.ts'
import type { Counts, Understanding } from '../types.ts'
import { readQuery } from '../talk/queries.ts'
import { countsIn } from './counts/counts.ts'
import { isSubject, subjectOf, type Subject } from './subjects/subjects.ts'

type Asked = Extract<Understanding, { intent: 'query' }>

/** What a message says, now that it is known what it means: its slots as such words meant them in other messages. */
export function retell(meant: Understanding, r: Reading): Understanding {
  switch (meant.intent) {
    case 'register-hazard':
      return { ...meant, hazards: tellHazards(r) }
    case 'report-progress': {
      if (meant.zero) return meant
      const { counts: _ruled, ...rest } = meant
      const text = meant.correction ? correctedText(r.text) : r.text
      // 前一条填错了，应为17处 does not say 17 of what.
      const counts = meant.correction && !namesACount(text) ? {} : countsOf(text)
      // 检查0、隐患0、整改0.
      if (counts.inspected === 0 && Object.values(counts).every((n) => n === 0)) return nil(text)
      return Object.keys(counts).length > 0 ? { ...rest, counts } : meant.correction ? rest : meant
    }
    case 'confirm-rectified': {
      const { place: ruled, ...rest } = meant
      const place = [firstPlaceIn(r), ruled].find((each) => each !== undefined && !isOnlyNumbers.test(each))
      return place === undefined ? rest : { ...rest, place }
    }
    case 'query': {
      const ruled = readQuery(r)
      const subject = isSubject(meant.subject)
        ? subjectOf(r, ruled.intent === 'query' ? ruled.subject : '')
        : meant.subject
      const { unit, ...rest } = meant
      if (subject === meant.subject || !canBe(subject, meant)) return meant
      return { ...rest, subject, ...(unit && subject !== 'mine' ? { unit } : {}) }
    }
    default:
      return meant
  }
}

/** Whether a question names what such a question is about. */
function canBe(subject: Subject, { unit, community, codes, category }: Asked): boolean {
  if (subject === 'unit') return unit !== undefined
  if (subject === 'community') return community !== undefined
  return subject !== 'hazard' || codes !== undefined || community !== undefined || category !== undefined
}

/** 18-20 三条, 136、138: hazards and no place. */
const isOnlyNumbers =
  /^[\d、，\-/ ]+(?![\d、，\-/ ]|号楼|栋|幢|座|单元|楼|层|室|#|号)|[这那两三四五六七八九十]条/u

/** Where what was put right was, in the words of the message. */
function firstPlaceIn(r: Reading): string | undefined {
  const found = placesIn(r, stretchesOf(r)).filter(
    ({ start, end }) => !r.codes.some((code) => code.start < end && start < code.end),
  )
  const place = firstPlace(r.text, r.text.length, found)
  return place && asWritten(r, place)
}

const namesACount = (text: string): boolean =>
  scanWords(text, countWords).some(
    ({ tag }) => !['skip', 'site', 'cumulative', 'current', 'among'].includes(tag),
  )

/** The numbers said, and those that 全部整改 and 未发现隐患 say without one. */
function countsOf(text: string): Counts {
  const said = countsIn(text)
  const ruled = withElliptic(text, readCounts(text)).counts
  const found = said.found ?? (Object.keys(said).length > 0 && saysNoneFound(text) ? 0 : undefined)
  const done =
    said.rectified ?? (found && (saysAllDone(text) || ruled.rectified === ruled.found) ? found : undefined)
  return {
    ...said,
    ...(found === undefined ? {} : { found }),
    ...(done === undefined ? {} : { rectified: done }),
  }
}
