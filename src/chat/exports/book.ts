import { setImmediate as breath } from 'node:timers/promises'
import { formatMoment } from '../../domain/time/calendar.ts'
import type { Campaign, Directory } from '../../store/directory.ts'
import { ledgerRows, type LedgerRow } from '../../store/hazards/ledger-rows.ts'
import * as hazards from '../../store/hazards.ts'
import type { Tx } from '../../store/open.ts'
import * as contacts from '../../store/roster/contacts.ts'
import { unitName } from '../saying/names.ts'
import type { Scope } from './making.ts'

/** The most hazards in one table; whoever asks is told when there are more. */
export const MOST_ROWS = 5000
const PAGE = 500

/** What a table about hazards is made of: the rows, and whoever and whatever they name. */
export type Book = Readonly<{
  scope: Scope
  directory: Directory
  campaign: Campaign
  rows: readonly LedgerRow[]
  contacts: readonly contacts.Held[]
  phones: ReadonlyMap<string, string>
  /** Whose hazards, of which time, as of when, and how far they are. */
  about: string
}>

/** Reads the rows page by page, so that others have their turn in between. */
export async function openBook(db: Tx, directory: Directory, scope: Scope): Promise<Book> {
  const { campaignId, unitId, span, asOf } = scope
  const campaign = directory.campaigns.find(({ id }) => id === campaignId)
  if (!campaign) throw new Error(`no campaign ${campaignId}`)
  const filter = { campaignId, unitId }
  const rows: LedgerRow[] = []
  while (rows.length < MOST_ROWS) {
    const page = { after: rows.at(-1)?.number ?? 0, take: Math.min(PAGE, MOST_ROWS - rows.length), span }
    const next = await ledgerRows(db, filter, page)
    rows.push(...next)
    if (next.length < page.take) break
    await breath()
  }
  const held = await contacts.current(db, campaignId)
  const people = [...directory.people.values()].filter(({ roles }) => roles.length > 0)
  return {
    scope,
    directory,
    campaign,
    rows,
    contacts: held,
    phones: await contacts.phonesOf(
      db,
      people.map(({ id }) => id),
    ),
    about: await aboutOf(db, directory, scope, rows),
  }
}

async function aboutOf(
  db: Tx,
  directory: Directory,
  scope: Scope,
  rows: readonly LedgerRow[],
): Promise<string> {
  const { campaignId, unitId, span, asOf } = scope
  const whose = unitId === undefined ? '全部单位' : unitName(directory, unitId)
  const { total, closed, overdue } = await hazards.tally(db, { campaignId, unitId }, asOf)
  const all = span
    ? `${span.name}发现${rows.length}处`
    : `共${total}处，已销号${closed}处${overdue > 0 ? `，逾期${overdue}处` : ''}`
  const cut = !span && total > rows.length ? `；本表为编号最前的${rows.length}处` : ''
  return `范围：${whose}；截至${formatMoment(asOf, asOf)}${all === '' ? '' : `，${all}`}${cut}`
}
