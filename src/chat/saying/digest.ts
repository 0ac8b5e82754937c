import type { CardAction } from '../cards/card.ts'
import { say, type Speech } from './speech.ts'

/** One matter of several that one person hears about at the same moment. */
export type Section = Readonly<{
  speech: Speech
  /** The campaign's name; said when the sections are of several campaigns. */
  campaign?: string | undefined
  /** The deadline that it is about. */
  due?: Date | undefined
}>

const LINES_OF_A_SECTION = 8
const LINES_OF_A_CARD = 8
const BUTTONS = 2
const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'] as const

/**
 * Several matters as one message, the most pressing first, each a section of at most eight lines. Buttons are those of
 * the most pressing one that has any, two at most; where the whole is too long for a card, they are written out. A lone
 * matter stays as it is.
 */
export function digest(sections: readonly Section[], forGroup = false): Speech {
  const [only, ...others] = sections
  if (only && others.length === 0) return only.speech
  const ordered = sections.toSorted(
    (a, b) => (a.due?.getTime() ?? Infinity) - (b.due?.getTime() ?? Infinity) || 0,
  )
  const named = new Set(sections.map(({ campaign }) => campaign)).size > 1
  const title = forGroup ? `有${sections.length}件事告诉大家：` : `有${sections.length}件事请您看一下：`
  const lines = ordered.flatMap((section, index) => linesOf(section, index, named))
  const actions = ordered.map(({ speech }) => actionsOf(speech)).find((found) => found.length > 0) ?? []
  if (actions.length === 0) return say([title, ...lines].join('\n'))
  if (lines.length <= LINES_OF_A_CARD) return { kind: 'card', card: { title, lines, actions } }
  return say([title, ...lines, `可以直接回：${actions.map(({ say }) => `「${say}」`).join('')}`].join('\n'))
}

function actionsOf(speech: Speech): readonly CardAction[] {
  return speech.kind === 'card' ? speech.card.actions.slice(0, BUTTONS) : []
}

function linesOf({ speech, campaign }: Section, index: number, named: boolean): readonly string[] {
  const [head = '', ...rest] =
    speech.kind === 'text' ? speech.text.split('\n') : [speech.card.title, ...speech.card.lines]
  const number = `**${numerals[index] ?? index + 1}、**`
  const from = named && campaign ? `【${campaign}】` : ''
  return [`${number}${from}${head}`, ...trimmed(rest)]
}

/** Too many lines lose those in the middle: the last one says what to do. */
function trimmed(rest: readonly string[]): readonly string[] {
  const room = LINES_OF_A_SECTION - 1
  return rest.length <= room ? rest : [...rest.slice(0, room - 2), '……', ...rest.slice(-1)]
}
