import { describe, expect, it } from 'vitest'
import type { Card } from '../../src/chat/cards/card.ts'
import type { CardActionEvent, MessageEvent } from '../../src/chat/inbound.ts'
import { openDoor } from '../../src/chat/intake.ts'
import type { NewInboxEvent } from '../../src/store/inbox.ts'

const now = new Date('2026-11-27T10:00:00Z')
const card: Card = { title: '隐患 A-0012', lines: [], actions: [] }
const common = {
  platform: 'dingtalk',
  speaker: { userId: 'u1', nick: '张三', reachable: true },
  sentAt: now,
} as const
const click: CardActionEvent = {
  ...common,
  kind: 'card-action',
  eventId: 'c1',
  cardId: 'qh-1',
  say: '12号合格',
}
const message: MessageEvent = {
  ...common,
  kind: 'message',
  eventId: 'm1',
  conversation: { kind: 'group', id: 'cid-group' },
  text: '还有谁没报？',
  pictures: [],
  mentioned: [],
}

function door(store: (event: NewInboxEvent) => Promise<boolean> = async () => true) {
  const stored: NewInboxEvent[] = []
  let woken = 0
  const opened = openDoor({
    store: (event) => {
      stored.push(event)
      return store(event)
    },
    wake: () => void (woken += 1),
    now: () => now,
  })
  return { ...opened, stored, woken: () => woken }
}

describe('the way in', () => {
  it('wakes the worker for what is new, and not for a repeat', async () => {
    let isNew = true
    const d = door(async () => isNew)
    expect(await d.accept(message)).toBe('new')
    isNew = false
    expect(await d.accept(message)).toBe('repeat')
    expect(d.woken()).toBe(1)
  })

  it('confirms nothing that could not be stored', async () => {
    const d = door(() => Promise.reject(new Error('away')))
    await expect(d.accept(message)).rejects.toThrow('away')
    await expect(d.accept(click)).rejects.toThrow('away')
    expect(d.woken()).toBe(0)
  })

  it('keeps one queue for a group and one for each person who writes one-to-one', async () => {
    const d = door()
    await d.accept(message)
    await d.accept({ ...message, speaker: { ...message.speaker, userId: 'u2' } })
    await d.accept({ ...message, conversation: { kind: 'direct', id: 'cid-1' } })
    await d.accept(click)
    await d.accept({ ...click, conversation: { kind: 'group', id: 'cid-group' } })
    expect(d.stored.map(({ lane }) => lane)).toEqual([
      'dingtalk cid-group',
      'dingtalk cid-group',
      'dingtalk direct:u1',
      'dingtalk direct:u1',
      'dingtalk cid-group',
    ])
  })

  it('answers a click with the card it leaves behind, also when the worker was quicker than the question', async () => {
    const quick = door()
    await quick.accept(click)
    quick.handled('c1', card)
    expect(await quick.cardAfter(click, 1500)).toEqual(card)
    const slow = door()
    await slow.accept(click)
    const asked = slow.cardAfter(click, 1500)
    slow.handled('c1', card)
    expect(await asked).toEqual(card)
  })

  it('answers both deliveries of one click', async () => {
    const d = door()
    await d.accept(click)
    const first = d.cardAfter(click, 1500)
    await d.accept(click)
    const second = d.cardAfter(click, 1500)
    d.handled('c1', card)
    expect(await Promise.all([first, second])).toEqual([card, card])
  })

  it('answers a click without a card when the work takes longer than the platform waits', async () => {
    const d = door()
    await d.accept(click)
    expect(await d.cardAfter(click, 5)).toBeUndefined()
    expect(await d.cardAfter({ ...click, eventId: 'never-came' }, 1500)).toBeUndefined()
  })
})
