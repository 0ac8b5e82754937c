import { pressedButton } from '../acts.ts'
import type { Pressed, Said } from '../acts.ts'
import type { Sandbox } from '../types.ts'
import type { AiBot } from './aibot/bot.ts'
import type { AppCallback } from './callback/app.ts'
import type { Choices } from './cards/store.ts'
import type { Ground } from './ground.ts'
import type { SandboxTemplate } from './template.ts'

type Bots = Readonly<{ app: AppCallback | undefined; aibot: AiBot | undefined; say: (said: Said) => string }>

const failed = { ok: false, toast: '机器人没有回应，请稍后再试。' }

/** Presses a card's button as somebody, with what they have chosen on it. */
export function createPress(ground: Ground, bots: Bots): (pressed: Pressed) => ReturnType<Sandbox['press']> {
  const { chats, cards, members } = ground
  return async (pressed) => {
    const { entry, chat, press } = pressedButton(chats, pressed)
    if (press.does === 'open') return { ok: true }
    if (press.does === 'say') {
      bots.say({ as: pressed.as, chat: chat.id, text: press.sentence, at: chat.kind === 'group' })
      return { ok: true }
    }
    const task = cards.of(entry.id)
    const person = members.find(pressed.as)
    if (!task || !person || press.does !== 'key') return failed
    if (task.pending.has(person.userId)) return { ok: false, toast: '正在处理，请稍等。' }
    const choices = press.menu ? {} : choicesOf(entry.face(pressed.as).template, pressed.choices ?? {})
    if (!choices) return { ok: false, toast: '请先选好再提交。' }
    cards.choose(task, person.userId, choices)
    const { key, menu } = press
    const took =
      task.maker === 'app'
        ? await bots.app?.press({ person, task, key, menu, choices })
        : await bots.aibot?.press({ person, chat, task, key, choices })
    return took ? { ok: true } : failed
  }
}

/** What was chosen for every question of the card, or undefined when something is still open or was never offered. */
function choicesOf(template: SandboxTemplate | undefined, given: Choices): Choices | undefined {
  const answers = (template?.questions ?? []).map((question) => {
    const chosen = given[question.key] ?? question.chosen
    const offered = chosen.every((id) => question.options.some((option) => option.id === id))
    return {
      key: question.key,
      chosen,
      fits: offered && chosen.length > 0 && (question.multi || chosen.length === 1),
    }
  })
  if (answers.some(({ fits }) => !fits)) return undefined
  return Object.fromEntries(answers.map(({ key, chosen }) => [key, chosen]))
}
