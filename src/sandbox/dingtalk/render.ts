import type { Button, Draft } from '../chats.ts'
import { fieldsOf, textOf } from '../http.ts'
import type { Fields } from '../http.ts'
import type { ShownFile } from '../shelves.ts'

/** A message of the bot, ready to be shown; undefined stands for a body that the platform would refuse. */
export type Rendered = Readonly<{
  kind: Draft['kind']
  title?: string
  text: string
  pictures: readonly string[]
  buttons: readonly Button[]
  file?: ShownFile
}>

/** Finds what was uploaded; undefined for an unknown media id. */
export type Uploaded = Readonly<{
  /** The address of a picture. */
  picture(mediaId: string): string | undefined
  /** A document under the name that the message gives it. */
  file(mediaId: string, name: string): ShownFile | undefined
}>

/**
 * The webhook's bodies (KB0699): text, markdown, actionCard in both forms, link and feedCard.
 * Returns undefined when something that the type needs is missing.
 */
export function renderWebhook(body: Fields, media: Uploaded): Rendered | undefined {
  const type = textOf(body['msgtype'])
  const part = fieldsOf(body[type])
  if (!part) return undefined
  const title = textOf(part['title'])
  const text = textOf(part['text'])
  if (type === 'text') return plain(textOf(part['content']))
  if (type === 'markdown') return markdown(title, text, media)
  if (type === 'link') return link(part, textOf(part['messageUrl']), media)
  if (type === 'actionCard') {
    const whole = [{ title: part['singleTitle'], url: part['singleURL'] }]
    const several = listOf(part['btns']).map((each) => ({ title: each['title'], url: each['actionURL'] }))
    return actionCard(title, text, several.length > 0 ? several : whole, media)
  }
  if (type === 'feedCard') return feedCard(listOf(part['links']), media)
  return undefined
}

/** Robot templates (KB0699): `msgKey` with the object that `msgParam` holds. Undefined when the platform would refuse. */
export function renderTemplate(msgKey: string, param: Fields, media: Uploaded): Rendered | undefined {
  const title = textOf(param['title'])
  const text = textOf(param['text'])
  if (msgKey === 'sampleText') return plain(textOf(param['content']))
  if (msgKey === 'sampleMarkdown') return markdown(title, text, media)
  if (msgKey === 'sampleLink') return link(param, textOf(param['messageUrl']), media)
  if (msgKey === 'sampleImageMsg') {
    const address = pictureAddress(textOf(param['photoURL']), media)
    return address === undefined ? undefined : { kind: 'picture', text: '', pictures: [address], buttons: [] }
  }
  if (msgKey === 'sampleActionCard')
    return actionCard(title, text, [{ title: param['singleTitle'], url: param['singleURL'] }], media)
  if (msgKey === 'sampleActionCard6')
    return actionCard(title, text, numbered(param, 2, 'buttonTitle', 'buttonUrl'), media)
  const count = /^sampleActionCard([2-5])$/.exec(msgKey)?.[1]
  if (count !== undefined)
    return actionCard(title, text, numbered(param, Number(count), 'actionTitle', 'actionURL'), media)
  if (msgKey === 'sampleFile') return document(param, media)
  if (msgKey === 'sampleAudio' && textOf(param['mediaId']) !== '') return plain('[语音]')
  if (msgKey === 'sampleVideo' && textOf(param['videoMediaId']) !== '') return plain('[视频]')
  return undefined
}

/** The template keys that exist; another one is `msgKey.invalid`. */
export function isTemplate(msgKey: string): boolean {
  return /^sample(Text|Markdown|ImageMsg|Link|ActionCard[2-6]?|Audio|File|Video)$/.test(msgKey)
}

type Target = Readonly<{ title: unknown; url: unknown }>

function numbered(param: Fields, count: number, title: string, url: string): readonly Target[] {
  return Array.from({ length: count }, (_, at) => ({
    title: param[`${title}${at + 1}`],
    url: param[`${url}${at + 1}`],
  }))
}

function plain(text: string): Rendered | undefined {
  return text.trim() === '' ? undefined : { kind: 'text', text, pictures: [], buttons: [] }
}

/** A document (KB0717): one of six kinds, under a name of its own. */
function document(param: Fields, media: Uploaded): Rendered | undefined {
  const name = textOf(param['fileName'])
  const file = media.file(textOf(param['mediaId']), name)
  if (name === '' || !file || !/^(xlsx|pdf|zip|rar|docx?)$/.test(textOf(param['fileType']))) return undefined
  return { kind: 'text', text: `[文件] ${name}`, pictures: [], buttons: [], file }
}

