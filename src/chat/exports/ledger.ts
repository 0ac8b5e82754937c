import type { Cell, Column, Sheet } from '../../documents/sheets.ts'
import { consequenceOf } from '../../domain/hazards/grading.ts'
import { isSettled } from '../../domain/hazards/hazard.ts'
import { daysOverdue } from '../../domain/hazards/overdue.ts'
import { dayOf } from '../../domain/time/calendar.ts'
import type { LedgerRow } from '../../store/hazards/ledger-rows.ts'
import { forEverybody } from '../../domain/privacy.ts'
import { withoutPhones } from '../saying/harmless.ts'
import { batchNames, batchOfHazard, consequenceNames, difficultyNames } from '../saying/grades.ts'
import { categoryName, statusNames, unitName } from '../saying/names.ts'
import { publicFault, publicPlace } from '../saying/public.ts'
import type { Book } from './book.ts'
import { contactOf, nameFor, namesOf, phoneOf } from './people.ts'

/** One column of a table about hazards. */
export type HazardColumn = Column &
  Readonly<{
    cell(row: LedgerRow, book: Book): Cell
    /** Who is who, and what was found out about them: not for 公开版. */
    within?: true
  }>

const grades: Readonly<Record<string, string>> = { general: '一般', major: '重大' }
const majorNames: Readonly<Record<string, string>> = {
  suspected: '疑似重大',
  confirmed: '重大（已确认）',
  proposed: '重大（已提请挂牌）',
  listed: '重大（挂牌督办）',
  accepting: '重大（待验收）',
  delisted: '重大（已摘牌）',
}

const dayCell = (at: Date | null): Cell => (at === null ? null : dayOf(at))
const unitCell = (book: Book, unitId: string | null): Cell =>
  unitId === null ? null : unitName(book.directory, unitId)
const personCell = (book: Book, personId: string | null): Cell =>
  nameFor(book, personId === null ? undefined : book.directory.people.get(personId)?.name)
const unitOfPerson = (book: Book, personId: string | null): Cell =>
  unitCell(book, (personId !== null && book.directory.people.get(personId)?.unitId) || null)
/** What people have typed: numbers in it are for those who may have them, names for those who know each other. */
const words = (book: Book, text: string | null): Cell => {
  if (text === null || book.scope.phones) return text
  return book.scope.open ? forEverybody(text, namesOf(book)) : withoutPhones<string>(text)
}

const column = (name: string, width: number, cell: HazardColumn['cell']): HazardColumn => ({
  name,
  width,
  cell,
})

const within = (name: string, width: number, cell: HazardColumn['cell']): HazardColumn => ({
  ...column(name, width, cell),
  within: true,
})

