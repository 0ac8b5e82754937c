import type { Sheet } from '../../documents/sheets.ts'
import { byGrading, consequenceOf } from '../../domain/hazards/grading.ts'
import { isSettled } from '../../domain/hazards/hazard.ts'
import { dayOf } from '../../domain/time/calendar.ts'
import type { LedgerRow } from '../../store/hazards/ledger-rows.ts'
import type { Tx } from '../../store/open.ts'
import * as information from '../../store/submissions/information.ts'
import { forEverybody } from '../../domain/privacy.ts'
import { withoutPhones } from '../saying/harmless.ts'
import { unitName } from '../saying/names.ts'
import type { Book } from './book.ts'
import { hazardColumns as c, tableOf } from './ledger.ts'
import { namesOf } from './people.ts'

/** The most practices in the list of measures. */
const PRACTICES = 500

/** 问题隐患、整改责任、制度措施: the two lists, or the three, as tables of one file. */
export async function listSheets(db: Tx, given: Book, lists: 2 | 3): Promise<readonly Sheet[]> {
  const book = { ...given, rows: inOrder(given.rows) }
  const two = [
    tableOf(book, {
      name: '问题隐患清单',
      columns: [
        ...[c.code, c.locality, c.community, c.place, c.category, c.description, c.grade],
        ...[c.cause, c.difficulty, c.consequence, c.batch],
        ...[c.foundOn, c.foundUnit, c.status],
      ],
    }),
    tableOf(book, {
      name: '整改责任清单',
      columns: [
        ...[
          c.code,
          c.community,
          c.place,
          c.description,
          c.batch,
          c.advice,
          c.responsible,
          c.responsiblePerson,
        ],
        ...[c.responsiblePhone, c.leader, c.lead, c.assisting, c.due, c.rectifiedOn, c.overdue, c.status],
      ],
    }),
  ]
  return lists === 2 ? two : [...two, await measures(db, book)]
}

/** What is open before what is settled, and what is graded by its batch (先急后缓); otherwise by number, as it was. */
function inOrder(rows: Book['rows']): Book['rows'] {
  const grading = (row: LedgerRow) => ({ difficulty: row.difficulty, consequence: consequenceOf(row) })
  return rows.toSorted(
    (a, b) => Number(isSettled(a.status)) - Number(isSettled(b.status)) || byGrading(grading(a), grading(b)),
  )
}

/** 制度措施清单: what units have reported as good practice, and the measures that stand beside open hazards. */
async function measures(db: Tx, book: Book): Promise<Sheet> {
  const { campaign, directory, scope } = book
  const practices = (await information.newest(db, campaign.id, ['practice'], PRACTICES)).filter(
    ({ unitId }) => scope.unitId === undefined || unitId === scope.unitId,
  )
  const mask = (text: string): string => {
    if (scope.phones) return text
    return scope.open ? forEverybody(text, namesOf(book)) : withoutPhones<string>(text)
  }
  const rows = [
    ...practices.toReversed().map((each) => ({
      unit: unitName(directory, each.unitId),
      text: each.text,
      source: '好做法',
      on: dayOf(each.at) as string,
    })),
    ...book.rows.flatMap((h) => {
      const unit = unitName(directory, h.responsibleId ?? h.localityId)
      const of = (text: string | null | undefined, source: string) =>
        text ? [{ unit, text, source: `${h.code} ${source}`, on: '' }] : []
      return [
        ...of(h.five.measures, '整改措施'),
        ...of(h.five.plan, '应急预案'),
        ...of(h.measures, '临时防范措施'),
      ]
    }),
  ]
  return {
    name: '制度措施清单',
    title: `${campaign.title}制度措施清单${scope.open ? '（公开版）' : ''}`,
    about: book.about,
    columns: [
      { name: '序号', width: 6 },
      { name: '单位', width: 16 },
      { name: '制度措施', width: 60 },
      { name: '来源', width: 22 },
      { name: '日期', width: 11 },
    ],
    rows: rows.map(({ unit, text, source, on }, index) => [index + 1, unit, mask(text), source, on || null]),
  }
}
