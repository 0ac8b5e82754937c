import { pressedButton } from '../../acts.ts'
import type { Pressed, Said } from '../../acts.ts'
import type { Chats, Press } from '../../chats.ts'
import type { Allowance } from '../../limits.ts'
import type { Sandbox, SandboxOptions } from '../../types.ts'
import { applyAnswer } from './store.ts'
import type { Cards } from './api.ts'
import { conversationId, openId } from '../payload.ts'
import type { Route } from '../wire/route.ts'

type Needs = Readonly<{
  options: Pick<SandboxOptions, 'corpId'>
  chats: Chats
  cards: Cards
  say: (said: Said) => string
  /** Where clicks go, by the card's callback type. */
  routes: Readonly<{ STREAM: Route; HTTP: Route | undefined }>
  pushes: Allowance
}>

const failed = { ok: false, toast: '操作失败，请稍后再试。' }

/** Presses a button as somebody: says its sentence, opens its page, or asks the bot and shows its answer. */
export function createPress(needs: Needs): (pressed: Pressed) => ReturnType<Sandbox['press']> {
  const { chats } = needs
  return async (pressed) => {
    const { as } = pressed
    const { chat, press } = pressedButton(chats, pressed)
    if (press.does === 'open') return { ok: true }
    if (press.does === 'say') {
      // In a group the client puts the robot's @ before the sentence, or it would not get there.
      needs.say({ as, chat: chat.id, text: press.sentence, at: chat.kind === 'group' })
      return { ok: true }
    }
    if (press.does !== 'call') return failed
    const from = { userId: chats.person(as)?.outsider ? openId(as) : as, space: conversationId(chat) }
    return call(needs, press, as, from)
  }
}

async function call(
  needs: Needs,
  press: Extract<Press, { does: 'call' }>,
  as: string,
  from: Readonly<{ userId: string; space: string }>,
): ReturnType<Sandbox['press']> {
  const card = needs.cards.card(press.outTrackId)
  if (!card) return failed
  if (card.callbackType !== 'STREAM' && card.callbackType !== 'HTTP')
    return { ok: false, toast: '这张卡片没有设置回调，点了没有反应。' }
  const registered = needs.cards.callback(card.routeKey)
  const route = needs.routes[card.callbackType]
  if (!route || !needs.pushes.take()) return failed
  const answer = await route.card(
    {
      type: 'actionCallback',
      outTrackId: card.outTrackId,
      corpId: needs.options.corpId,
      userId: from.userId,
      userIdType: card.userIdType,
      spaceType: 'IM',
      spaceId: from.space,
      extension: '{}',
      content: JSON.stringify({ cardPrivateData: { actionIds: [press.actionId], params: press.params } }),
    },
    registered,
  )
  if (!answer || !applyAnswer(card, as, answer)) return failed
  for (const message of card.messages) needs.chats.redraw(message)
  return { ok: true }
}
