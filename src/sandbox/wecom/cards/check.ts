import { fieldsOf, textOf } from '../../http.ts'
import type { Fields } from '../../http.ts'
import { CgiError } from '../errors.ts'

export type CardMaker = 'app' | 'aibot' | 'webhook'

const types = ['text_notice', 'news_notice', 'button_interaction', 'vote_interaction', 'multiple_interaction']

/** Whether a press on the card comes back to the bot. */
export function isInteractive(card: Fields): boolean {
  return textOf(card['card_type']).endsWith('_interaction') || fieldsOf(card['action_menu']) !== undefined
}

/** Checks a template card as D90236, D101032 and D99110 describe it; throws what the platform would answer. */
export function checkCard(card: unknown, maker: CardMaker): Fields {
  const fields = fieldsOf(card)
  if (!fields) throw invalid('template_card missing')
  const type = textOf(fields['card_type'])
  if (!types.includes(type)) throw invalid('card_type')
  // D99110: a group webhook sends the two kinds that ask nothing.
  if (maker === 'webhook' && (type.endsWith('_interaction') || fieldsOf(fields['action_menu'])))
    throw invalid('card_type not allowed here')
  checkLists(fields, maker)
  checkRequired(fields, type)
  checkTask(fields)
  checkKeys(fields)
  return fields
}

/** The list's objects; throws when it is no list of objects or too long. */
function listOf(card: Fields, name: string, most: number, least = 0): readonly Fields[] {
  const value = card[name] ?? []
  const list: readonly (Fields | undefined)[] = Array.isArray(value)
    ? value.map((each) => fieldsOf(each))
    : [undefined]
  const found = list.filter((each) => each !== undefined)
  if (found.length !== list.length || found.length > most || found.length < least) throw invalid(name)
  return found
}

function checkLists(card: Fields, maker: CardMaker): void {
  for (const row of listOf(card, 'horizontal_content_list', 6)) {
    if (textOf(row['keyname']) === '') throw invalid('horizontal_content_list.keyname')
    if (row['type'] === 2 && maker !== 'app') throw invalid('horizontal_content_list.type')
  }
  for (const jump of listOf(card, 'jump_list', 3)) {
    if (textOf(jump['title']) === '') throw invalid('jump_list.title')
    if (jump['type'] === 3 && maker !== 'aibot') throw invalid('jump_list.type')
  }
  for (const section of listOf(card, 'vertical_content_list', 4))
    if (textOf(section['title']) === '') throw invalid('vertical_content_list.title')
  const menu = fieldsOf(card['action_menu'])
  if (menu) listOf(menu, 'action_list', 3, 1)
}

function checkRequired(card: Fields, type: string): void {
  const title = textOf(fieldsOf(card['main_title'])?.['title'])
  const action = fieldsOf(card['card_action'])
  if (type === 'text_notice' && title === '' && textOf(card['sub_title_text']) === '')
    throw invalid('main_title.title or sub_title_text')
  if (type === 'news_notice' && title === '') throw invalid('main_title.title')
  if (type === 'news_notice' && !fieldsOf(card['card_image']) && !fieldsOf(card['image_text_area']))
    throw invalid('card_image or image_text_area')
  if (type.endsWith('_notice') && action?.['type'] !== 1 && action?.['type'] !== 2)
    throw invalid('card_action')
  if (type === 'button_interaction') {
    if (title === '') throw invalid('main_title.title')
    const selection = fieldsOf(card['button_selection'])
    if (selection) checkQuestion(selection, 10)
    for (const button of listOf(card, 'button_list', 6, 1))
      if (textOf(button['text']) === '') throw invalid('button_list.text')
  }
  if (type === 'vote_interaction') checkQuestion(fieldsOf(card['checkbox']) ?? {}, 20)
  if (type === 'multiple_interaction')
    for (const select of listOf(card, 'select_list', 3, 1)) checkQuestion(select, 10)
  if (type === 'vote_interaction' || type === 'multiple_interaction') {
    const submit = fieldsOf(card['submit_button'])
    if (textOf(submit?.['text']) === '' || textOf(submit?.['key']) === '') throw invalid('submit_button')
  }
}

function checkQuestion(question: Fields, most: number): void {
  if (textOf(question['question_key']) === '') throw invalid('question_key')
  const ids = listOf(question, 'option_list', most, 1).map((option) => {
    const id = textOf(option['id'])
    if (id === '' || Buffer.byteLength(id) > 128 || textOf(option['text']) === '')
      throw invalid('option_list')
    return id
  })
  if (new Set(ids).size !== ids.length) throw invalid('option_list.id repeated')
}

function checkTask(card: Fields): void {
  const task = card['task_id']
  if (task === undefined && !isInteractive(card)) return
  if (typeof task !== 'string' || !/^[\w@-]{1,128}$/.test(task)) throw invalid('task_id')
}

function checkKeys(card: Fields): void {
  const buttons = [
    ...listOf(card, 'button_list', 6).filter((button) => button['type'] !== 1),
    ...listOf(fieldsOf(card['action_menu']) ?? {}, 'action_list', 3),
  ]
  const keys = buttons.map((button) => {
    const key = textOf(button['key'])
    if (key === '' || Buffer.byteLength(key) > 1024) throw invalid('key')
    return key
  })
  if (new Set(keys).size !== keys.length) throw invalid('key repeated')
}

function invalid(what: string): CgiError {
  return new CgiError(40058, `invalid Request Parameter, ${what}`)
}
