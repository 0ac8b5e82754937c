import * as hazards from '../../../src/store/hazards.ts'
import type { HazardFilter } from '../../../src/store/hazards.ts'
import { ledgerSize } from '../../../src/store/hazards/ledger-rows.ts'
import { movement } from '../../../src/store/hazards/movements.ts'
import type { Tx } from '../../../src/store/open.ts'
import { communityName, managerId } from '../stage/county.ts'
import { CAMPAIGN } from './fill.ts'

export const now = new Date('2026-11-26T10:00:00+08:00')
const town = 'bench:town-3'

/**
 * A leader's question. `reads`: what the program asks of the database for it, alone; `byHand`: the statement that a
 * person would write on the table for that question alone; `says`: what the answer must say by that statement's rows.
 */
export type Question = Readonly<{
  text: string
  as?: string
  reads(db: Tx): Promise<unknown>
  byHand: string
  says(rows: readonly Row[]): readonly string[]
}>
type Row = Readonly<Record<string, unknown>>

const tally = `count(*)::int AS total, count(*) FILTER (WHERE status = 'closed')::int AS closed,
  count(*) FILTER (WHERE status IN ('to-rectify', 'rectifying') AND due_at < $1)::int AS overdue`
const of = (more: string): string =>
  `FROM hazard WHERE campaign_id = '${CAMPAIGN}' AND status <> 'void' ${more}`
const ofTown = `AND (locality_id = '${town}' OR responsible_id = '${town}' OR lead_id = '${town}')`
const unrectified = `AND status IN ('to-rectify', 'rectifying')`
const monday = `timestamptz '2026-11-23 00:00+08'`
const happened = (more: string, weeksAgo = 0): string =>
  ['found_at', 'rectified_at', 'closed_at']
    .map((column) => {
      const [from, to] = [monday, '$1::timestamptz'].map((at) => `${at} - interval '${7 * weeksAgo} days'`)
      const name = weeksAgo === 0 ? column : `${column}_before`
      return `(SELECT count(*)::int ${of(`${more} AND ${column} >= ${from} AND ${column} <= ${to}`)}) AS ${name}`
    })
    .join(', ')

const sum = (rows: readonly Row[], column: string): number =>
  rows.reduce((total, row) => total + Number(row[column]), 0)
const saysTally = (rows: readonly Row[]): readonly string[] => [
  `隐患${sum(rows, 'total')}处，销号${sum(rows, 'closed')}处`,
  ...(sum(rows, 'overdue') > 0 ? [`逾期${sum(rows, 'overdue')}处`] : []),
]
const saysWeek = (rows: readonly Row[]): readonly string[] => [
  `新登记${sum(rows, 'found_at')}处，提交整改${sum(rows, 'rectified_at')}处，销号${sum(rows, 'closed_at')}处`,
]
const before = (rows: readonly Row[], column: string): string =>
  `${sum(rows, column)}处（上周同期${sum(rows, `${column}_before`)}处`
/** The first of them, one under the other, in this order. */
const saysRows =
  (shown: number) =>
  (rows: readonly Row[]): readonly string[] => [
    rows
      .slice(0, shown)
      .map(({ number }) => `${String(number)}号 .*`)
      .join(''),
  ]
const shareOf = ({ total, closed }: Row): number => Number(closed) / Number(total)
const ranked = (rows: readonly Row[]): readonly string[] =>
  rows
    .slice(0, 1)
    .map(
      ({ total, closed, overdue }) =>
        `1. .*隐患${String(total)}处，销号${String(closed)}处（\\d+%），逾期${String(overdue)}处`,
    )

const all = { campaignId: CAMPAIGN }
const weeks = {
  this: { from: new Date('2026-11-23T00:00:00+08:00'), to: now },
  last: { from: new Date('2026-11-16T00:00:00+08:00'), to: new Date('2026-11-19T10:00:00+08:00') },
}
const listed = (filter: HazardFilter, kind: hazards.OpenKind) => (db: Tx) =>
  hazards.list(db, filter, kind, now, 7)

