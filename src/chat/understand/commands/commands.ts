import type { Understanding } from '../types.ts'
import type { Reading } from '../text/reading.ts'
import { readConsultation } from './consultation.ts'
import { readContacts } from './contacts.ts'
import { readGiving } from './giving.ts'
import { readInformation } from './information.ts'
import { readJoining } from './joining.ts'
import { readNodes } from './nodes.ts'
import { readNuisance } from './nuisance.ts'
import { readPeople } from './people.ts'
import { readPlanning } from './planning.ts'
import { readLadder } from './ladder.ts'
import { readTargets } from './targets.ts'
import { readTasks } from './tasks.ts'

/**
 * The readers of words that can only be meant for the bot, in their order. Each knows whole sentences of one topic
 * and answers undefined for everything else: what people chat about must never match.
 */
const readers: readonly ((r: Reading) => Understanding | undefined)[] = [
  readJoining,
  readPeople,
  readConsultation,
  readPlanning,
  readLadder,
  readContacts,
  readNodes,
  readNuisance,
  readGiving,
  readInformation,
  readTargets,
  readTasks,
]

/** What the first reader makes of the words that knows them. */
export function readTopics(r: Reading): Understanding | undefined {
  for (const reader of readers) {
    const understood = reader(r)
    if (understood) return understood
  }
  return undefined
}
