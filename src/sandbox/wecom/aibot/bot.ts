import type { Entry } from '../../chats.ts'
import { PageError } from '../../http.ts'
import type { SandboxChat, SandboxPerson } from '../../types.ts'
import type { Choices, Task } from '../cards/store.ts'
import type { Ground } from '../ground.ts'
import type { Answers } from './answers.ts'
import { eventBody, messageBody } from './payload.ts'
import type { Bot, Heard } from './payload.ts'
import type { AiBotRoute } from './route.ts'

type Pressed = Readonly<{
  person: SandboxPerson
  chat: SandboxChat
  task: Task
  key: string
  choices: Choices
}>

/** The AI bot, as people meet it in their chats. */
export interface AiBot {
  message(heard: Heard): void
  /** Somebody opens the one-to-one chat: an event, once per person and day (D101027). */
  enter(person: SandboxPerson, chat: SandboxChat): void
  /** True when the bot updated the card in time. The event comes once and is never repeated. */
  press(pressed: Pressed): Promise<boolean>
  rate(person: SandboxPerson, rated: Readonly<{ entry: Entry; good: boolean; content: string }>): void
}

export function createAiBot(ground: Ground, bot: Bot, route: AiBotRoute, answers: Answers): AiBot {
  const { cards, chats, timings, now } = ground
  const entered = new Map<string, string>()
  return {
    message(heard) {
      const { chat, speaker } = heard
      answers.heard(chat.id)
      route.send({ kind: 'message', chat: chat.id, person: speaker }, messageBody(ground, bot, heard))
    },
    enter(person, chat) {
      const today = new Date(now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
      if (entered.get(person.userId) === today) return
      entered.set(person.userId, today)
      const body = eventBody(ground, bot, { chat, person, type: 'enter_chat' })
      route.send({ kind: 'enter', chat: chat.id, person }, body)
    },
    press({ person, chat, task, key, choices }) {
      const selected = Object.entries(choices).map(([question, ids]) => ({
        question_key: question,
        option_ids: { option_id: ids },
      }))
      const details = {
        card_type: task.card['card_type'],
        event_key: key,
        task_id: task.taskId,
        ...(selected.length > 0 ? { selected_items: { selected_item: selected } } : {}),
      }
      const body = eventBody(ground, bot, { chat, person, type: 'template_card_event', details })
      cards.setPending(task, person.userId, true)
      return new Promise((resolve) => {
        const finish = (updated: boolean): void => {
          clearTimeout(timer)
          // Without an update in time the card goes back to what it was: nothing can change it any more.
          cards.setPending(task, person.userId, false)
          resolve(updated)
        }
        const timer = setTimeout(() => finish(false), timings.answerMs)
        const begin = { kind: 'card', chat: chat.id, person, task, updated: () => finish(true) } as const
        if (!route.send(begin, body)) finish(false)
      })
    },
    rate(person, { entry, good, content }) {
      const chat = chats.chat(entry.chat)
      const [, id] = /^feedback (.*)$/.exec(entry.queryKey ?? '') ?? []
      if (!chat || id === undefined) throw new PageError(404, '这条回答没有请人评价。')
      const details = { id, type: good ? 1 : 2, ...(content === '' ? {} : { content }) }
      const body = eventBody(ground, bot, { chat, person, type: 'feedback_event', details })
      route.send({ kind: 'feedback', chat: chat.id, person }, body)
    },
  }
}
