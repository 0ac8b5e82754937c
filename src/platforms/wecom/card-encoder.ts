import { createHash } from 'node:crypto'
import type { Card, CardAction } from '../../chat/cards/card.ts'
import type { XmlFields } from './envelope.ts'
import { byteLength, cutLetters, escapeText, plainText, renderMarkdown } from './markdown.ts'

/** Who sends the card: an app's cards have a little more room than an AI bot's, and another order of button styles. */
export type Surface = 'app' | 'bot'

const MAX_BUTTONS = 6
const MAX_KEY_BYTES = 1024
const MAX_TASK_BYTES = 128

/**
 * Recommended lengths in characters; what is longer is cut off by the client without a word.
 * https://developer.work.weixin.qq.com/document/path/90236 (apps) and /101032 (AI bots)
 */
const limits: Readonly<
  Record<Surface, Readonly<{ title: number; body: number; label: number; source: number }>>
> = {
  app: { title: 36, body: 160, label: 10, source: 13 },
  bot: { title: 26, body: 112, label: 10, source: 13 },
}

/** The pictures on those pages show the same four buttons, but number the red one differently. */
const styles: Readonly<Record<Surface, Readonly<Record<NonNullable<CardAction['tone']> | 'plain', number>>>> =
  {
    app: { primary: 1, plain: 2, danger: 4 },
    bot: { primary: 1, plain: 2, danger: 3 },
  }

const sourceColors: Readonly<Record<NonNullable<Card['status']>['tone'], 0 | 1 | 2 | 3>> = {
  open: 1,
  warning: 2,
  overdue: 2,
  done: 3,
}

/** Where a tap on a card without buttons leads: the card type demands an address, and we have no page of our own. */
const CARD_URL = 'https://work.weixin.qq.com/'

type Button = Readonly<{ text: string; style: number; key: string }>

/** A template card as WeCom's JSON has it. */
export type TemplateCard = Readonly<{
  card_type: 'button_interaction' | 'text_notice'
  source?: Readonly<{ desc: string; desc_color: number }>
  main_title: Readonly<{ title: string }>
  sub_title_text?: string
  card_action?: Readonly<{ type: 1; url: string }>
  button_list?: readonly Button[]
  task_id: string
}>

/**
 * A card, and what did not fit into it: words to send before it, so that nothing is lost. A template card's lines are
 * plain text, at most 112 or 160 characters in all; buttons carry their sentence in their key.
 */
export type EncodedCard = Readonly<{ card: TemplateCard; before?: string }>

/** Fits a card into a template card of at most 6 buttons; there is no text input on any card of WeCom. Pure. */
export function encodeCard(card: Card, cardId: string, surface: Surface): EncodedCard {
  const limit = limits[surface]
  const lines = card.lines.map(plainText).filter((line) => line !== '')
  const body = lines.join('\n')
  const buttons = buttonsOf(card, surface)
  const left = card.actions.filter(({ say }) => !buttons.some(({ key }) => key === say.trim()))
  const title = plainText(card.title)
  const fits = [...body].length <= limit.body && [...title].length <= limit.title && left.length === 0
  const template: TemplateCard = {
    card_type: buttons.length > 0 ? 'button_interaction' : 'text_notice',
    ...(card.status && {
      source: {
        desc: cutLetters(card.status.text, limit.source),
        desc_color: sourceColors[card.status.tone],
      },
    }),
    main_title: { title: cutLetters(title, limit.title) },
    ...(body !== '' && { sub_title_text: fitLines(lines, limit.body) }),
    ...(buttons.length > 0 ? { button_list: buttons } : { card_action: { type: 1, url: CARD_URL } }),
    task_id: taskIdOf(cardId),
  }
  return fits ? { card: template } : { card: template, before: cardMarkdown({ ...card, actions: left }) }
}

/** The card as a message, for where no card can be shown: what its buttons say is written out to be typed. */
export function cardMarkdown(card: Card): string {
  const status = card.status ? [`**${escapeText(card.status.text)}**`] : []
  const typed = card.actions.map(({ say }) => `「${escapeText(say)}」`).join('')
  const lines = [
    `**${escapeText(card.title)}**`,
    ...status,
    ...card.lines.map(renderMarkdown),
    ...(typed === '' ? [] : [`可以回：${typed}`]),
  ]
  return lines.join('\n')
}

/**
 * A card as the XML fields of a passive update, which draws it anew for the one who pressed.
 * https://developer.work.weixin.qq.com/document/path/90241
 */
export function cardXml(card: TemplateCard): XmlFields {
  return {
    CardType: card.card_type,
    ...(card.source && { Source: { Desc: card.source.desc, DescColor: card.source.desc_color } }),
    MainTitle: { Title: card.main_title.title },
    ...(card.sub_title_text !== undefined && { SubTitleText: card.sub_title_text }),
    ...(card.card_action && { CardAction: { Type: card.card_action.type, Url: card.card_action.url } }),
    ...(card.button_list && {
      ButtonList: card.button_list.map(({ text, style, key }) => ({ Text: text, Style: style, Key: key })),
    }),
  }
}

/**
 * A card's id as a task id, which may hold letters, digits, "_" and "-", and "@" as the sign that two hexadecimal
 * digits follow. Ids too long for its 128 bytes become a fingerprint that cannot be read back.
 */
export function taskIdOf(cardId: string): string {
  const spelled = [...Buffer.from(cardId)]
    .map((byte) => {
      const sign = String.fromCharCode(byte)
      return /[\w-]/.test(sign) ? sign : `@${byte.toString(16).padStart(2, '0')}`
    })
    .join('')
  if (byteLength(spelled) <= MAX_TASK_BYTES) return spelled
  return `@@${createHash('sha256').update(cardId).digest('hex')}`
}

/** The card's id in a task id; one that is not ours, or a fingerprint, is returned as it is. */
export function cardIdOf(taskId: string): string {
  if (!/^(?:[\w-]|@[0-9a-f]{2})+$/.test(taskId)) return taskId
  const bytes = [...taskId.matchAll(/@([0-9a-f]{2})|[\w-]/g)].map(([sign, hex]) =>
    hex === undefined ? sign.charCodeAt(0) : Number.parseInt(hex, 16),
  )
  return Buffer.from(bytes).toString('utf8')
}

/** The buttons that can be: a key has 1024 bytes, and no two in a card may be alike. */
function buttonsOf(card: Card, surface: Surface): readonly Button[] {
  const buttons: Button[] = []
  for (const { label, say, tone } of card.actions) {
    const key = say.trim()
    if (key === '' || byteLength(key) > MAX_KEY_BYTES || buttons.some((button) => button.key === key))
      continue
    const text = cutLetters(plainText(label), limits[surface].label)
    buttons.push({ text, style: styles[surface][tone ?? 'plain'], key })
    if (buttons.length === MAX_BUTTONS) break
  }
  return buttons
}

/** As many whole lines as fit. */
function fitLines(lines: readonly string[], max: number): string {
  for (let count = lines.length; count > 0; count--) {
    const text = [...lines.slice(0, count), ...(count < lines.length ? ['…'] : [])].join('\n')
    if ([...text].length <= max) return text
  }
  return cutLetters(lines[0] ?? '', max)
}