/** The columns by their names, so that several tables share them. */
export const hazardColumns = {
  code: column('隐患编号', 11, (h) => h.code),
  locality: column('属地', 12, (h, book) => unitCell(book, h.localityId)),
  community: column(
    '小区（场所）名称',
    16,
    (h, book) =>
      (h.communityId && book.directory.communities.get(h.communityId)?.name) || h.communityName || null,
  ),
  place: column('楼栋/部位', 14, (h, book) =>
    h.place && book.scope.open ? publicPlace(h.place, namesOf(book)) : words(book, h.place),
  ),
  category: column('隐患类别', 12, (h) => categoryName(h.category)),
  description: column('隐患描述', 34, (h, book) =>
    book.scope.open
      ? publicFault(h.description, categoryName(h.category), namesOf(book))
      : words(book, h.description),
  ),
  grade: column(
    '隐患等级',
    10,
    (h) => (h.majorStage ? majorNames[h.majorStage] : grades[h.grade]) ?? h.grade,
  ),
  foundOn: column('发现日期', 11, (h) => dayCell(h.foundAt)),
  foundUnit: column('排查单位', 12, (h, book) => unitCell(book, h.foundUnitId)),
  foundBy: within('排查人', 9, (h, book) => personCell(book, h.foundById)),
  photosBefore: within('整改前照片（张）', 9, (h) => h.photosBefore),
  responsible: column('整改责任单位', 14, (h, book) => unitCell(book, h.responsibleId)),
  responsiblePerson: within('整改责任人', 10, (h, book) =>
    nameFor(book, contactOf(book, h.responsibleId)?.name),
  ),
  responsiblePhone: within('联系电话', 13, (h, book) =>
    phoneOf(book, h.responsibleId, contactOf(book, h.responsibleId)),
  ),
  leader: within('责任领导', 10, (h, book) =>
    nameFor(book, contactOf(book, h.responsibleId, 'leader')?.name),
  ),
  lead: column('牵头部门', 12, (h, book) => unitCell(book, h.leadId)),
  assisting: column(
    '配合部门',
    14,
    (h, book) => h.assistingIds.map((id) => unitName(book.directory, id)).join('、') || null,
  ),
  measures: column('整改措施', 18, (h, book) => words(book, h.five.measures ?? null)),
  funds: column('整改资金', 12, (h, book) => words(book, h.five.funds ?? null)),
  due: column('整改时限', 11, (h) => dayCell(h.dueAt)),
  interim: column('临时防范措施', 18, (h, book) => words(book, h.measures)),
  plan: column('应急预案', 14, (h, book) => words(book, h.five.plan ?? null)),
  photosAfter: within('整改后照片（张）', 9, (h) => h.photosAfter),
  rectifiedOn: column('整改完成日期', 11, (h) => dayCell(h.rectifiedAt)),
  reinspectUnit: column('复查单位', 12, (h, book) => unitOfPerson(book, h.reinspectedById)),
  reinspectedBy: within('复查人', 9, (h, book) => personCell(book, h.reinspectedById)),
  reinspectedOn: column('复查日期', 11, (h) => dayCell(h.reinspectedAt)),
  verdict: within('复查意见', 14, (h, book) => {
    if (h.reinspectedAt === null) return null
    return isSettled(h.status) ? '合格' : words(book, h.failReason ? `不合格：${h.failReason}` : '不合格')
  }),
  status: column('状态', 9, (h) => statusNames[h.status]),
  closedOn: column('销号日期', 11, (h) => dayCell(h.closedAt)),
  overdue: column('逾期天数', 8, (h, book) => daysOverdue(h, book.scope.asOf)),
  extensions: column('延期次数', 8, (h) => h.extensionCount),
  listed: column('是否挂牌', 10, (h) => (h.listingNumber ? `是（${h.listingNumber}）` : '否')),
  cause: within('成因', 18, (h, book) => words(book, h.cause)),
  advice: within('分类施策建议', 18, (h, book) => words(book, h.advice)),
  difficulty: column('难易程度', 8, (h) => h.difficulty && difficultyNames[h.difficulty]),
  consequence: column('危害后果', 8, (h) => {
    const consequence = consequenceOf(h)
    return consequence && consequenceNames[consequence]
  }),
  batch: column('分批', 8, (h) => {
    const batch = batchOfHazard(h)
    return batch && batchNames[batch]
  }),
  remarks: within('备注', 16, (h) => remarksOf(h)),
} as const satisfies Readonly<Record<string, HazardColumn>>

function remarksOf(h: LedgerRow): Cell {
  const parts = [
    ...(h.fixedOnSpot ? ['当场整改'] : []),
    ...(h.failCount > 0 ? [`复查不合格${h.failCount}次`] : []),
    ...(h.reboundCount > 0 ? [`反弹${h.reboundCount}次`] : []),
    ...(h.refusedAt ? ['拒不整改'] : []),
  ]
  return parts.join('；') || null
}

/** 隐患整改台账: every column that the field knows, as far as it is known. */
export function ledgerSheet(book: Book): Sheet {
  return tableOf(book, { name: '隐患整改台账', columns: Object.values(hazardColumns) })
}

/** A table about hazards, numbered, with what it covers in its second line. */
export function tableOf(
  book: Book,
  { name, columns }: Readonly<{ name: string; columns: readonly HazardColumn[] }>,
): Sheet {
  const shown = columns.filter((each) => !book.scope.open || !each.within)
  return {
    name,
    title: `${book.campaign.title}${name}${book.scope.open ? '（公开版）' : ''}`,
    about: book.about,
    columns: [{ name: '序号', width: 6 }, ...shown],
    rows: book.rows.map((row, index) => [index + 1, ...shown.map(({ cell }) => cell(row, book))]),
  }
}
