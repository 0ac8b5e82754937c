import { rewritten, sections, type Block, type Paper } from '../../../documents/paper.ts'
import {
  addCounts,
  countKeys,
  countLabel,
  formatCounts,
  rectificationRate,
  type Counts,
} from '../../../domain/submissions/counts.ts'
import type { Period } from '../../../domain/time/cadence.ts'
import { dayOf, formatDay, timeOf } from '../../../domain/time/calendar.ts'
import * as hazards from '../../../store/hazards.ts'
import * as reports from '../../../store/submissions/reports.ts'
import type { Report } from '../../../store/submissions/reports.ts'
import { missingUnits, owing, periods, type CampaignDuty } from '../../../usecases/due-reports.ts'
import { unitName } from '../../saying/names.ts'
import type { Period as Asked } from '../../understand/types.ts'
import { askedPeriod } from '../reports/missing.ts'
import { dutyTitle } from '../reports/reminding.ts'
import { officeName, published, type Ground } from '../ladder/documents.ts'

/** As many words of what a unit writes as a summary repeats. */
const WORDS = 200

/**
 * 汇总材料: all units' reports of one period in one document for whoever is above, with sums that anybody can work out
 * anew from the reports. Undefined when no report by numbers has been due yet.
 */
export async function summaryPaper(ground: Ground, asked: Asked | undefined): Promise<Paper | undefined> {
  const matter = matterOf(ground, asked)
  if (!matter) return undefined
  const { tx, directory, campaign, now } = ground
  const { duty, period } = matter
  const owed = owing(campaign, duty, period)
  const missing = await missingUnits(tx, campaign, duty, period)
  const firsts = await reports.firstsOf(tx, campaign.id, duty.key, period.key)
  const all = await reports.ofPeriod(tx, campaign.id, duty.key, period.key)
  // In the order of the roster, whatever order they came in.
  const given = owed.flatMap((unitId) => all.find((report) => report.unitId === unitId) ?? [])
  const names = (unitIds: readonly string[]): string =>
    unitIds.map((unitId) => unitName(directory, unitId)).join('、')
  const late = given.flatMap(({ unitId }) => (firsts.get(unitId)?.late ? [unitId] : []))
  const came = [
    `应报${owed.length}家，已报${given.length}家，其中按时${given.length - late.length}家${late.length > 0 ? `、迟报${late.length}家（${names(late)}）` : ''}${missing.length > 0 ? `；未报${missing.length}家：${names(missing)}` : ''}。`,
  ]
  const paper: Paper = {
    mark: '草稿—待审',
    title: `关于${campaign.title}${dutyTitle(matter)}情况的汇总`,
    blocks: [
      { kind: 'addressee', text: `${above(directory.regionName)}：` },
      ...sections([
        { heading: '报送情况', blocks: texts(came) },
        { heading: '总体情况', blocks: texts([sums(given), await standing(ground)]) },
        { heading: '各单位情况', blocks: unitTable(ground, given) },
        { heading: '各单位反映的困难和打算', blocks: texts(notes(ground, given)) },
      ]),
      { kind: 'signature', text: officeName(ground) },
      { kind: 'signature', text: formatDay(dayOf(now), 0) },
    ],
  }
  return rewritten(paper, (text) => published(directory, text))
}

const texts = (lines: readonly string[]): readonly Block[] =>
  lines.filter((line) => line !== '').map((text) => ({ kind: 'text', text }))

/** To whom it goes up: 云川县委、县政府; where the region is none that has them, the writer fills it in. */
function above(region: string): string {
  const [kind] = /[县区市旗]$/u.exec(region) ?? []
  return kind === undefined ? '（主送机关）' : `${region}委、${kind}政府`
}

type Matter = Readonly<{ duty: CampaignDuty; period: Period }>

/** The report by numbers that is meant: of the rhythm that was named, else the one whose deadline is the nearest. */
function matterOf({ campaign, workdays, now }: Ground, asked: Asked | undefined): Matter | undefined {
  const rhythm =
    asked &&
    { week: 'weekly', 'half-month': 'half-monthly', month: 'monthly', stage: '', day: 'daily' }[asked]
  const matters = campaign.plan.duties
    .filter(({ deliverable, target }) => deliverable === 'counts' && target === undefined)
    .flatMap((duty) => {
      const period = askedPeriod(periods(duty, workdays), now)
      return period ? [{ duty, period }] : []
    })
  const away = ({ period }: Matter): number => Math.abs(period.dueAt.getTime() - now.getTime())
  const fitting = matters.filter(({ duty }) => duty.cadence.kind === rhythm)
  return (fitting.length > 0 ? fitting : matters).toSorted((a, b) => away(a) - away(b))[0]
}

/** 本期合计 of what the units have reported. */
function sums(given: readonly Report[]): string {
  const total = given.reduce<Counts>((sum, { counts }) => plus(sum, counts), {})
  const zero = given.filter((report) => report.zero).length
  const { found = 0, rectified = 0 } = total
  return `各单位上报合计：${formatCounts(total) || '没有数字'}；整改率${rectificationRate(found, rectified)}${zero > 0 ? `；零报告${zero}家` : ''}。`
}

/** Unlike over time, over units what is outstanding adds up as well. */
function plus(sum: Counts, next: Counts): Counts {
  const both = addCounts(sum, next)
  const open = [sum.outstanding, next.outstanding].filter((value) => value !== undefined)
  return open.length === 0 ? both : { ...both, outstanding: open.reduce((a, b) => a + b, 0) }
}

async function standing({ tx, campaign, now }: Ground): Promise<string> {
  const tally = await hazards.tally(tx, { campaignId: campaign.id }, now)
  const rate = rectificationRate(tally.total, tally.closed + tally.toReinspect)
  return `截至${formatDay(dayOf(now))}${timeOf(now)}，台账登记隐患${tally.total}处，已销号${tally.closed}处，待复查${tally.toReinspect}处，未整改${tally.unrectified}处${tally.overdue > 0 ? `（逾期${tally.overdue}处）` : ''}，整改率${rate}。`
}

function unitTable({ directory }: Ground, given: readonly Report[]): readonly Block[] {
  if (given.length === 0) return []
  // Only what anybody has reported: a table of blanks tells nothing.
  const keys = countKeys.filter((key) => given.some(({ counts }) => counts[key] !== undefined)).slice(0, 6)
  const rows = given.map(({ unitId, counts, zero }) => [
    unitName(directory, unitId),
    ...keys.map((key) => (zero ? '0' : String(counts[key] ?? '—'))),
    rectificationRate(counts['found'] ?? 0, counts['rectified'] ?? 0),
  ])
  const says = given.map(
    ({ unitId, counts, zero }) =>
      `${unitName(directory, unitId)}：${zero ? '零报告，本期无新增隐患' : formatCounts(counts) || '没有数字'}。`,
  )
  return [{ kind: 'table', columns: ['单位', ...keys.map(countLabel), '整改率'], rows, says }]
}

function notes({ directory }: Ground, given: readonly Report[]): readonly string[] {
  return given.flatMap(({ unitId, note }) =>
    note
      ? [`${unitName(directory, unitId)}：${[...note.replace(/\s+/gu, ' ')].slice(0, WORDS).join('')}`]
      : [],
  )
}
