import { createHash } from 'node:crypto'
import { dayOf } from '../../domain/time/calendar.ts'
import { groupBy } from '../../domain/group-by.ts'
import { standInOn } from '../../domain/people/absence.ts'
import type { Directory, Person } from '../../store/directory.ts'
import type { SentCard } from '../../store/cards.ts'
import type { NewMessage } from '../../store/outbox.ts'
import type { Address, Content, Outgoing } from '../outgoing.ts'
import type { Waiting } from '../exports/making.ts'
import type { Platform } from '../inbound.ts'
import type { Enclosure, Notice, Recipient, Speech } from './speech.ts'

export type Leaving = Readonly<{ messages: readonly NewMessage[]; cards: readonly SentCard[] }>

/** Somebody who is written to, and for whom he stands in; nobody when the notice is his own as well. */
export type Receiver = Readonly<{ person: Person; standsInFor: readonly Person[] }>

/**
 * Whom a recipient means and who can be written to, in the order of the roster, each once. What is for somebody who is
 * away goes to whoever stands in for him that day; to himself when that one cannot be reached.
 */
export function receiversOf(directory: Directory, to: Recipient, now: Date): readonly Receiver[] {
  const today = dayOf(now)
  const found = new Map<string, { person: Person; standsInFor: Person[]; own: boolean }>()
  const at = (person: Person) => {
    const held = found.get(person.id) ?? { person, standsInFor: [], own: false }
    found.set(person.id, held)
    return held
  }
  for (const person of meant(directory, to)) {
    const standIn = isLent(to) ? standInOn(directory.absences, person.id, today) : undefined
    const other = standIn === undefined ? undefined : directory.people.get(standIn)
    if (other && isReachable(other)) at(other).standsInFor.push(person)
    else if (isReachable(person)) at(person).own = true
  }
  return [...found.values()].map(({ person, standsInFor, own }) => ({
    person,
    standsInFor: own ? [] : standsInFor,
  }))
}

/** The people whom a recipient means and who can be written to, stand-ins in place of those who are away. */
export function peopleOf(directory: Directory, to: Recipient, now: Date): readonly Person[] {
  return receiversOf(directory, to, now).map(({ person }) => person)
}

const isReachable = ({ accounts }: Person): boolean => accounts.some(({ reachable }) => reachable)

/** What concerns somebody himself is not told to others, and what only an administrator can decide is his. */
const isLent = (to: Recipient): boolean =>
  !('personally' in to && to.personally) && !('regionRole' in to && to.regionRole === 'admin')

function meant(directory: Directory, to: Recipient): readonly Person[] {
  if ('unitId' in to) {
    // Whoever has lost every role is no longer part of it.
    return staffOf(directory, to.unitId).filter(({ roles }) =>
      to.roles ? to.roles.some((role) => roles.includes(role)) : roles.length > 0,
    )
  }
  if ('personId' in to) {
    const person = directory.people.get(to.personId)
    return person ? [person] : []
  }
  if ('regionRole' in to)
    return [...directory.people.values()].filter(({ roles }) => roles.includes(to.regionRole))
  return []
}

const staffs = new WeakMap<Directory, ReadonlyMap<string, readonly Person[]>>()

/** A unit's people; sorted out once for each revision, as a slot may concern thousands of units. */
function staffOf(directory: Directory, unitId: string): readonly Person[] {
  const staff = staffs.get(directory) ?? groupBy([...directory.people.values()], (person) => person.unitId)
  staffs.set(directory, staff)
  return staff.get(unitId) ?? []
}

