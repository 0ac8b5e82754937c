import { z } from 'zod'
import type { Card, CardAction } from '../../chat/cards/card.ts'
import { escapeText, previewOf, renderMarkdown, sayUrl } from './markdown.ts'

const names = ['title', 'status_text', 'status_tone', 'body', 'settled', 'buttons'] as const
export type CardVariable = (typeof names)[number]

const color = z.string().regex(/^#[0-9A-F]{6}$/i)

const CardTemplate = z.object({
  name: z.string().min(1),
  version: z.number().int().positive(),
  note: z.string(),
  variables: z
    .array(
      z.object({
        name: z.enum(names),
        type: z.enum(['string', 'markdown', 'boolean', 'array']),
        maxLength: z.number().int().positive(),
        meaning: z.string().min(1),
      }),
    )
    .refine(
      (variables) =>
        names.every((name) => variables.filter((variable) => variable.name === name).length === 1),
      {
        error: `must list each of ${names.join(', ')} exactly once`,
      },
    ),
  tones: z.object({ open: color, warning: color, overdue: color, done: color }),
  buttonColors: z.object({ primary: z.string().min(1), danger: z.string().min(1), plain: z.string().min(1) }),
  button: z.object({ maxCount: z.number().int().positive(), maxLabel: z.number().int().positive() }),
})

/** What the published interactive card template expects: its variables, colours and limits. */
export type CardTemplate = Readonly<z.infer<typeof CardTemplate>>

/** Checks `cards/dingtalk-card.json`, or throws naming everything that is wrong with it. */
export function loadCardTemplate(json: unknown): CardTemplate {
  const result = CardTemplate.safeParse(json)
  if (!result.success) throw new Error(`Bad DingTalk card template\n${z.prettifyError(result.error)}`)
  return result.data
}

/** The most characters that a variable may have. */
function maxLengthOf(template: CardTemplate, name: CardVariable): number {
  return template.variables.find((variable) => variable.name === name)?.maxLength ?? 0
}

/** Action cards have room for so many buttons; further ones become links in the text. */
const MAX_BUTTONS = 5

/** Every value a string, or DingTalk silently ignores it. */
export type CardParamMap = Readonly<Record<CardVariable, string>>

/** A card as the variables of the interactive template. Pure. */
export function encodeTemplateCard(card: Card, template: CardTemplate): CardParamMap {
  const fit = (name: CardVariable, value: string) => shorten(value, maxLengthOf(template, name))
  return {
    title: fit('title', previewOf(card.title, maxLengthOf(template, 'title'))),
    status_text: fit('status_text', card.status?.text ?? ''),
    status_tone: card.status?.tone ?? '',
    body: fitLines(card.lines, maxLengthOf(template, 'body')),
    settled: String(card.actions.length === 0),
    buttons: fitButtons(card.actions, template),
  }
}

/**
 * What to answer a pressed button with. DingTalk shows it to that person only; everybody else sees the card change
 * when the update is sent. https://open.dingtalk.com/document/orgapp/event-callback-card
 */
export function cardResponse(card: Card, template: CardTemplate): Readonly<Record<string, unknown>> {
  return {
    cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
    cardData: { cardParamMap: encodeTemplateCard(card, template) },
    userPrivateData: { cardParamMap: {} },
  }
}

/** A card without a template, for session webhooks. Its buttons make whoever taps them say the sentence. */
export function encodeWebhookCard(card: Card): Readonly<Record<string, unknown>> {
  const title = previewOf(card.title)
  const text = cardMarkdown(card)
  const buttons = buttonsOf(card)
  const [only] = buttons
  if (!only) return { msgtype: 'markdown', markdown: { title, text } }
  if (buttons.length === 1)
    return {
      msgtype: 'actionCard',
      actionCard: { title, text, singleTitle: only.label, singleURL: sayUrl(only.say) },
    }
  const btns = buttons.map(({ label, say }) => ({ title: label, actionURL: sayUrl(say) }))
  return {
    msgtype: 'actionCard',
    actionCard: { title, text, btnOrientation: buttons.length === 2 ? '1' : '0', btns },
  }
}

export type RobotMessage = Readonly<{ msgKey: string; msgParam: Readonly<Record<string, string>> }>

/** The same card for the robot API: one button, two side by side, or up to five in a column. */
export function encodeRobotCard(card: Card): RobotMessage {
  const title = previewOf(card.title)
  const text = cardMarkdown(card)
  const buttons = buttonsOf(card)
  const [first, second] = buttons
  if (!first) return { msgKey: 'sampleMarkdown', msgParam: { title, text } }
  if (!second)
    return {
      msgKey: 'sampleActionCard',
      msgParam: { title, text, singleTitle: first.label, singleURL: sayUrl(first.say) },
    }
  if (buttons.length === 2)
    return {
      msgKey: 'sampleActionCard6',
      msgParam: {
        title,
        text,
        buttonTitle1: first.label,
        buttonUrl1: sayUrl(first.say),
        buttonTitle2: second.label,
        buttonUrl2: sayUrl(second.say),
      },
    }
  const numbered = buttons.flatMap(({ label, say }, i) => [
    [`actionTitle${i + 1}`, label],
    [`actionURL${i + 1}`, sayUrl(say)],
  ])
  return {
    msgKey: `sampleActionCard${buttons.length}`,
    msgParam: { title, text, ...Object.fromEntries(numbered) },
  }
}

function buttonsOf(card: Card): readonly CardAction[] {
  return card.actions.slice(0, MAX_BUTTONS)
}

function cardMarkdown(card: Card): string {
  const head = `### ${escapeText(card.title)}`
  const status = card.status ? [`**${escapeText(card.status.text)}**`] : []
  const links = card.actions
    .slice(MAX_BUTTONS)
    .map(({ label, say }) => `[${escapeText(label)}](${sayUrl(say)})`)
  const body = fitLines([...status, ...card.lines], 3000)
  return [head, body, links.join('　')].filter((part) => part !== '').join('\n\n')
}

/** As many whole lines as fit, so that no markup is cut in two. */
function fitLines(lines: readonly string[], max: number): string {
  for (let count = lines.length; count > 0; count--) {
    const left = count < lines.length ? ['…'] : []
    const text = renderMarkdown([...lines.slice(0, count), ...left].join('\n'))
    if (text.length <= max) return text
  }
  return shorten(previewOf(lines[0] ?? '', max), max)
}

function fitButtons(actions: readonly CardAction[], template: CardTemplate): string {
  const max = maxLengthOf(template, 'buttons')
  for (let count = Math.min(actions.length, template.button.maxCount); count > 0; count--) {
    const json = JSON.stringify(
      actions.slice(0, count).map(({ label, say, tone }, i) => ({
        text: shorten(label, template.button.maxLabel),
        color: template.buttonColors[tone ?? 'plain'],
        actionId: `say-${i + 1}`,
        params: { say },
      })),
    )
    if (json.length <= max) return json
  }
  return '[]'
}

function shorten(text: string, max: number): string {
  if (text.length <= max) return text
  const letters = [...text]
  while (letters.join('').length > max - 1) letters.pop()
  return `${letters.join('')}…`
}
