import { dayOf, formatDay } from '../../domain/time/calendar.ts'
import { say, type Speech } from '../../chat/saying/speech.ts'
import { digest } from '../../chat/saying/digest.ts'
import type { Address } from '../../chat/outgoing.ts'
import { inPlaceOf, peopleOf, fingerprint, keyAt, toAddress } from '../../chat/saying/tell.ts'
import type { Directory } from '../../store/directory.ts'
import type { NewMessage } from '../../store/outbox.ts'
import type { Planned } from './held-back.ts'

/** Longer keys are told apart by their fingerprint: an index takes only so much. */
const LONGEST_KEY = 400

/** One message to one address about one or several matters, the pictures and documents after it. */
export function messageOf(
  directory: Directory,
  address: Address,
  planned: readonly Planned[],
  given: Readonly<{ at: Date; apart: boolean }>,
): readonly NewMessage[] {
  const pictures = planned.flatMap(({ notice }) => notice.pictures ?? [])
  const files = address.kind === 'person' ? planned.flatMap(({ notice }) => notice.files ?? []) : []
  const speech = digest(
    planned.map(({ notice, campaign, heldAt, standsInFor = [] }) => ({
      speech: inPlaceOf(
        standsInFor,
        heldAt && dayOf(heldAt) < dayOf(given.at) ? dated(notice.speech, heldAt) : notice.speech,
      ),
      campaign: campaign?.title,
      due: notice.due,
    })),
    address.kind === 'group',
  )
  const mention = address.kind === 'group' ? mentioned(directory, address, planned, given.at) : []
  const ding =
    given.apart && address.kind === 'person' && planned.some(({ campaign }) => campaign?.plan.reminders.ding)
  return toAddress(address, speech, {
    key: keyAt(keyOf(planned), address),
    at: given.at,
    ...(pictures.length > 0 ? { pictures } : {}),
    ...(files.length > 0 ? { files } : {}),
    ...(mention.length > 0 ? { mention } : {}),
    ...(ding ? { ding } : {}),
  }).messages
}

/** Words that have waited since another day say so: their 今天 and 明天 are those of that day. */
function dated(speech: Speech, on: Date): Speech {
  const mark = `（${formatDay(dayOf(on))}的消息）`
  if (speech.kind === 'text') return say(`${mark}${speech.text}`)
  return { ...speech, card: { ...speech.card, title: `${mark}${speech.card.title}` } }
}

/** The liaisons of the units that a group's summary is to call, on the platform of the group. */
function mentioned(
  directory: Directory,
  { platform }: Address,
  planned: readonly Planned[],
  now: Date,
): readonly string[] {
  const units = new Set(planned.flatMap(({ notice }) => notice.mentionUnits ?? []))
  return [...units].flatMap((unitId) =>
    peopleOf(directory, { unitId, roles: ['liaison'] }, now).flatMap(({ accounts }) =>
      accounts.filter((each) => each.reachable && each.platform === platform).map(({ userId }) => userId),
    ),
  )
}

function keyOf(planned: readonly Planned[]): string {
  const keys = planned.map(({ notice }) => notice.key).toSorted()
  const joined = keys.length === 1 ? `${keys[0]}` : `digest:${keys.join('|')}`
  return joined.length <= LONGEST_KEY ? joined : `${joined.slice(0, 200)}~${fingerprint(joined)}`
}

/** Under which kind a message is counted: its notices' common one, or `digest`. */
export function noticeKind(planned: readonly Planned[]): string {
  const kinds = new Set(planned.map(({ notice }) => notice.key.split(':')[0] ?? ''))
  const [only = '', ...others] = kinds
  return others.length === 0 ? only : 'digest'
}
