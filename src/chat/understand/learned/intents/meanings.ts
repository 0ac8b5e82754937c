import { extensionAsked, transferAsked } from '../../closing/requesting.ts'
import { codesSlot, communitySlot } from '../../closing/slots.ts'
import { verdictSaid } from '../../closing/reinspecting.ts'
import { findSpot } from '../../hazards/places.ts'
import { saysFault } from '../../hazards/faults.ts'
import { onlyPlace } from '../../hazards/clause-words.ts'
import { stretchesOf } from '../findings/stretches.ts'
import { placesIn } from '../places/places.ts'
import { tellHazards } from '../telling/telling.ts'
import { countsIn } from '../counts/counts.ts'
import { resultOf } from '../results/results.ts'
import { withElliptic } from '../../reporting/elliptic.ts'
import { nil, report } from '../../reporting/reporting.ts'
import { findPeriod, isNil } from '../../reporting/periods.ts'
import { feedbackSaid } from '../../talk/feedback.ts'
import { documentAsked } from '../../talk/queries.ts'
import { allCodes, asWritten, communitiesOf, unitsOf, type Reading } from '../../text/reading.ts'
import type { Understanding } from '../../types.ts'
import type { Candidates } from '../../weighing/candidates.ts'
import type { Learnt } from './intents.ts'

/**
 * What the message says if it is meant so, asking for no word that would show that it is; undefined when it lacks what
 * such a message must have: a place for a hazard, a number for a report, a unit for a transfer,
 * a hazard's number for a listing.
 */
export function meantAs(intent: Learnt, r: Reading, c: Candidates): Understanding | undefined {
  switch (intent) {
    case 'register-hazard': {
      if (saysOnlyWhere(r)) return undefined
      const hazards = tellHazards(r)
      return c.hazards.length > 0 ||
        hazards.some(({ place, community }) => place !== undefined || community !== undefined)
        ? { intent, hazards }
        : undefined
    }
    case 'report-progress':
      if (c.nil || isNil(r.text)) return nil(r.text)
      return reported(r, c)
    case 'confirm-rectified':
      return c.confirmed ?? confirmed(r)
    case 'reinspect':
      return c.verdict ?? verdictSaid(r) ?? verdictOf(r)
    case 'request-extension':
      return extensionAsked(r)
    case 'transfer':
      return transferAsked(r)
    case 'list-for-supervision':
      // 挂牌督办的隐患 asks which they are.
      return r.codes.length > 0 ? { intent, ...codesSlot(allCodes(r)) } : undefined
    case 'query':
      return c.query ?? asked(r)
    case 'export':
      return documentAsked(r)
    case 'feedback':
      // 整改意见, 检查意见 are told to units, and no opinion on a paper.
      return /(?:整改|检查|处理|复查)意见/u.test(r.text) ? undefined : feedbackSaid(r)
    case 'acknowledge':
      if (!/[\u4e00-\u9fff]|ok|roger|^1$/iu.test(r.text)) return undefined
      return { intent, ...codesSlot(allCodes(r)) }
    case 'help':
      // 这个灭火器怎么用 asks about a thing and not about the bot.
      return c.things !== undefined && /怎么|咋|如何/u.test(r.text) ? undefined : { intent }
    case 'none':
      return { intent }
  }
}

function reported(r: Reading, c: Candidates): Understanding | undefined {
  const ruled = withElliptic(r.text, c.counts)
  if (Object.keys(ruled.counts).length > 0) return report(r.text, ruled)
  const counts = countsIn(r.text)
  if (Object.keys(counts).length > 0) return report(r.text, { ...ruled, counts })
  // 本周平安, 没新的: nothing to count and nothing counted.
  return /平安|没新|无新|没有新|零/u.test(r.text) ? nil(r.text) : undefined
}

/** 阳光花园3号楼2单元 answers where, and tells of nothing. */
function saysOnlyWhere(r: Reading): boolean {
  if (saysFault(r.text)) return false
  const spans = [...r.names, ...placesIn(r, stretchesOf(r))]
  const left = [...r.text]
    .filter((_, at) => !spans.some(({ start, end }) => start <= at && at < end))
    .join('')
  return onlyPlace.test(left) || !/[\u4e00-\u9fff]{2}/u.test(left)
}

/** 47 48 一并验了 行: what such words said of the hazards that they named. */
function verdictOf(r: Reading): Understanding | undefined {
  const codes = allCodes(r)
  if (codes.length === 0 && communitiesOf(r).length === 0) return undefined
  return { intent: 'reinspect', ...codesSlot(codes), ...communitySlot(r), result: resultOf(r) }
}

/** 栓里有水了，刚试过: which one it was is asked for when the speaker has several. */
function confirmed(r: Reading): Understanding {
  const codes = allCodes(r)
  const { place } = findSpot(r.text, communitiesOf(r)[0], unitsOf(r)[0])
  const community = communitySlot(r)
  return {
    intent: 'confirm-rectified',
    ...codesSlot(codes),
    ...(place && codes.length === 0 ? { place: asWritten(r, place) } : {}),
    ...community,
    note: r.text,
  }
}

function asked(r: Reading): Understanding {
  const codes = allCodes(r)
  const community = communitySlot(r)
  const unit = unitsOf(r)[0]?.id
  const period = findPeriod(r.text)
  const subject = codes.length > 0 ? 'hazard' : community.community ? 'community' : unit ? 'unit' : 'overview'
  return {
    intent: 'query',
    subject,
    ...(unit ? { unit } : {}),
    ...community,
    ...(period ? { period } : {}),
    ...codesSlot(codes),
  }
}