function markdown(title: string, text: string, media: Uploaded): Rendered | undefined {
  if (title === '' || text.trim() === '') return undefined
  return { kind: 'markdown', title, pictures: [], ...spoken(text, media) }
}

function actionCard(
  title: string,
  text: string,
  targets: readonly Target[],
  media: Uploaded,
): Rendered | undefined {
  const buttons = targets.map((each) => button(textOf(each.title), textOf(each.url)))
  if (title === '' || text.trim() === '') return undefined
  if (buttons.some((each) => !each)) return undefined
  const body = spoken(text, media)
  return {
    kind: 'actionCard',
    title,
    text: body.text,
    pictures: [],
    buttons: [...body.buttons, ...buttons.flatMap((each) => each ?? [])],
  }
}

function link(part: Fields, url: string, media: Uploaded): Rendered | undefined {
  const title = textOf(part['title'])
  const target = button('查看详情', url)
  if (title === '' || textOf(part['text']) === '' || !target) return undefined
  const picture = pictureAddress(textOf(part['picUrl']), media)
  return {
    kind: 'actionCard',
    title,
    text: textOf(part['text']),
    pictures: picture === undefined ? [] : [picture],
    buttons: [target],
  }
}

function feedCard(links: readonly Fields[], media: Uploaded): Rendered | undefined {
  const buttons = links.flatMap((each) => button(textOf(each['title']), textOf(each['messageURL'])) ?? [])
  const [first] = buttons
  if (!first || buttons.length !== links.length) return undefined
  const pictures = links.flatMap((each) => pictureAddress(textOf(each['picURL']), media) ?? [])
  return { kind: 'actionCard', title: first.label, text: '', pictures, buttons }
}

const dtmdLink = /\[([^\]\n]+)\]\((dtmd:\/\/dingtalkclient\/sendMessage\?content=[^)\s]*)\)/g

/** Links that say a sentence become buttons; a line that held nothing else goes, elsewhere their words stay. */
function spoken(text: string, media: Uploaded): Readonly<{ text: string; buttons: readonly Button[] }> {
  const buttons: Button[] = []
  const lines = text.split('\n').flatMap((line) => {
    const found = [...line.matchAll(dtmdLink)].flatMap(
      ([, label, url]) => button(label ?? '', url ?? '') ?? [],
    )
    if (found.length === 0) return [line]
    buttons.push(...found)
    const isRow = /^[\s|·,，、;；*-]*$/.test(line.replaceAll(dtmdLink, '').replaceAll('&nbsp;', ''))
    return isRow ? [] : [line.replaceAll(dtmdLink, '$1')]
  })
  const shown = lines
    .join('\n')
    .replaceAll(
      /!\[([^\]]*)\]\((@[^)\s]+)\)/g,
      (_, alt: string, id: string) => `![${alt}](${media.picture(id) ?? ''})`,
    )
  return { text: shown.trimEnd(), buttons }
}

/** A button from a title and its address; undefined when either is missing. */
function button(label: string, url: string): Button | undefined {
  if (label === '' || url === '') return undefined
  const sentence = sentenceOf(url)
  if (sentence !== undefined) return { label, press: { does: 'say', sentence } }
  const address = webAddress(url)
  return { label, ...(address === undefined ? {} : { url: address }), press: { does: 'open' } }
}

function sentenceOf(url: string): string | undefined {
  if (!url.startsWith('dtmd://dingtalkclient/sendMessage?')) return undefined
  const sentence = new URLSearchParams(url.slice(url.indexOf('?') + 1)).get('content')
  return sentence === null || sentence.trim() === '' ? undefined : sentence
}

/** The web address behind a link or behind DingTalk's side-panel wrapper (KB0791); nothing that a browser would run. */
function webAddress(url: string): string | undefined {
  const wrapped = url.startsWith('dingtalk://')
    ? new URLSearchParams(url.slice(url.indexOf('?') + 1)).get('url')
    : url
  return wrapped !== null && /^https?:\/\//i.test(wrapped) ? wrapped : undefined
}

function pictureAddress(source: string, media: Uploaded): string | undefined {
  return /^https?:\/\//i.test(source) ? source : media.picture(source)
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map((each) => fieldsOf(each) ?? {}) : []
}
