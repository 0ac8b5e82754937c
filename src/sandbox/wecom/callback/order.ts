import type { Faults } from '../../faults.ts'

/** A message on its way; resolves when the platform is done with it. */
type Sending = () => Promise<unknown>

/** Sends messages one after the other, in the order of happening except for the faults that disturb it. */
export interface Line {
  send(sending: Sending): void
}

/** One line for one address. With `wecomOutOfOrder` a message waits until the next one has gone, `holdMs` at most. */
export function createLine(faults: Faults, holdMs: number): Line & Readonly<{ close(): void }> {
  let previous: Promise<unknown> = Promise.resolve()
  let held: Readonly<{ sending: Sending; timer: NodeJS.Timeout }> | undefined
  const go = (sending: Sending): void => {
    previous = previous.then(sending).catch(() => undefined)
  }
  const release = (): void => {
    if (!held) return
    clearTimeout(held.timer)
    const { sending } = held
    held = undefined
    go(sending)
  }
  return {
    send(sending) {
      if (!held && faults.take('wecomOutOfOrder')) {
        held = { sending, timer: setTimeout(release, holdMs) }
        return
      }
      go(sending)
      if (faults.take('wecomDuplicate')) go(sending)
      release()
    },
    close() {
      if (held) clearTimeout(held.timer)
    },
  }
}
