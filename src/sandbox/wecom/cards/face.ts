import type { Button, Face } from '../../chats.ts'
import { fieldsOf, textOf } from '../../http.ts'
import type { Fields } from '../../http.ts'
import type { SandboxQuestion, SandboxTemplate } from '../template.ts'
import type { Choices } from './store.ts'

type State = Readonly<{ pending: boolean; chosen: Choices; settled?: string }>

/** How a checked template card looks: its blocks in the client's order, and everything that can be pressed. */
export function cardFace(card: Fields, state: State): Face {
  const title = block(card['main_title'])
  const settled = state.settled ?? (textOf(card['replace_text']) || undefined)
  const template: SandboxTemplate = {
    type: textOf(card['card_type']),
    ...sourceOf(card),
    ...title,
    ...part('emphasis', block(card['emphasis_content'])),
    ...part('quote', quoteOf(card)),
    ...text('sub', card['sub_title_text']),
    ...text('image', fieldsOf(card['card_image'])?.['url']),
    ...part('imageText', imageTextOf(card)),
    sections: listOf(card['vertical_content_list']).map((each) => ({
      title: textOf(each['title']),
      ...text('description', each['desc']),
    })),
    rows: listOf(card['horizontal_content_list']).map((row) => ({
      name: textOf(row['keyname']),
      value: textOf(row['value']),
      ...text('url', webAddress(row['url'])),
    })),
    questions: questionsOf(card, state.chosen),
    pending: state.pending,
    ...(settled === undefined ? {} : { settled }),
  }
  return {
    text: linesOf(template).join('\n'),
    ...(title.title === undefined ? {} : { title: title.title }),
    buttons: [...(settled === undefined ? pressables(card) : []), ...jumps(card)],
    template,
  }
}

/** The card in words, for previews and for tests. */
function linesOf(template: SandboxTemplate): readonly string[] {
  const { emphasis, quote, imageText } = template
  return [
    template.description,
    emphasis?.title,
    emphasis?.description,
    quote?.title,
    quote?.text,
    imageText?.title,
    imageText?.description,
    ...template.sections.flatMap((each) => [each.title, each.description]),
    template.sub,
    ...template.rows.map((row) => `${row.name}：${row.value}`),
  ].flatMap((line) => (line === undefined || line === '' ? [] : [line]))
}

const tones: Readonly<Record<number, 'primary' | 'danger'>> = { 1: 'primary', 3: 'danger' }

function pressables(card: Fields): readonly Button[] {
  const submit = fieldsOf(card['submit_button'])
  const buttons = listOf(card['button_list']).map((each): Button => {
    const style = typeof each['style'] === 'number' ? each['style'] : 1
    const tone = tones[style >= 1 && style <= 4 ? style : 1]
    const label = textOf(each['text'])
    const look = { label, ...(tone ? { tone } : {}) }
    if (each['type'] !== 1) return { ...look, press: { does: 'key', key: textOf(each['key']), menu: false } }
    return { ...look, ...text('url', webAddress(each['url'])), press: { does: 'open' } }
  })
  const menu = listOf(fieldsOf(card['action_menu'])?.['action_list']).map((each): Button => {
    const press = { does: 'key', key: textOf(each['key']), menu: true } as const
    return { label: textOf(each['text']), part: 'menu', press }
  })
  return [
    ...buttons,
    ...(submit
      ? [
          {
            label: textOf(submit['text']),
            tone: 'primary' as const,
            press: { does: 'key' as const, key: textOf(submit['key']), menu: false },
          },
        ]
      : []),
    ...menu,
  ]
}

function jumps(card: Fields): readonly Button[] {
  return listOf(card['jump_list']).map((each) => {
    const label = textOf(each['title'])
    const question = textOf(each['question'])
    if (each['type'] === 3 && question !== '')
      return { label, part: 'jump', press: { does: 'say', sentence: question } }
    return { label, part: 'jump', ...text('url', webAddress(each['url'])), press: { does: 'open' } }
  })
}

function questionsOf(card: Fields, chosen: Choices): readonly SandboxQuestion[] {
  const checkbox = fieldsOf(card['checkbox'])
  const selection = fieldsOf(card['button_selection'])
  const dropDowns = [...(selection ? [selection] : []), ...listOf(card['select_list'])]
  return [
    ...(checkbox ? [questionOf(checkbox, tickedIn(checkbox), chosen)] : []),
    ...dropDowns.map((each) => questionOf(each, selectedIn(each), chosen)),
  ]
}

function questionOf(question: Fields, begun: readonly string[], chosen: Choices): SandboxQuestion {
  const key = textOf(question['question_key'])
  return {
    key,
    ...text('title', question['title']),
    multi: question['mode'] === 1,
    options: listOf(question['option_list']).map((each) => ({
      id: textOf(each['id']),
      text: textOf(each['text']),
    })),
    chosen: chosen[key] ?? begun,
  }
}

function tickedIn(checkbox: Fields): readonly string[] {
  return listOf(checkbox['option_list'])
    .filter((each) => each['is_checked'] === true)
    .map((each) => textOf(each['id']))
}

/** A drop-down shows its first option until another one is taken. */
function selectedIn(dropDown: Fields): readonly string[] {
  const selected = textOf(dropDown['selected_id']) || textOf(listOf(dropDown['option_list'])[0]?.['id'])
  return selected === '' ? [] : [selected]
}

const colours = ['grey', 'black', 'red', 'green'] as const

function sourceOf(card: Fields): Pick<SandboxTemplate, 'source'> {
  const source = fieldsOf(card['source'])
  const words = textOf(source?.['desc'])
  const colour = colours[Number(source?.['desc_color'] ?? 0)] ?? 'grey'
  return words === '' ? {} : { source: { text: words, colour } }
}

function quoteOf(card: Fields): NonNullable<SandboxTemplate['quote']> {
  const quote = fieldsOf(card['quote_area'])
  return { ...text('title', quote?.['title']), ...text('text', quote?.['quote_text']) }
}

function imageTextOf(card: Fields): NonNullable<SandboxTemplate['imageText']> {
  const area = fieldsOf(card['image_text_area'])
  return { ...block(area), ...text('image', area?.['image_url']) }
}

function block(value: unknown): Readonly<{ title?: string; description?: string }> {
  const fields = fieldsOf(value)
  return { ...text('title', fields?.['title']), ...text('description', fields?.['desc']) }
}

/** A field under that name when the value is a text with something in it. */
function text<K extends string>(name: K, value: unknown): Readonly<Partial<Record<K, string>>> {
  const found: Partial<Record<K, string>> = {}
  if (typeof value === 'string' && value !== '') found[name] = value
  return found
}

/** A block under that name when it holds anything. */
function part<K extends string, V extends object>(name: K, value: V): Readonly<Partial<Record<K, V>>> {
  const found: Partial<Record<K, V>> = {}
  if (Object.keys(value).length > 0) found[name] = value
  return found
}

function webAddress(url: unknown): string | undefined {
  return typeof url === 'string' && /^https?:\/\//i.test(url) ? url : undefined
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map((each) => fieldsOf(each) ?? {}) : []
}