/** （代王某） before what somebody hears in another's place. */
export function inPlaceOf(people: readonly Person[], speech: Speech): Speech {
  if (people.length === 0) return speech
  const prefix = `（代${people.map(({ name }) => name).join('、')}）`
  return speech.kind === 'text'
    ? { ...speech, text: prefix + speech.text }
    : { ...speech, card: { ...speech.card, title: prefix + speech.card.title } }
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

/** Speech as outbox messages to one address, the pictures and documents after it. `key` is unique for the cause. */
export function toAddress(
  to: Address,
  speech: Speech,
  given: Readonly<{
    key: string
    at: Date
    eventId?: bigint | undefined
    pictures?: readonly string[]
    files?: readonly Enclosure[]
    mention?: readonly string[]
    delayMs?: number
    /** As DING, where the platform has it. */
    ding?: boolean
  }>,
): Leaving {
  const wrap = (content: Content, dedupeKey: string, mention?: readonly string[]): NewMessage => {
    const outgoing: Outgoing = {
      to,
      content,
      ...(mention && mention.length > 0 ? { mention: [...mention] } : {}),
      ...(given.ding && (content.kind === 'text' || content.kind === 'card') ? { ding: true as const } : {}),
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
  const after = [...pictures, ...enclosures(to, given)]
  if (speech.kind === 'text')
    return { messages: [wrap(speech, given.key, given.mention), ...after], cards: [] }
  const cardId = cardIdFor(given.key)
  return {
    messages: [wrap({ kind: 'card', cardId, card: speech.card }, given.key, given.mention), ...after],
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

/** Documents as outbox messages to one address. */
export function enclosures(
  to: Address,
  given: Readonly<{
    key: string
    at: Date
    eventId?: bigint | undefined
    files?: readonly Enclosure[]
  }>,
): readonly NewMessage[] {
  const { key, at, eventId, files = [] } = given
  return files.map((file, index) => {
    const { name } = file
    const content: Waiting['content'] =
      'hash' in file
        ? { kind: 'file', hash: file.hash, name }
        : { kind: 'to-make', name, making: file.making }
    const message: Waiting = { to, content }
    return { dedupeKey: `${key}:file${index}`, lane: laneOf(to), message, createdAt: at, eventId }
  })
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

/**
 * One receiver of a notice: where and how it is said there. `name` is the same however he is reached, and `to` means
 * him alone, or whoever he stands in for.
 */
export type Delivery = Readonly<{
  address: Address
  speech: Speech
  name: string
  to: Recipient
  personId?: string
  standsInFor: readonly Person[]
}>

/**
 * Where a notice goes at that moment: to each of its people once, on the first platform that reaches him. A stand-in
 * reads for whom it is.
 */
export function deliveriesOf(
  directory: Directory,
  { to, speech }: Notice,
  now: Date,
  except?: string,
): readonly Delivery[] {
  const fixed = fixedAddress(to)
  if (fixed) return [{ address: fixed, speech, name: laneOf(fixed), to, standsInFor: [] }]
  return receiversOf(directory, to, now)
    .filter(({ person }) => person.id !== except)
    .flatMap(({ person, standsInFor }) => {
      const address = addressOf(person)
      if (!address) return []
      const personId = standsInFor[0]?.id ?? person.id
      const own = { personId, ...('personally' in to ? { personally: to.personally } : {}) } as Recipient
      const said = inPlaceOf(standsInFor, speech)
      return [{ address, speech: said, name: person.id, to: own, personId: person.id, standsInFor }]
    })
}

function fixedAddress(to: Recipient): Address | undefined {
  if ('account' in to) return { platform: to.account.platform, kind: 'person', id: to.account.userId }
  if ('group' in to) return { platform: to.group.platform, kind: 'group', id: to.group.id }
  return undefined
}

/** A notice as one message to each of its people, each at most once. */
export function toRecipients(
  directory: Directory,
  notice: Notice,
  given: Readonly<{ at: Date; eventId?: bigint | undefined; except?: string | undefined; delayMs?: number }>,
): Leaving {
  return merge(
    deliveriesOf(directory, notice, given.at, given.except).map(({ address, speech }) =>
      toAddress(address, speech, {
        key: keyAt(notice.key, address),
        at: given.at,
        eventId: given.eventId,
        ...(notice.pictures ? { pictures: notice.pictures } : {}),
        ...(notice.files && address.kind === 'person' ? { files: notice.files } : {}),
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
