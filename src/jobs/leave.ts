import { groupBy } from '../domain/group-by.ts'
import { digest } from '../chat/digest.ts'
import type { Address } from '../chat/outgoing.ts'
import type { Notice } from '../chat/speech.ts'
import { deliveriesOf, fingerprint, keyAt, laneOf, toAddress, type Leaving } from '../chat/tell.ts'
import type { Campaign, Directory } from '../store/directory.ts'

/** A notice that has come due, with the campaign that it belongs to, if it belongs to one. */
export type Planned = Readonly<{ notice: Notice; campaign?: Campaign | undefined }>

/** Longer keys are told apart by their fingerprint: an index takes only so much. */
const LONGEST_KEY = 400

/**
 * What leaves at one moment: each urgent notice by itself, and of everything else one message to each person and each
 * group, whatever campaigns and topics it comes from. Nobody hears the same notice twice.
 */
export function leaving(
  directory: Directory,
  planned: readonly Planned[],
  given: Readonly<{ at: Date; delayMs: number }>,
): readonly Leaving[] {
  const parcels: Leaving[] = []
  const ordinary: (Planned & Readonly<{ address: Address }>)[] = []
  for (const each of planned) {
    for (const { address, speech } of deliveriesOf(directory, each.notice, given.at)) {
      const said = { ...each, notice: { ...each.notice, speech } }
      if (each.notice.urgency === 'urgent')
        parcels.push(message(address, [said], { at: given.at, delayMs: 0 }))
      else ordinary.push({ ...said, address })
    }
  }
  for (const group of groupBy(ordinary, ({ address }) => laneOf(address)).values()) {
    const [first] = group
    const once = [...new Map(group.map((each) => [each.notice.key, each])).values()]
    if (first) parcels.push(message(first.address, once, given))
  }
  return parcels
}

function message(
  address: Address,
  planned: readonly Planned[],
  { at, delayMs }: Readonly<{ at: Date; delayMs: number }>,
): Leaving {
  const pictures = planned.flatMap(({ notice }) => notice.pictures ?? [])
  const speech = digest(
    planned.map(({ notice, campaign }) => ({
      speech: notice.speech,
      campaign: campaign?.title,
      due: notice.due,
    })),
    address.kind === 'group',
  )
  return toAddress(address, speech, {
    key: keyAt(keyOf(planned), address),
    at,
    ...(pictures.length > 0 ? { pictures } : {}),
    ...(delayMs > 0 ? { delayMs } : {}),
  })
}

function keyOf(planned: readonly Planned[]): string {
  const keys = planned.map(({ notice }) => notice.key).toSorted()
  const joined = keys.length === 1 ? `${keys[0]}` : `digest:${keys.join('|')}`
  return joined.length <= LONGEST_KEY ? joined : `${joined.slice(0, 200)}~${fingerprint(joined)}`
}
