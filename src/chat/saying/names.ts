import { categories } from '../understand/types.ts'
import type { Lexicon } from '../understand/types.ts'
import type { Campaign, Directory } from '../../store/directory.ts'
import type { Hazard } from '../../store/hazards.ts'
import type { HazardStatus } from '../../domain/hazards/hazard.ts'

/** 待整改 and so on. */
export const statusNames: Readonly<Record<HazardStatus, string>> = {
  'to-confirm': '待确认',
  'to-rectify': '待整改',
  rectifying: '整改中',
  'to-reinspect': '待复查',
  closed: '已销号',
  void: '已作废',
}

/** What people call the categories. */
export const categoryNames: Readonly<Record<(typeof categories)[number], string>> = {
  'fire-lane': '消防车通道',
  evacuation: '疏散通道',
  facilities: '设施器材',
  'e-bike': '电动自行车',
  electrical: '电气线路',
  building: '建筑防火',
  management: '消防管理',
  'gas-hazmat': '燃气危化',
  other: '其他',
}

/** A category's name; one that a later campaign file brings is shown as written. */
export function categoryName(category: string): string {
  return Object.hasOwn(categoryNames, category)
    ? categoryNames[category as keyof typeof categoryNames]
    : category
}

/** A unit's name, or 待定 when there is none. */
export function unitName(directory: Directory, unitId: string | null): string {
  return (unitId && directory.units.get(unitId)?.name) || '待定'
}

/** Where a hazard is: 阳光花园 3号楼2单元. */
export function whereabouts(directory: Directory, hazard: Hazard): string {
  const community =
    (hazard.communityId && directory.communities.get(hazard.communityId)?.name) ?? hazard.communityName
  return [community, hazard.place?.replace(/[里内]$/, '')].filter(Boolean).join(' ') || '地点待补'
}

/** What is wrong there, without saying again where: 堆满纸箱. */
export function whatIsWrong(directory: Directory, hazard: Hazard): string {
  const community = hazard.communityId ? directory.communities.get(hazard.communityId) : undefined
  const where = [hazard.place, community?.name, ...(community?.aliases ?? []), hazard.communityName]
  let words = hazard.description
  for (const name of where) if (name) words = words.replace(name, '')
  // 7栋二楼, and 二楼灭火器没压力 of it.
  const place = hazard.place ?? ''
  const again = Array.from(place, (_, at) => place.slice(at)).find(
    (end) => end.length >= 2 && words.startsWith(end),
  )
  words = words.slice(again?.length ?? 0)
  words = words.replace(/^(?:还有|另外|以及|并且|[\s，,。、：:的里])+/, '').trim()
  return words.length >= 2 ? words : hazard.description
}

/** 12号, as people say it. */
export function shortNumber(hazard: Hazard): string {
  return `${hazard.number}号`
}

const lexicons = new WeakMap<Directory, Map<string, Lexicon>>()

/** The directory as the words one may use, the current campaign's codes first. Made once for each revision. */
export function lexiconOf(directory: Directory, campaign: Campaign | null): Lexicon {
  const made = lexicons.get(directory) ?? new Map<string, Lexicon>()
  lexicons.set(directory, made)
  const key = campaign?.id ?? ''
  const held = made.get(key)
  if (held) return held
  const prefixes = directory.campaigns.map(({ codePrefix }) => codePrefix)
  const lexicon: Lexicon = {
    units: [...directory.units.values()],
    communities: [...directory.communities.values()],
    tasks: namesOf(directory, ({ deliverable, target }) => deliverable !== 'counts' && target === undefined),
    targets: namesOf(directory, ({ target }) => target !== undefined),
    codePrefixes: campaign
      ? [campaign.codePrefix, ...prefixes.filter((prefix) => prefix !== campaign.codePrefix)]
      : prefixes,
  }
  made.set(key, lexicon)
  return lexicon
}

/** The names of some of the duties of all campaigns, each once. */
function namesOf(
  directory: Directory,
  wanted: (duty: Campaign['plan']['duties'][number]) => boolean,
): string[] {
  const duties = directory.campaigns.flatMap(({ plan }) => plan.duties)
  return [...new Set(duties.filter(wanted).map(({ name }) => name))]
}
