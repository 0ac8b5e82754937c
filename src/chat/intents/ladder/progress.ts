import { rewritten, sections, textOf, type Block, type Paper } from '../../../documents/paper.ts'
import { rectificationRate } from '../../../domain/submissions/counts.ts'
import { day, dayOf, formatDay } from '../../../domain/time/calendar.ts'
import { sameSpanBefore, spanOf, type SpanKind } from '../../../domain/time/spans.ts'
import * as hazards from '../../../store/hazards.ts'
import { movement, type Movement } from '../../../store/hazards/movements.ts'
import { assessUnits, type Assessment } from '../../../usecases/ladder/assess.ts'
import { missingOf, periods } from '../../../usecases/due-reports.ts'
import { unitName } from '../../saying/names.ts'
import { dutyTitle } from '../reports/reminding.ts'
import { officeName, overallLines, published, remedyMoment, type Ground } from './documents.ts'
import { hazardFact } from './facts.ts'

/** The most overdue hazards that a circular names; the ledger that goes with it has them all. */
const STANDING = 10

/** What stands above a paper that nobody has released. */
const MARK = '草稿—待审'

/**
 * 进度通报: the whole in numbers beside the span before, unit by unit in the order of the roster, what is done well, what
 * is not, what still stands, and what is asked for. Nobody is ranked. Every figure is one of the ledger at that moment.
 */
export async function progressPaper(ground: Ground, kind: SpanKind = 'week'): Promise<Paper> {
  const { directory, campaign, now } = ground
  const units = await unitRows(ground)
  const paper: Paper = {
    mark: MARK,
    title: `关于${campaign.title}工作进展情况的通报`,
    blocks: [
      { kind: 'addressee', text: '各有关单位：' },
      ...sections([
        {
          heading: '总体情况',
          blocks: texts([...(await overallLines(ground)), await comparison(ground, kind)]),
        },
        { heading: '各单位进展（按名单顺序，不作排名）', blocks: unitTable(ground, units) },
        { heading: '做得好的', blocks: texts(doneWell(ground, units)) },
        { heading: '存在问题', blocks: texts(await problems(ground, units)) },
        { heading: '突出隐患', blocks: texts(await standing(ground)) },
        {
          heading: '下步要求',
          blocks: texts([
            `请各单位按时报送；存在问题的单位于${remedyMoment(ground)}前补报、整改到位，改完及时申请复查销号。对所列情况有异议的，请在此前向${officeName(ground)}说明。`,
          ]),
        },
      ]),
      { kind: 'text', text: '附件：隐患整改台账' },
      { kind: 'signature', text: officeName(ground) },
      { kind: 'signature', text: formatDay(dayOf(now), 0) },
    ],
  }
  return rewritten(paper, (text) => published(directory, text))
}

/** The same as it is kept, read and sent in chat. */
export function progressText(paper: Paper): string {
  return textOf(paper)
}

const texts = (lines: readonly string[]): readonly Block[] =>
  lines.filter((line) => line !== '').map((text) => ({ kind: 'text', text }))

async function comparison({ tx, campaign, now }: Ground, kind: SpanKind): Promise<string> {
  const filter = { campaignId: campaign.id }
  const running = spanOf(kind, now, campaign.plan.stages, day(campaign.startsOn))
  const current = movement(tx, filter, running)
  const before = sameSpanBefore(kind, now)
  if (!before) return `${running.name}${happened(await current)}。`
  return `${running.name}${happened(await current)}；${before.name}${happened(await movement(tx, filter, before))}。`
}

function happened({ found, rectified, closed }: Movement): string {
  return `新登记${found}处，提交整改${rectified}处，销号${closed}处`
}

type UnitRow = Readonly<{
  unitId: string
  owed: number
  onTime: number
  total: number
  closed: number
  rectified: number
  overdue: number
}>

async function unitRows({ tx, campaign, workdays, now }: Ground): Promise<readonly UnitRow[]> {
  const tallies = new Map(
    (await hazards.tallyByLocality(tx, campaign.id, now)).map((row) => [row.localityId, row] as const),
  )
  const rows = (await assessUnits(tx, { campaign, workdays }, now)).map(
    ({ unitId, owed, onTime }: Assessment) => {
      const { total = 0, closed = 0, toReinspect = 0, overdue = 0 } = tallies.get(unitId) ?? {}
      return { unitId, owed, onTime, total, closed, rectified: closed + toReinspect, overdue }
    },
  )
  return rows.filter(({ owed, total }) => owed > 0 || total > 0)
}

function unitTable({ directory }: Ground, units: readonly UnitRow[]): readonly Block[] {
  if (units.length === 0) return []
  const says = units.map(({ unitId, owed, onTime, total, closed, rectified, overdue }) => {
    const parts = [
      ...(owed > 0 ? [`应报${owed}次，按时${onTime}次`] : []),
      ...(total > 0
        ? [
            `隐患${total}处，销号${closed}处，整改率${rectificationRate(total, rectified)}${overdue > 0 ? `，逾期${overdue}处` : ''}`,
          ]
        : []),
    ]
    return `${unitName(directory, unitId)}：${parts.join('；')}。`
  })
  const rows = units.map(({ unitId, owed, onTime, total, closed, rectified, overdue }) => [
    unitName(directory, unitId),
    ...[owed, onTime, total, closed].map(String),
    rectificationRate(total, rectified),
    String(overdue),
  ])
  return [{ kind: 'table', columns: ['单位', '应报', '按时', '隐患', '销号', '整改率', '逾期'], rows, says }]
}

/** Facts only: who reported everything in time, and who has put right all that was found. */
function doneWell({ directory }: Ground, units: readonly UnitRow[]): readonly string[] {
  const named = (of: readonly UnitRow[]): string =>
    of.map(({ unitId }) => unitName(directory, unitId)).join('、')
  const punctual = units.filter(({ owed, onTime }) => owed > 0 && onTime === owed)
  const cleared = units.filter(({ total, closed }) => total > 0 && closed === total)
  return [
    ...(punctual.length > 0 ? [`${named(punctual)}应报的全部按时报送。`] : []),
    ...(cleared.length > 0 ? [`${named(cleared)}登记的隐患全部销号。`] : []),
  ]
}

/** By what is wrong, and under it the units: which reports of the last deadline are missing, and what is overdue. */
async function problems(ground: Ground, units: readonly UnitRow[]): Promise<readonly string[]> {
  const { tx, directory, campaign, workdays, now } = ground
  const matters = campaign.plan.duties.flatMap((duty) => {
    const period = periods(duty, workdays).findLast(({ dueAt }) => dueAt < now)
    return period ? [{ duty, period }] : []
  })
  const missing = await missingOf(tx, campaign, matters)
  const unreported = matters.flatMap((matter, index) => {
    const names = (missing[index] ?? []).map((unitId) => unitName(directory, unitId))
    return names.length > 0 ? [`${dutyTitle(matter)}未报${names.length}家：${names.join('、')}。`] : []
  })
  const late = units.filter(({ overdue }) => overdue > 0)
  const overdue = late.map((row) => `${unitName(directory, row.unitId)}${row.overdue}处`)
  return [...unreported, ...(overdue.length > 0 ? [`隐患逾期未整改：${overdue.join('、')}。`] : [])]
}

async function standing({ tx, directory, campaign, now }: Ground): Promise<readonly string[]> {
  const overdue = await hazards.list(tx, { campaignId: campaign.id }, 'overdue', now, STANDING)
  return overdue.map(
    (hazard) =>
      `${hazardFact(directory, hazard, now)}，整改单位：${unitName(directory, hazard.responsibleId)}。`,
  )
}
