import { claimBot } from '../../../usecases/claim-bot.ts'
import type { Scene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'

/** 「认领 ABCD-EFGH」: whoever holds the code printed at start becomes the administrator. */
export async function claim(scene: Scene, code: string): Promise<Answer> {
  // WeCom tells no names.
  const nick = scene.speaker.nick || '管理员'
  const input = { code, accountId: scene.accountId, nick, eventId: scene.eventId }
  await claimBot(scene.tx, input, scene.person, scene.now)
  return {
    reply: say(
      [
        '认领成功，您现在是管理员。',
        '下一步：把我拉进工作群，在群里@我发「绑定本群」；大家私聊我发「我是 姓名 手机号」就能用。',
      ].join('\n'),
    ),
  }
}
