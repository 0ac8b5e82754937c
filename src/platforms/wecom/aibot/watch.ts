import { PlatformError } from '../../../chat/outgoing.ts'
import type { Log } from '../../../ports/log.ts'
import { newReqId } from './session.ts'
import type { Session } from './session.ts'
import { streamAnswer } from './speaker.ts'

const STORM = { count: 3, withinMs: 10 * 60_000 } as const

/**
 * Whether the server still has the subscription. One that is dropped answers pings and is otherwise deaf: who has
 * nothing to say would not notice. So an answer to no message is sent, which a standing subscription refuses (846605)
 * and shows to nobody.
 */
export async function isSubscribed(session: Session): Promise<boolean> {
  const nobody = newReqId()
  try {
    await session.send('aibot_respond_msg', nobody, streamAnswer(nobody, '…'))
    return true
  } catch (error) {
    return !(error instanceof PlatformError && error.code === '846609')
  }
}

/** Call it for every dropped subscription: three of them in ten minutes are an alarm. */
export function createStormAlarm(log: Log): () => void {
  let dropped: readonly number[] = []
  return () => {
    const at = performance.now()
    dropped = [...dropped.filter((then) => at - then < STORM.withinMs), at]
    if (dropped.length >= STORM.count)
      log.error(
        { times: dropped.length },
        '企业微信：智能机器人的长连接反复丢失订阅，请检查是否有别处在用同一个机器人',
      )
  }
}

/** Something that can be waited for, by many at a time. */
export interface Signal {
  fire(): void
  /** Resolves when it is fired, or after that many milliseconds. */
  wait(ms: number): Promise<void>
}

export function createSignal(): Signal {
  const waiting = new Set<() => void>()
  return {
    fire() {
      for (const go of waiting) go()
    },
    wait: (ms) =>
      new Promise((resolve) => {
        const go = () => {
          clearTimeout(timer)
          waiting.delete(go)
          resolve()
        }
        const timer = setTimeout(go, ms)
        waiting.add(go)
      }),
  }
}
