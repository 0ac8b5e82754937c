import type { Understand, Understanding } from './types.ts'
import { isAcknowledgement } from './talk/acknowledging.ts'
import { readAmendment } from './closing/amending.ts'
import { isAnnouncement } from './weighing/chatter.ts'
import { saysDone } from './closing/done.ts'
import { readExtension, readListing, readTransfer } from './closing/requesting.ts'
import { readFeedback } from './talk/feedback.ts'
import { readFire } from './talk/fire.ts'
import { splitQuote } from './layout/quotes.ts'
import { openForm } from './layout/forms.ts'
import { repair } from './layout/repairs.ts'
import { unfold } from './layout/tables.ts'
import { isNil } from './reporting/periods.ts'
import { isHelp, isQuestion, readExport, readQuery } from './talk/queries.ts'
import { readAnswer } from './answering.ts'
import { decide, isUsual } from './learned/intents/deciding.ts'
import { retell } from './learned/retelling.ts'
import { weigh } from './weighing/weighing.ts'
import { readCorrection } from './reporting/reporting.ts'
import { readCommand } from './shortcuts.ts'
import { tidyUp } from './text/normalise.ts'
import { allCodes, read, type Reading } from './text/reading.ts'

const none: Understanding = { intent: 'none' }

/** The message as the rules read it: tables and forms as sentences, one way of writing. */
export const layOut = (raw: string): string => repair(openForm(tidyUp(unfold(raw))))

/**
 * Reads one message. The order of the rules is the order of harm: a fire first, then commands that people type on
 * purpose, then what changes known hazards, then questions (a question is never data), and last the two readings
 * that write new data, each behind the filters for chatter.
 */
export const understand: Understand = (raw, given) => {
  const { said, quoted } = splitQuote(layOut(raw))
  if (quoted !== undefined) return readAnswer(read(said, given), read(quoted, given), readMessage)
  return readMessage(read(said, given))
}

function readMessage(r: Reading): Understanding {
  if (!/[\p{L}\p{N}?？]/u.test(r.text)) return none
  const ordered = readFire(r) ?? readCommand(r)
  if (ordered) return ordered
  const form = readChange(r) ?? readTalk(r)
  const meant = form && isUsual(form, r) ? form : decide(form, r, weigh(r))
  return retell(meant, r)
}

/** What happens to hazards and reports that exist already. */
function readChange(r: Reading): Understanding | undefined {
  const { text } = r
  const codes = allCodes(r)
  const question = isQuestion(text)
  // 12号作废，报重了 takes a hazard back; without a number 报重了 corrects a report.
  if (!question && /作废|撤销|(?<![怕防免总老会][^，。]{0,8})误报/u.test(text)) {
    const taken = readAmendment(r)
    if (taken?.intent === 'void-hazard') return taken
  }
  const correction = readCorrection(r)
  if (correction) return correction
  const amended = question ? undefined : readAmendment(r)
  if (amended) return amended
  // 能不能延到月底 asks for time; it is the one question that is a request.
  const longer = readExtension(r)
  if (longer && !/(?:多少|几[个处条]|哪些|谁|怎么)(?!.{0,3}(?:天|日))/u.test(text) && !isHelp(text))
    return longer
  if (
    question &&
    !(
      codes.length > 0 &&
      /(?:麻烦|请|帮忙?|劳烦)[^，。]{0,4}转|转给|转(?:一下|办)/u.test(text) &&
      !/转(?:给|到)?(?:了|谁|哪)/u.test(text)
    )
  )
    return undefined
  const handed = readTransfer(r)
  if (
    handed &&
    !(isAnnouncement(text) && codes.length === 0) &&
    !saysDone(text.replace(/转[^，。]{0,12}/gu, ''))
  )
    return handed
  return readListing(r)
}

/** Help, exports, opinions, questions, thanks. */
function readTalk(r: Reading): Understanding | undefined {
  const { text } = r
  const codes = allCodes(r)
  const opinion = readFeedback(r)
  if (opinion) return opinion
  if (isHelp(text) && codes.length === 0) return { intent: 'help' }
  const document = readExport(r)
  if (document) return document
  if (isNil(text)) return undefined
  if (isAcknowledgement(withoutCodes(r)))
    return { intent: 'acknowledge', ...(codes.length > 0 ? { codes } : {}) }
  if (isOneName(r) || isOnlyCodes(r)) return readQuery(r)
  return undefined
}

const withoutCodes = (r: Reading): string => {
  let out = ''
  let from = 0
  for (const { start, end } of r.codes) {
    out += r.text.slice(from, start)
    from = end
  }
  return out + r.text.slice(from)
}

/** A unit or a compound and nothing else is a question about it. */
function isOneName(r: Reading): boolean {
  const only = r.names[0]
  return (
    r.names.length === 1 &&
    only !== undefined &&
    only.start === 0 &&
    /^[ 。！]*$/u.test(r.text.slice(only.end))
  )
}

/** "12号" and nothing else asks for that hazard; a bare "12" could be anything. */
const isOnlyCodes = (r: Reading): boolean =>
  r.codes.length > 0 && r.codes.every((c) => c.sure) && withoutCodes(r).replace(/[ 。！，]/gu, '') === ''
