import { textOf } from '../../http.ts'
import type { Fields } from '../../http.ts'
import type { Change } from '../cards/store.ts'
import { checkCard } from '../cards/check.ts'
import { branchOf, leafOf, readXml } from '../xml.ts'
import type { Xml } from '../xml.ts'

/** A passive reply of the app: a message body as message/send knows it, or a change of the card that was pressed. */
export type PassiveReply =
  Readonly<{ does: 'say'; body: Fields }> | Readonly<{ does: 'update'; change: Change }>

/**
 * Reads the decrypted reply (D90241). It must be addressed to the member and come from the organisation. Undefined when
 * the platform would drop it; throws for a template card that is not as it must be.
 */
export function readReply(text: string, from: string, to: string): PassiveReply | undefined {
  const xml = readXml(text)
  if (!xml || leafOf(xml, 'FromUserName') !== from || leafOf(xml, 'ToUserName') !== to) return undefined
  if (!/^\d+$/.test(leafOf(xml, 'CreateTime'))) return undefined
  const type = leafOf(xml, 'MsgType')
  if (type === 'text') return say(type, { content: leafOf(xml, 'Content') })
  if (type === 'image' || type === 'voice' || type === 'video') {
    const medium = branchOf(xml, type === 'image' ? 'Image' : type === 'voice' ? 'Voice' : 'Video')
    return medium && say(type, { media_id: leafOf(medium, 'MediaId'), title: leafOf(medium, 'Title') })
  }
  if (type === 'news') {
    const items = branchOf(xml, 'Articles')?.['item'] ?? []
    return say(type, { articles: items.flatMap((item) => (typeof item === 'string' ? [] : [named(item)])) })
  }
  if (type === 'update_button') {
    const replaceName = leafOf(branchOf(xml, 'Button') ?? {}, 'ReplaceName')
    return replaceName === '' ? undefined : { does: 'update', change: { replaceName } }
  }
  const card = branchOf(xml, 'TemplateCard')
  if (type !== 'update_template_card' || !card) return undefined
  // The task_id counts only when a card is sent (D94888), so an update may leave it out.
  const fields = named(card)
  const task = textOf(fields['task_id']) === '' ? { task_id: 'update' } : {}
  return { does: 'update', change: { card: checkCard({ ...fields, ...task }, 'app') } }
}

function say(type: string, part: Fields): PassiveReply {
  return { does: 'say', body: { msgtype: type, [type]: part } }
}

const lists = new Set([
  'horizontal_content_list',
  'vertical_content_list',
  'jump_list',
  'button_list',
  'select_list',
  'option_list',
  'action_list',
])
const irregular: Readonly<Record<string, string>> = {
  KeyName: 'keyname',
  MediaId: 'media_id',
  UserId: 'userid',
  AppId: 'appid',
  PagePath: 'pagepath',
  PicUrl: 'picurl',
}
const numbers = new Set(['type', 'style', 'mode', 'desc_color'])

/** XML's names and repetitions as the JSON of the API has them: MainTitle is main_title, a repeated element a list. */
function named(xml: Xml): Fields {
  return Object.fromEntries(
    Object.entries(xml).map(([tag, values]) => {
      const name = irregular[tag] ?? tag.replaceAll(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase()
      const read = values.map((value) =>
        typeof value === 'object' ? named(value) : numbers.has(name) ? Number(value) : value,
      )
      return [name, lists.has(name) ? read : read[0]]
    }),
  )
}
