import { wecomAppChat } from '../../chats.ts'
import type { Entry } from '../../chats.ts'
import type { SandboxPerson } from '../../types.ts'
import type { Choices, Task } from '../cards/store.ts'
import type { Ground } from '../ground.ts'
import type { WeComOptions } from '../options.ts'
import { post, renderBody } from '../render.ts'
import { writeXml } from '../xml.ts'
import type { XmlValue } from '../xml.ts'
import { createLine } from './order.ts'
import { readReply } from './replies.ts'
import { createSender, newMsgId } from './sender.ts'

type Content = { readonly [tag: string]: XmlValue }

/** The self-built app's callback: what members do in its chat, as encrypted XML (D90238 to D90241). */
export interface AppCallback {
  message(speaker: SandboxPerson, entry: Entry, content: Content): void
  event(speaker: SandboxPerson, name: string, content: Content): void
  /** A press; true when the bot took it. The card stays pending until a reply or an update changes it. */
  press(pressed: Pressed): Promise<boolean>
  verify(): Promise<boolean>
  close(): void
}

type Pressed = Readonly<{ person: SandboxPerson; task: Task; key: string; menu: boolean; choices: Choices }>

export function createAppCallback(
  ground: Ground,
  app: NonNullable<WeComOptions['app']> & Required<Pick<NonNullable<WeComOptions['app']>, 'callback'>>,
): AppCallback {
  const { cards, faults, timings, wecom } = ground
  const speaks = { as: 'xml', corpId: wecom.corpId, agentId: app.agentId } as const
  const sender = createSender({ ...ground, callback: app.callback, speaks })
  const line = createLine(faults, timings.holdMs)

  const xml = (speaker: SandboxPerson, type: string, at: Date, content: Content): string =>
    `<xml>${writeXml({
      ToUserName: wecom.corpId,
      FromUserName: speaker.userId,
      CreateTime: Math.floor(at.getTime() / 1000),
      MsgType: type,
      ...content,
      AgentID: app.agentId,
    })}</xml>`

  /** Whatever the platform cannot use of a reply it drops without a word. */
  const apply = (speaker: SandboxPerson, reply: string, task?: Task): void => {
    if (reply === '') return
    try {
      const read = readReply(reply, wecom.corpId, speaker.userId)
      // A press is answered by a change of the card, anything else by a message.
      if (!read || (read.does === 'update') !== (task !== undefined)) throw new Error('unusable reply')
      if (read.does === 'update' && task) cards.update(task, [speaker.userId], read.change)
      if (read.does === 'say')
        post(ground, wecomAppChat(speaker.userId, wecom), renderBody(ground, read.body, 'app'))
    } catch {
      ground.counters.refused += 1
    }
  }

  return {
    message(speaker, entry, { MsgType, ...content }) {
      const type = String(MsgType)
      const message = xml(speaker, type, entry.at, { ...content, MsgId: newMsgId() })
      line.send(async () => apply(speaker, (await sender.deliver(message))?.reply ?? ''))
    },
    event(speaker, name, content) {
      const message = xml(speaker, 'event', ground.now(), { Event: name, ...content })
      line.send(async () => apply(speaker, (await sender.deliver(message))?.reply ?? ''))
    },
    async press({ person, task, key, menu, choices }) {
      cards.setPending(task, person.userId, true)
      const selected = Object.entries(choices).map(([question, ids]) => ({
        QuestionKey: question,
        OptionIds: { OptionId: ids },
      }))
      const message = xml(person, 'event', ground.now(), {
        Event: menu ? 'template_card_menu_event' : 'template_card_event',
        EventKey: key,
        TaskId: task.taskId,
        CardType: String(task.card['card_type']),
        ResponseCode: cards.code(task),
        ...(selected.length > 0 ? { SelectedItems: { SelectedItem: selected } } : {}),
      })
      const answer = await sender.deliver(message)
      // The repeat of an event has the same code; the second answer finds nothing left to change.
      if (faults.take('wecomDuplicate')) await sender.deliver(message)
      if (answer) apply(person, answer.reply, task)
      else cards.setPending(task, person.userId, false)
      return answer !== undefined
    },
    verify: sender.verify,
    close() {
      sender.close()
      line.close()
    },
  }
}
