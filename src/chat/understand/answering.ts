import type { Understanding } from './types.ts'
import { readConfirmation } from './closing/confirming.ts'
import { saysDone } from './closing/done.ts'
import { readHazards } from './hazards/hazards.ts'
import { findSpot } from './hazards/places.ts'
import { allCodes, communitiesOf, unitsOf, type Reading } from './text/reading.ts'

const recorded =
  /登记|上报|记一下|记上|录入|录一下|入库|立个?(?:隐患|案)|加进去|报一下|列入台账|已?核实|属实|情况属实|确有此事/u

/**
 * An answer to a quoted message. Only what is said now can mean something; the quoted words are its context: the
 * hazard that "已清完" is about, or what "这条登记一下" wants written down.
 */
export function readAnswer(
  said: Reading,
  quoted: Reading,
  readMessage: (r: Reading) => Understanding,
): Understanding {
  const known = referenceOf(quoted)
  if (
    recorded.test(said.text) &&
    !/[？?]|吗$|没有?登记|已登记|怎么/u.test(said.text) &&
    said.codes.length === 0
  ) {
    const hazards = readHazards(joined(quoted, said))
    if (hazards.length > 0) return { intent: 'register-hazard', hazards }
  }
  const understood = readMessage(said)
  switch (understood.intent) {
    case 'confirm-rectified':
      return known.codes && !understood.codes
        ? { ...understood, codes: known.codes }
        : understood.codes || understood.community
          ? understood
          : { ...known, ...understood }
    case 'reinspect':
    case 'request-extension':
      return {
        ...(known.codes && !understood.codes ? { codes: known.codes } : {}),
        ...(known.community && !understood.codes && !known.codes ? { community: known.community } : {}),
        ...understood,
      }
    case 'transfer':
    case 'list-for-supervision':
      return { ...(known.codes && !understood.codes ? { codes: known.codes } : {}), ...understood }
    case 'query':
      // What was asked of a person in the group is not asked of the bot.
      return understood.subject === 'mine' || understood.subject === 'overview'
        ? { intent: 'none' }
        : understood
    case 'none':
    case 'register-hazard': {
      const done = saysDone(said.text)
      if (!done || !(known.codes ?? known.community ?? known.place)) return understood
      if (readConfirmation(said)?.intent === undefined || understood.intent === 'none')
        return { intent: 'confirm-rectified', ...known, note: said.text }
      return understood
    }
    default:
      return understood
  }
}

type Reference = Readonly<{ codes?: readonly string[]; community?: string; place?: string }>

function referenceOf(quoted: Reading): Reference {
  const codes = allCodes(quoted)
  if (codes.length > 0) return { codes }
  const community = communitiesOf(quoted)[0]
  const spot = findSpot(quoted.text, community, unitsOf(quoted)[0])
  const home = community?.id ?? spot.compound
  return { ...(home ? { community: home } : {}), ...(spot.place ? { place: spot.place } : {}) }
}

/** Both messages as one, the quoted words first. */
function joined(quoted: Reading, said: Reading): Reading {
  const shift = quoted.text.length + 1
  const move = <T extends Readonly<{ start: number; end: number }>>(hits: readonly T[]): readonly T[] =>
    hits.map((h) => ({ ...h, start: h.start + shift, end: h.end + shift }))
  return {
    ...said,
    text: `${quoted.text}。${said.text}`,
    written: `${quoted.written}。${said.written}`,
    names: [...quoted.names, ...move(said.names)],
    codes: [...quoted.codes, ...move(said.codes)],
  }
}
