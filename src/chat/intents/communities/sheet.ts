import { columns, derived, rowOf, SHEET } from '../../../domain/communities/sheet.ts'
import { may } from '../../../domain/roles.ts'
import { rectificationRate } from '../../../domain/submissions/counts.ts'
import { dayOf, formatDay } from '../../../domain/time/calendar.ts'
import { writeSheet } from '../../../documents/write-sheet.ts'
import * as coverage from '../../../store/communities/coverage.ts'
import * as files from '../../../store/communities/files.ts'
import type { Campaign } from '../../../store/directory.ts'
import { importFiles } from '../../../usecases/communities/import-files.ts'
import { unitName } from '../../saying/names.ts'
import { requireMay, type KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import { keeps } from './file.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** 「导出小区档案」: the table of the communities that the speaker keeps, to be filled in and sent back. */
export async function exportFiles(
  scene: KnownScene,
  campaign: Campaign,
  unitId: string | undefined,
): Promise<Answer> {
  requireMay(scene, 'keep-file')
  const { tx, directory, now } = scene
  const places = [...directory.communities.values()].filter(
    (place) => keeps(scene, place) && (unitId === undefined || place.unitId === unitId),
  )
  if (places.length === 0) return { reply: say('没有归您单位维护档案的小区。需要全县的表请找消安委办。') }
  const ids = places.map(({ id }) => id)
  const held = await files.findMany(tx, ids)
  const stewards = await files.stewardsOf(tx, ids)
  const counts = await coverage.placeCounts(tx, campaign.id, ids)
  const rows = places.map((place) => {
    const { found = 0, closed = 0, checks = 0 } = counts.get(place.id) ?? {}
    return [
      ...rowOf({
        key: place.id.slice(directory.regionId.length + 1),
        name: place.name,
        unit: unitName(directory, place.unitId),
        property: place.propertyId ? unitName(directory, place.propertyId) : '',
        facts: held.get(place.id)?.facts ?? {},
        stewards: stewards.get(place.id) ?? [],
      }),
      found,
      closed,
      found - closed,
      rectificationRate(found, closed),
      checks,
    ]
  })
  const bytes = await writeSheet({
    sheet: SHEET,
    head: columns,
    rows,
    widths: columns.map((name) =>
      name === '小区名称' || name === '地址' ? 22 : Math.max(9, name.length * 2 + 2),
    ),
    stickyColumns: 2,
  })
  const hash = await scene.keep({ bytes, mime: XLSX })
  const whose = unitId === undefined ? '' : unitName(directory, unitId)
  const name = `小区档案${whose}${formatDay(dayOf(now))}.xlsx`
  return {
    reply: say(
      `${places.length}个小区的档案表。填好私聊发回来就行，空着的格子不会改动；最后${derived.length}列是系统算的，不用填。`,
    ),
    files: [{ hash, name }],
  }
}

/** How many faulty rows are named in one message. */
const FAULTS = 12

/** A table of files that came back: taken whole, or every fault by its row and nothing taken. */
export async function takeFiles(scene: KnownScene): Promise<Answer | undefined> {
  const { sheet, tx, directory, person, now, eventId, conversation } = scene
  if (!sheet || !may(person.roles, 'keep-file')) return undefined
  const taken = await importFiles(tx, { directory, rows: sheet.rows, name: sheet.name, eventId }, person, now)
  const { faults, rows, changed, added } = taken
  if (faults.length > 0) {
    const lines = faults.slice(0, FAULTS).map(({ row, problem }) => `- 第${row}行：${problem}`)
    const isGroup = conversation.kind === 'group'
    return {
      reply: say(
        [
          `「${sheet.name}」有${faults.length}处要改，一行都没有存：`,
          ...(isGroup ? [] : lines),
          ...(faults.length > FAULTS && !isGroup ? [`还有${faults.length - FAULTS}处。`] : []),
          isGroup ? '请私聊发我，我逐行告诉您。' : '改好整张表再发一次。',
        ].join('\n'),
      ),
    }
  }
  if (changed + added === 0) return { reply: say(`「${sheet.name}」和档案里的一样，没有变化。`) }
  const told = [
    ...(changed > 0 ? [`更新${changed}个小区`] : []),
    ...(added > 0 ? [`新增${added}个小区`] : []),
  ]
  return { reply: say(`已收「${sheet.name}」：共${rows}行，${told.join('，')}。发「档案缺项」看还缺什么。`) }
}
