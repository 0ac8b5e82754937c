import type { Understanding } from '../types.ts'
import type { Reading } from '../text/reading.ts'
import { readConsultation } from './consultation.ts'
import { readContacts } from './people/contacts.ts'
import { readActivities } from './duties/activities.ts'
import { readExports } from './exports.ts'
import { readGiving } from './duties/giving.ts'
import { readHazardLife } from './hazard-life.ts'
import { readInformation } from './duties/information.ts'
import { readJoining } from './people/joining.ts'
import { readNodes } from './people/nodes.ts'
import { readNuisance } from './nuisance.ts'
import { readPeople } from './people/people.ts'
import { readPlanning } from './duties/planning.ts'
import { readPlaces } from './places/places.ts'
import { readLadder } from './ladder.ts'
import { readProof } from './proof.ts'
import { readTargets } from './duties/targets.ts'
import { readTakingBack } from './taking-back.ts'
import { readTasks } from './duties/tasks.ts'

/**
 * The readers of words that can only be meant for the bot, in their order. Each knows whole sentences of one topic
 * and answers undefined for everything else: what people chat about must never match.
 */
const readers: readonly ((r: Reading) => Understanding | undefined)[] = [
  readJoining,
  readHazardLife,
  readPeople,
  readConsultation,
  readPlanning,
  readLadder,
  readProof,
  readExports,
  readPlaces,
  readContacts,
  readNodes,
  readNuisance,
  readGiving,
  readInformation,
  readActivities,
  readTargets,
  readTasks,
  readTakingBack,
]

/** What the first reader makes of the words that knows them. */
export function readTopics(r: Reading): Understanding | undefined {
  for (const reader of readers) {
    const understood = reader(r)
    if (understood) return understood
  }
  return undefined
}
