import type { Address } from '../outgoing.ts'
import type { Scene } from '../scene.ts'
import { say, withLines, type Answer } from './speech.ts'

type Asked = Pick<Scene, 'platform' | 'conversation' | 'speaker'>

/** Where the speaker is written to one-to-one: the chat in which he speaks, where it is one. */
export function mailbox({ platform, conversation, speaker }: Asked): Address {
  const { door } = conversation
  const isHere = conversation.kind === 'direct' && door !== undefined
  return { platform, kind: 'person', id: speaker.userId, ...(isHere ? { door } : {}) }
}

/**
 * An answer whose documents can get to whoever asked for them: in a group it says that they come one-to-one, and where
 * none can be sent, it says so instead of promising them.
 */
export function enclosed(answer: Answer, asked: Asked, carries: boolean): Answer {
  const { files = [], reply } = answer
  if (files.length === 0) return answer
  const note = noteFor(asked, carries)
  const said = note === undefined ? reply : reply ? withLines(reply, [note]) : say(note)
  const { files: _files, ...rest } = answer
  return {
    ...rest,
    ...(said ? { reply: said } : {}),
    ...(carries && asked.speaker.reachable ? { files } : {}),
  }
}

function noteFor({ conversation, speaker }: Asked, carries: boolean): string | undefined {
  if (!carries) return '这里发不了文件，请联系管理员开通应用后再要。'
  if (!speaker.reachable) return '文件只能私聊发给本组织的人，请由本单位联络员来要。'
  return conversation.kind === 'group' ? '文件已私聊发给您。' : undefined
}
