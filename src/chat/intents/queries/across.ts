import type { Campaign, Directory } from '../../../store/directory.ts'
import type { Card } from '../../cards/card.ts'
import { standsAlone } from '../../meant.ts'
import { currentCampaign, runningCampaigns, type KnownScene } from '../../scene.ts'
import { say, type Answer, type Speech } from '../../saying/speech.ts'

/** More would not be one look on a phone. */
const MOST = 4
/** What a card holds. */
const LINES = 8
const ACTIONS = 3

/** `byTitle`: the words of a title were said, which may look like a category (消防通道整治) and are none. */
export type Asked = Readonly<{ campaigns: readonly Campaign[]; byTitle: boolean }>

/**
 * The campaigns that a question is about: in a group the group's own, one-to-one the chosen one or the one that is named
 * by its title or letters; else all that run, for whoever works in one unit (or asks for what is his own) those in which
 * it takes part.
 */
export function campaignsAsked(scene: KnownScene, isOwn = false): Asked {
  const current = currentCampaign(scene)
  if (scene.conversation.kind === 'group' || scene.boundCampaignId === current.id)
    return { campaigns: [current], byTitle: isTitled(scene, current) }
  const running = runningCampaigns(scene.directory, scene.now)
  const titled = running.filter((campaign) => isTitled(scene, campaign))
  if (titled.length > 0) return { campaigns: titled, byTitle: true }
  const lettered = running.filter(({ codePrefix }) => standsAlone(codePrefix, scene.text))
  if (lettered.length > 0) return { campaigns: lettered, byTitle: false }
  const own = running.filter(({ members }) => members.some(({ unitId }) => unitId === scene.person.unitId))
  if (own.length > 0 && isOwn) return { campaigns: own, byTitle: false }
  const seesAll = scene.person.roles.some(
    (role) => role === 'office' || role === 'leader' || role === 'supervisor',
  )
  return { campaigns: seesAll || own.length === 0 ? running : own, byTitle: false }
}

/** One question asked of each campaign and told as one answer, each part under the campaign's name. */
export async function across(
  scene: KnownScene,
  campaigns: readonly Campaign[],
  answerIn: (campaign: Campaign) => Promise<Answer>,
): Promise<Answer> {
  const [only, ...others] = campaigns
  if (only && others.length === 0) return answerIn(only)
  const parts: (readonly [string, Answer])[] = []
  for (const campaign of campaigns.slice(0, MOST))
    parts.push([shortTitle(scene.directory, campaign), await answerIn(campaign)])
  const rest = campaigns.slice(MOST).map((campaign) => shortTitle(scene.directory, campaign))
  return { ...parts[0]?.[1], reply: together(parts, rest) }
}

function together(parts: readonly (readonly [string, Answer])[], rest: readonly string[]): Speech {
  const said = parts.flatMap(([name, { reply }]) => (reply ? [{ name, reply }] : []))
  const texts = new Set(said.map(({ reply }) => JSON.stringify(reply)))
  const [first] = said
  // What is the same everywhere (没有逾期的隐患) is said once.
  if (first && texts.size === 1 && rest.length === 0) return first.reply
  const cards = said.flatMap(({ reply }) => (reply.kind === 'card' ? [reply.card] : []))
  const lines = [
    ...said.flatMap(({ name, reply }) => underName(name, linesOf(reply))),
    ...(rest.length > 0 ? [`还有${rest.join('、')}，发「切换到 ${rest[0] ?? ''}」再问。`] : []),
  ]
  const [title] = cards
  if (title && lines.length <= LINES)
    return { kind: 'card', card: { title: title.title, lines, actions: actionsOf(cards) } }
  return say([...(title ? [`**${title.title}**`] : []), ...lines].join('\n'))
}

function underName(name: string, [first = '', ...more]: readonly string[]): readonly string[] {
  return more.length === 0 && !first.startsWith('**')
    ? [`**${name}**：${first}`]
    : [`**${name}**`, first, ...more]
}

function linesOf(reply: Speech): readonly string[] {
  return reply.kind === 'card' ? reply.card.lines : reply.text.split('\n')
}

function actionsOf(cards: readonly Card[]): Card['actions'] {
  const all = cards.flatMap(({ actions }) => actions)
  return all
    .filter(({ label }, index) => all.findIndex((other) => other.label === label) === index)
    .slice(0, ACTIONS)
}

/** 消防通道专项整治 for 云川县消防通道专项整治: within a county its name says nothing. */
export function shortTitle({ regionName }: Directory, { title }: Campaign): string {
  return title.startsWith(regionName) ? title.slice(regionName.length) : title
}

/** Words that most titles have; what is left names the campaign. */
const COMMON =
  /住宅小区|专项|集中|全链条|整治|治理|行动|工作|消防安全|隐患|排查|活动|方案|三年|百日|\d+|年|天|的/gu

/** 消防通道整治, 电动自行车行动: without such a word it would be a category. */
function isTitled({ text, directory }: KnownScene, campaign: Campaign): boolean {
  const title = shortTitle(directory, campaign)
  if (text.includes(title)) return true
  return title
    .replace(COMMON, ' ')
    .split(/\s+/u)
    .some((word) => word.length >= 2 && new RegExp(`${word}(?:专项)?(?:整治|治理|行动)`, 'u').test(text))
}
