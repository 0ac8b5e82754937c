import { checkDueOn, coverageRate, lackingIn } from '../../../domain/communities/file.ts'
import { dayOf, formatDay } from '../../../domain/time/calendar.ts'
import * as coverage from '../../../store/communities/coverage.ts'
import * as files from '../../../store/communities/files.ts'
import type { Campaign } from '../../../store/directory.ts'
import { unitName } from '../../saying/names.ts'
import type { KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import { example, keeps } from './file.ts'

const LINES = 8

/** 「档案缺项」: how complete the files are, by unit or of one. */
export async function lackingFiles(scene: KnownScene, unitId: string | undefined): Promise<Answer> {
  const { tx, directory, person } = scene
  const places = [...directory.communities.values()]
  const own = places.filter(({ unitId: of }) => of === (unitId ?? person.unitId))
  const wanted = unitId !== undefined || (own.length > 0 && !person.roles.includes('office')) ? own : places
  if (wanted.length === 0) return { reply: say('这里没有登记小区。') }
  const ids = wanted.map(({ id }) => id)
  const held = await files.findMany(tx, ids)
  const stewards = await files.stewardsOf(tx, ids)
  const lacking = wanted
    .map((place) => ({
      place,
      items: lackingIn({
        facts: held.get(place.id)?.facts ?? {},
        hasProperty: place.propertyId !== null,
        stewards: stewards.get(place.id)?.length ?? 0,
      }),
    }))
    .filter(({ items }) => items.length > 0)
    .toSorted((a, b) => b.items.length - a.items.length)
  const whole = wanted.length - lacking.length
  const [first] = lacking
  if (!first) return { reply: say(`${wanted.length}个小区的档案都齐了。`) }
  const mine = lacking.find(({ place }) => keeps(scene, place))
  return {
    reply: say(
      [
        `**档案**：${wanted.length}个小区，齐了${whole}个，还缺${lacking.length}个`,
        ...lacking
          .slice(0, LINES)
          .map(({ place, items }) => `- ${place.name}：缺${items.length}项，${items.slice(0, 3).join('、')}`),
        ...(lacking.length > LINES
          ? [`还有${lacking.length - LINES}个，可按单位问，例如「城关镇档案缺项」。`]
          : []),
        ...(mine?.items[0] ? [`补一项就发，例如「${example(mine.place, mine.items[0])}」。`] : []),
      ].join('\n'),
    ),
  }
}

/** 「排查覆盖率」: places looked at of all, by unit. */
export async function coverageOf(
  scene: KnownScene,
  campaign: Campaign,
  unitId: string | undefined,
): Promise<Answer> {
  const { tx, directory } = scene
  const rows = await coverage.coverage(tx, campaign.id, directory.regionId, unitId)
  const sum = (of: (row: coverage.Coverage) => number): number => rows.reduce((n, row) => n + of(row), 0)
  const total = sum(({ communities }) => communities)
  const checked = sum((row) => row.checked)
  if (total === 0)
    return { reply: say(`${unitId ? unitName(directory, unitId) : '名单里'}没有登记小区，算不出覆盖率。`) }
  const [buildings, households] = [sum((row) => row.buildings), sum((row) => row.households)]
  const base = buildings > 0 ? `（底数：${buildings}栋${households > 0 ? `，${households}户` : ''}）` : ''
  const left = await coverage.unchecked(tx, campaign.id, directory.regionId, unitId, LINES)
  const least = rows
    .filter((row) => row.checked < row.communities)
    .toSorted((a, b) => a.checked / a.communities - b.checked / b.communities)
  return {
    reply: say(
      [
        `**${unitId ? unitName(directory, unitId) : directory.regionName}排查覆盖率** ${coverageRate(checked, total)}：${checked}/${total}个小区${base}`,
        ...(unitId === undefined
          ? least
              .slice(0, LINES)
              .map(
                (row) =>
                  `- ${unitName(directory, row.unitId)} ${row.checked}/${row.communities}（${coverageRate(row.checked, row.communities)}）`,
              )
          : []),
        ...(least.length > LINES && unitId === undefined
          ? [`还有${least.length - LINES}个单位没查全。`]
          : []),
        ...(left.length > 0
          ? [`还没查：${left.join('、')}${total - checked > left.length ? ' 等' : ''}。`]
          : ['小区都查到了。']),
      ].join('\n'),
    ),
  }
}

/** 「重点名单」: watched places, those due first. */
export async function watchList(
  scene: KnownScene,
  campaign: Campaign,
  unitId: string | undefined,
): Promise<Answer> {
  const { tx, directory, now } = scene
  const today = dayOf(now)
  const rows = (await coverage.watchList(tx, campaign.id, directory.regionId, unitId)).map((row) => ({
    ...row,
    isDue:
      checkDueOn({
        every: row.days,
        checkedOn: row.checkedAt ? dayOf(row.checkedAt) : undefined,
        watchedOn: row.watchedOn,
        nodes: campaign.plan.nodes,
      }) <= today,
  }))
  if (rows.length === 0)
    return { reply: say('重点名单还是空的。列入发「把阳光花园列入重点，每7天查一次」（换成小区名）。') }
  const due = rows.filter(({ isDue }) => isDue).length
  const sorted = rows.toSorted((a, b) => Number(b.isDue) - Number(a.isDue))
  return {
    reply: say(
      [
        `**重点名单**：${rows.length}个小区，${due > 0 ? `${due}个该查了` : '都按时查过'}`,
        ...sorted.slice(0, LINES).map(({ communityId, days, checkedAt, open, isDue }) => {
          const name = directory.communities.get(communityId)?.name ?? '（已撤）'
          const last = checkedAt ? `上次${formatDay(dayOf(checkedAt))}` : '还没查过'
          return `- ${name}：每${days}天，${last}${isDue ? '，**该查了**' : ''}${open > 0 ? `，隐患${open}处没销号` : ''}`
        }),
        ...(rows.length > LINES ? [`还有${rows.length - LINES}个，可按单位问。`] : []),
      ].join('\n'),
    ),
  }
}
