import type { InboundEvent } from '../../../chat/inbound.ts'
import type { Ids } from '../api/ids.ts'

/** What somebody reads whose encrypted id nobody can tell. */
export const UNKNOWN_SPEAKER =
  '认不出您的账号，这条没有记。请联系管理员：用超级管理员账号创建机器人，或把您加进自建应用的可见范围。'
/** What somebody reads whose message could not be stored. */
export const NOT_STORED = '系统暂时记不下来，请过几分钟再发一次。'

/**
 * The same event under the speaker's plain user id, or undefined when his encrypted one cannot be told: what he says
 * would count as somebody else's. Throws PlatformError when WeCom could not be asked.
 */
export async function withPlainSpeaker(event: InboundEvent, ids: Ids): Promise<InboundEvent | undefined> {
  const { userId } = event.speaker
  const plain = await ids.plain(userId)
  if (plain === undefined || plain === userId) return plain === undefined ? undefined : event
  const speaker = { ...event.speaker, userId: plain }
  // A one-to-one chat is called after the person.
  if (event.conversation?.kind !== 'direct') return { ...event, speaker }
  return { ...event, speaker, conversation: { ...event.conversation, id: plain } }
}

/** A whole answer in one frame of a stream: plain text is refused as an answer to a message. */
export function streamAnswer(id: string, content: string) {
  return { msgtype: 'stream', stream: { id, finish: true, content } }
}
