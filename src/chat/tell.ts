import { createHash } from 'node:crypto'
import { groupBy } from '../domain/group-by.ts'
import type { Directory, Person } from '../store/directory.ts'
import type { SentCard } from '../store/cards.ts'
import type { NewMessage } from '../store/outbox.ts'
import type { Address, Content, Outgoing } from './outgoing.ts'
import type { Platform } from './inbound.ts'
import type { Notice, Recipient, Speech } from './speech.ts'

export type Leaving = Readonly<{ messages: readonly NewMessage[]; cards: readonly SentCard[] }>

/**
 * The people whom a recipient means at that moment and who can be written to, in the order of the roster. The only
 * place that decides who receives what.
 */
export function peopleOf(directory: Directory, to: Recipient, _now: Date): readonly Person[] {
  const { everybody, ofUnit } = reachable(directory)
  if ('unitId' in to) {
    const people = ofUnit.get(to.unitId) ?? []
    return to.roles
      ? people.filter((person) => to.roles?.some((role) => person.roles.includes(role)))
      : people
  }
  if ('personId' in to) {
    const person = directory.people.get(to.personId)
    return person && isReachable(person) ? [person] : []
  }
  if ('regionRole' in to) return everybody.filter((person) => person.roles.includes(to.regionRole))
  return []
}

function isReachable(person: Person): boolean {
  return person.accounts.some((account) => account.reachable)
}

type Reachable = Readonly<{ everybody: readonly Person[]; ofUnit: ReadonlyMap<string, readonly Person[]> }>

const reachables = new WeakMap<Directory, Reachable>()

/** Everybody who can be written to, looked up once for each copy of the directory. */
function reachable(directory: Directory): Reachable {
  const held = reachables.get(directory)
  if (held) return held
  const everybody = [...directory.people.values()].filter(isReachable)
  const fresh = { everybody, ofUnit: groupBy(everybody, ({ unitId }) => unitId) }
  reachables.set(directory, fresh)
  return fresh
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
  const cardId = cardIdFor(given.key)
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

/** A name for the card that belongs to that key alone: a long one is told apart by its fingerprint. */
function cardIdFor(key: string): string {
  const id = `qh-${key}`
  return id.length <= 100 ? id : `${id.slice(0, 60)}-${fingerprint(key)}`
}

/** A short name for something long. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 32)
}

/** Where a notice goes at that moment: each of its people once, on the first platform that reaches him. */
export function addressesOf(
  directory: Directory,
  { to }: Notice,
  now: Date,
  except?: string,
): readonly Address[] {
  if ('account' in to) return [{ platform: to.account.platform, kind: 'person', id: to.account.userId }]
  if ('group' in to) return [{ platform: to.group.platform, kind: 'group', id: to.group.id }]
  return peopleOf(directory, to, now)
    .filter(({ id }) => id !== except)
    .flatMap((person) => addressOf(person) ?? [])
}

/** A notice as one message to each of its people, each at most once. */
export function toRecipients(
  directory: Directory,
  notice: Notice,
  given: Readonly<{ at: Date; eventId?: bigint | undefined; except?: string | undefined; delayMs?: number }>,
): Leaving {
  return merge(
    addressesOf(directory, notice, given.at, given.except).map((address) =>
      toAddress(address, notice.speech, {
        key: keyAt(notice.key, address),
        at: given.at,
        eventId: given.eventId,
        ...(notice.pictures ? { pictures: notice.pictures } : {}),
        ...(given.delayMs ? { delayMs: given.delayMs } : {}),
      }),
    ),
  )
}

/** The key of what is said for one cause at one address. */
export function keyAt(key: string, { platform, id }: Address): string {
  return `${key}:${platform}:${id}`
}

/** Several parcels as one. */
export function merge(parcels: readonly Leaving[]): Leaving {
  return {
    messages: parcels.flatMap(({ messages }) => messages),
    cards: parcels.flatMap(({ cards }) => cards),
  }
}
