import {
  addDays,
  dayOf,
  daysBetween,
  formatDay,
  isStatutoryHoliday,
  weekdayName,
  type Day,
  type WorkdayTable,
} from '../domain/time/calendar.ts'
import { periodsOf, type Period } from '../domain/time/cadence.ts'
import type { CampaignFile, DutyInFile } from './view.ts'

/**
 * What is not wrong in the file but worth a look by whoever wrote it, in Chinese sentences: deadlines that holidays
 * touch, years whose holidays are not out, days that do not add up, communities without a property company.
 */
export function remarksOn(file: CampaignFile, table: WorkdayTable): readonly string[] {
  return [
    ...file.readings,
    ...onLength(file),
    ...onStages(file),
    ...onNumbering(file),
    ...onDuties(file, table),
    ...onPlaces(file),
  ]
}

/** What keeps the file from being loaded beside others: a prefix or key that is taken, or one region in two ways. */
export function conflictsWith(file: CampaignFile, others: readonly CampaignFile[]): readonly string[] {
  return others.flatMap((other) => {
    const { title, codePrefix, key } = other.campaign
    const sameRegion = other.region.key === file.region.key
    const units = new Map(other.units.map((unit) => [unit.key, unit]))
    return [
      ...(codePrefix === file.campaign.codePrefix
        ? [`编号字头“${codePrefix}”已经给“${title}”用了，请换一个`]
        : []),
      ...(sameRegion && key === file.campaign.key
        ? [`行动的标识“${key}”已经给“${title}”用了，请换一个`]
        : []),
      ...(sameRegion && other.region.name !== file.region.name
        ? [`地区“${file.region.key}”在“${title}”里叫“${other.region.name}”，两处要一致`]
        : []),
      ...(sameRegion
        ? file.units.flatMap((unit) => {
            const known = units.get(unit.key)
            return known && known.name !== unit.name
              ? [`单位标识“${unit.key}”在“${title}”里是“${known.name}”，这里是“${unit.name}”，两处要一致`]
              : []
          })
        : []),
    ]
  })
}

function onLength({ campaign }: CampaignFile): readonly string[] {
  const inTitle = /(\d+)\s*天/.exec(campaign.title)?.[1]
  const said = campaign.notice?.days ?? (inTitle === undefined ? undefined : Number(inTitle))
  const days = daysBetween(campaign.starts, campaign.ends) + 1
  if (said === undefined || said === days) return []
  return [
    `${campaign.notice?.days === undefined ? '标题' : '文件'}写的是${said}天，起止日期算下来是${days}天`,
  ]
}

function onStages({ campaign, stages }: CampaignFile): readonly string[] {
  const said = campaign.notice?.stages
  return [
    ...(said === undefined || said === stages.length
      ? []
      : [
          `文件写的是分${said}个阶段，这里列了${stages.length}个${stages.length < said ? '，是不是少了总结阶段？可以在 stages 里补上' : ''}`,
        ]),
    ...stages.flatMap((stage, index) => {
      const before = stages[index - 1]
      if (!before || stage.starts <= addDays(before.ends, 1)) return []
      return [`“${before.name}”和“${stage.name}”之间空了${daysBetween(before.ends, stage.starts) - 1}天`]
    }),
  ]
}

/** Numbers of the notice that are left out; they are only named, as nobody but its author knows what was meant. */
function onNumbering({ duties, targets }: CampaignFile): readonly string[] {
  const chapters = new Map<string, Set<number>>()
  for (const { item } of [...duties, ...targets]) {
    const [chapter, number] = item?.split('.') ?? []
    if (chapter === undefined || number === undefined) continue
    chapters.set(chapter, (chapters.get(chapter) ?? new Set()).add(Number(number)))
  }
  return [...chapters].flatMap(([chapter, numbers]) => {
    const all = Array.from({ length: Math.max(...numbers) }, (_, index) => index + 1)
    const missing = all.filter((number) => !numbers.has(number))
    return missing.length === 0
      ? []
      : [`文件第（${chapter}）部分缺第${missing.join('、')}项，序号按原文保留，请核对是不是漏了`]
  })
}

/** What is to be said about duties falls to a day: one sentence for all that share it. */
function onDuties({ duties, campaign }: CampaignFile, table: WorkdayTable): readonly string[] {
  const shared = new Map<string, string[]>()
  const single: string[] = []
  for (const duty of duties) {
    for (const period of periodsOf(duty, table)) {
      const called = `${duty.name}${period.label === duty.name ? '' : ` ${period.label}`}`
      const remark = onPeriod(period, campaign, table)
      if (remark?.shared) shared.set(remark.text, [...(shared.get(remark.text) ?? []), called])
      else if (remark) single.push(`${called}：${remark.text}`)
    }
  }
  const guessed = duties.flatMap((duty) =>
    [...guessedYears(duty, table)].map(
      (year) => `${duty.name}：${year}年的放假安排还没有公布，先按星期推算，公布后请更新程序`,
    ),
  )
  return [
    ...[...shared].map(
      ([text, names]) =>
        `${names.slice(0, 4).join('、')}${names.length > 4 ? `等${names.length}项` : ''}：${text}`,
    ),
    ...single,
    ...guessed,
  ]
}

function onPeriod(
  { dueAt, shiftedFrom }: Period,
  { starts, notice }: CampaignFile['campaign'],
  table: WorkdayTable,
): Readonly<{ text: string; shared: boolean }> | undefined {
  const on = dayOf(dueAt)
  const issued = notice?.issued
  if (shiftedFrom) return { text: `${named(shiftedFrom)}休息，改到${named(on)}`, shared: false }
  if (on === issued)
    return { text: `${named(on)}当天发文、当天截止，当天之内都算按时；来不及就另定日子`, shared: true }
  if (issued && on < issued) return { text: `截止日期比发文（${named(issued)}）还早，请核对`, shared: true }
  if (on === starts) return { text: '行动第一天就截止', shared: true }
  if (!isStatutoryHoliday(on, table)) return undefined
  const holiday = table.holidays.get(on) ?? '节假日'
  return {
    text: `${named(on)}逢${holiday}，照常截止；要改就在 holiday 写 提前、顺延 或 跳过`,
    shared: false,
  }
}

function guessedYears(duty: DutyInFile, table: WorkdayTable): ReadonlySet<string> {
  return new Set(
    periodsOf(duty, table).flatMap(({ dueAt, shiftedFrom, unpublished }) =>
      unpublished ? [(shiftedFrom ?? dayOf(dueAt)).slice(0, 4)] : [],
    ),
  )
}

function onPlaces({ communities }: CampaignFile): readonly string[] {
  const without = communities.filter(({ property }) => property === undefined).map(({ name }) => name)
  if (without.length === 0) return []
  return [`${without.length}个小区没有写物业（${without.join('、')}），那里的隐患先由所在乡镇街道负责`]
}

function named(on: Day): string {
  return `${formatDay(on)}（${weekdayName(on)}）`
}
