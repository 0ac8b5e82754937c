import type { Directory, Person } from '../store/directory.ts'
import type { SentCard } from '../store/cards.ts'
import type { NewMessage } from '../store/outbox.ts'
import type { Address, Content, Outgoing } from './outgoing.ts'
import type { Platform } from './inbound.ts'
import type { Notice, Recipient, Speech } from './speech.ts'

export type Leaving = Readonly<{ messages: readonly NewMessage[]; cards: readonly SentCard[] }>

/** The people whom a recipient means and who can be written to, in the order of the roster. */
export function peopleOf(directory: Directory, to: Recipient): readonly Person[] {
  const reachable = (person: Person): boolean => person.accounts.some((account) => account.reachable)
  const everybody = [...directory.people.values()].filter(reachable)
  if ('unitId' in to) {
    const ofUnit = everybody.filter(({ unitId }) => unitId === to.unitId)
    return to.roles
      ? ofUnit.filter((person) => to.roles?.some((role) => person.roles.includes(role)))
      : ofUnit
  }
  if ('personId' in to) return everybody.filter(({ id }) => id === to.personId)
  if ('regionRole' in to) return everybody.filter((person) => person.roles.includes(to.regionRole))
  return []
}

/** Where one person is written to: the first platform on which he can be reached. */
function addressOf(person: Person): Address | undefined {
  const account = person.accounts.find(({ reachable }) => reachable)
  return account && { platform: account.platform as Platform, kind: 'person', id: account.userId }
}

/** The queue in which messages to one address stay in order. */
export function laneOf(to: Address): string {
  return `${to.platform} ${to.kind} ${to.id}`
}

/** Speech as outbox messages to one address, the pictures after it. `key` is unique for the cause. */
export function toAddress(
  to: Address,
  speech: Speech,
  given: Readonly<{
    key: string
    at: Date
    eventId?: bigint | undefined
    pictures?: readonly string[]
    mention?: readonly string[]
    delayMs?: number
  }>,
): Leaving {
  const wrap = (content: Content, dedupeKey: string, mention?: readonly string[]): NewMessage => {
    const outgoing: Outgoing = {
      to,
      content,
      ...(mention && mention.length > 0 ? { mention: [...mention] } : {}),
    }
    return {
      dedupeKey,
      lane: laneOf(to),
      message: outgoing,
      createdAt: given.at,
      eventId: given.eventId,
      ...(given.delayMs ? { delayMs: given.delayMs } : {}),
    }
  }
  const pictures = (given.pictures ?? []).map((hash, index) =>
    wrap({ kind: 'picture', hash }, `${given.key}:picture${index}`),
  )
  if (speech.kind === 'text')
    return { messages: [wrap(speech, given.key, given.mention), ...pictures], cards: [] }
  const cardId = `qh-${given.key}`.slice(0, 100)
  return {
    messages: [wrap({ kind: 'card', cardId, card: speech.card }, given.key, given.mention), ...pictures],
    cards: [
      {
        cardId,
        hazardId: speech.about?.hazardId ?? null,
        view: speech.about?.view ?? 'reader',
        address: to,
        card: speech.card,
      },
    ],
  }
}

/** A notice as one message to each of its people, each at most once. */
export function toRecipients(
  directory: Directory,
  notice: Notice,
  given: Readonly<{ at: Date; eventId?: bigint | undefined; except?: string | undefined; delayMs?: number }>,
): Leaving {
  const { to } = notice
  const fixed: Address | undefined =
    'account' in to
      ? { platform: to.account.platform, kind: 'person', id: to.account.userId }
      : 'group' in to
        ? { platform: to.group.platform, kind: 'group', id: to.group.id }
        : undefined
  const addresses = fixed
    ? [fixed]
    : peopleOf(directory, to)
        .filter(({ id }) => id !== given.except)
        .flatMap((person) => addressOf(person) ?? [])
  return merge(
    addresses.map((address) =>
      toAddress(address, notice.speech, {
        key: `${notice.key}:${address.platform}:${address.id}`,
        at: given.at,
        eventId: given.eventId,
        ...(notice.pictures ? { pictures: notice.pictures } : {}),
        ...(given.delayMs ? { delayMs: given.delayMs } : {}),
      }),
    ),
  )
}

/** Several parcels as one. */
export function merge(parcels: readonly Leaving[]): Leaving {
  return {
    messages: parcels.flatMap(({ messages }) => messages),
    cards: parcels.flatMap(({ cards }) => cards),
  }
}