export const questions: readonly Question[] = [
  {
    text: '全县进度',
    reads: async (db) => [
      await hazards.tally(db, all, now),
      await hazards.tallyByLocality(db, CAMPAIGN, now),
    ],
    byHand: `SELECT locality_id, ${tally} ${of('')} GROUP BY locality_id`,
    says: saysTally,
  },
  {
    text: '北甲丁镇怎么样',
    reads: (db) => hazards.tally(db, { ...all, unitId: town }, now),
    byHand: `SELECT ${tally} ${of(ofTown)}`,
    says: saysTally,
  },
  {
    text: `${communityName(5)}还有几处`,
    reads: (db) => hazards.tally(db, { ...all, communityId: 'bench:community-5' }, now),
    byHand: `SELECT ${tally} ${of(`AND community_id = 'bench:community-5'`)}`,
    says: saysTally,
  },
  {
    text: '电动自行车隐患有多少',
    reads: (db) => hazards.tally(db, { ...all, category: 'e-bike' }, now),
    byHand: `SELECT ${tally} ${of(`AND category = 'e-bike'`)}`,
    says: saysTally,
  },
  {
    text: '逾期',
    reads: listed(all, 'overdue'),
    byHand: `SELECT * ${of(`${unrectified} AND due_at < $1`)} ORDER BY due_at, id LIMIT 6`,
    says: saysRows(6),
  },
  {
    text: '快到期的有哪些',
    reads: listed(all, 'due-soon'),
    byHand: `SELECT * ${of(`${unrectified} AND due_at >= $1`)} ORDER BY due_at, id LIMIT 7`,
    says: saysRows(6),
  },
  {
    text: '全县本周情况',
    reads: (db) => movement(db, all, weeks.this),
    byHand: `SELECT ${happened('')}`,
    says: saysWeek,
  },
  {
    text: '北甲丁镇本周情况',
    reads: (db) => movement(db, { ...all, unitId: town }, weeks.this),
    byHand: `SELECT ${happened(ofTown)}`,
    says: saysWeek,
  },
  {
    text: '全县和上周比',
    reads: async (db) => [await movement(db, all, weeks.this), await movement(db, all, weeks.last)],
    byHand: `SELECT ${happened('')}, ${happened('', 1)}`,
    says: (rows) => [
      `新登记${before(rows, 'found_at')}`,
      `提交整改${before(rows, 'rectified_at')}`,
      `销号${before(rows, 'closed_at')}`,
    ],
  },
  {
    text: '整改率排名',
    reads: (db) => hazards.tallyByLocality(db, CAMPAIGN, now),
    byHand: `SELECT locality_id, ${tally} ${of('')} GROUP BY locality_id`,
    says: (rows) => ranked(rows.toSorted((one, other) => shareOf(one) - shareOf(other))),
  },
  {
    text: '哪些小区问题最多',
    reads: (db) => hazards.tallyByCommunity(db, CAMPAIGN, now, 50),
    byHand: `SELECT community_id, ${tally} ${of('')} GROUP BY community_id ORDER BY total DESC, community_id LIMIT 50`,
    says: ranked,
  },
  {
    text: 'YC-0777怎么样了',
    reads: (db) => db.hazard.findUnique({ where: { code: 'YC-0777' } }),
    byHand: `SELECT * ${of('AND number = 777')}`,
    says: (rows) => rows.map(({ number, place }) => `${String(place)}.*${String(number)}号隐患`),
  },
  {
    text: '台账',
    reads: (db) => ledgerSize(db, all),
    byHand: `SELECT count(*)::int AS size ${of('')}`,
    says: (rows) => [`${sum(rows, 'size')}处`],
  },
  {
    text: '我的待办',
    as: managerId(7),
    reads: listed({ ...all, responsibleId: 'bench:property-7' }, 'unrectified'),
    byHand: `SELECT * ${of(`AND responsible_id = 'bench:property-7' ${unrectified}`)} ORDER BY due_at, id LIMIT 6`,
    says: saysRows(5),
  },
  {
    text: '我的待办',
    as: 'reinspector',
    reads: listed(all, 'to-reinspect'),
    byHand: `SELECT * ${of(`AND status = 'to-reinspect'`)} ORDER BY due_at, id LIMIT 6`,
    says: saysRows(5),
  },
]
