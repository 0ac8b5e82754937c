import { managerId, senderId, sentence } from '../stage/county.ts'
import { wallClock } from '../clock.ts'
import type { Sent } from '../figures.ts'

export type LoadOrder = Readonly<{
  /** Where messages go. */
  target: string
  /** Where answers shall go. */
  sinkUrl: string
  databaseUrl: string
  people: number
  lanes: number
  messages: number
  /** Messages a second, spread evenly whatever the answers do; 0: each lane sends as soon as its last is acked. */
  perSecond: number
  /** `greet` makes everybody who will be told something speak first, so that everybody can be told. */
  kind: 'greet' | 'register'
}>

/** Says one thing for somebody; resolves when it is acked, if it ever is. */
export type Say = (
  order: LoadOrder,
  userId: string,
  text: string,
) => Promise<Pick<Sent, 'ackedAt' | 'status'>>

const said = new Map<number, number>()

/** Lets people speak as ordered. Answers what was sent, each person's messages in their order. */
export async function run(order: LoadOrder, say: Say): Promise<readonly Sent[]> {
  if (order.kind === 'greet') {
    // A handful at a time: a burst of greetings would be the first thing to be measured.
    let next = 0
    const greet = async (): Promise<void> => {
      while (next < order.people) await say(order, managerId(next++), '你好')
    }
    await Promise.all(Array.from({ length: 8 }, greet))
    return []
  }
  const send = async (sender: number): Promise<Sent> => {
    const n = said.get(sender) ?? 0
    said.set(sender, n + 1)
    const at = wallClock()
    return { sender, at, ...(await say(order, senderId(sender), sentence(order, sender, n))) }
  }
  return order.perSecond > 0 ? steadily(order, send) : asAcked(order, send)
}

async function asAcked(order: LoadOrder, send: (sender: number) => Promise<Sent>): Promise<readonly Sent[]> {
  const { people, lanes } = order
  const sent: Sent[] = []
  let left = order.messages
  // The people of a lane take turns, so nobody has two messages under way.
  const lane = async (first: number): Promise<void> => {
    for (let person = first; left-- > 0; person = person + lanes < people ? person + lanes : first)
      sent.push(await send(person))
  }
  await Promise.all(Array.from({ length: lanes }, (_, first) => lane(first)))
  return sent
}

async function steadily(order: LoadOrder, send: (sender: number) => Promise<Sent>): Promise<readonly Sent[]> {
  const begin = performance.now()
  const sending: Promise<Sent>[] = []
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(order.messages, Math.floor(((performance.now() - begin) * order.perSecond) / 1000))
      while (sending.length < due) sending.push(send(sending.length % order.people))
      if (due < order.messages) return
      clearInterval(timer)
      resolve()
    }, 2)
  })
  return Promise.all(sending)
}

/** Answers the orders of the bench's parent process, one at a time. */
export function serveOrders(say: Say): void {
  process.on('message', (order: LoadOrder | string) => {
    if (typeof order === 'string') return
    run(order, say).then(
      (sent) => process.send?.({ sent }),
      (error: unknown) => process.send?.({ failed: String(error) }),
    )
  })
  process.on('disconnect', () => process.exit(0))
}
