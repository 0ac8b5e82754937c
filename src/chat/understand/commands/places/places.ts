import type { Reading } from '../../text/reading.ts'
import type { Understanding } from '../../types.ts'
import { readChecks } from './checks.ts'
import { readCommunities } from './communities.ts'
import { readComplaints } from './complaints.ts'
import { readPlans } from './plans.ts'

/** What is said of places: complaints about them, checks, plans, and their files. */
export function readPlaces(r: Reading): Understanding | undefined {
  const said = readComplaints(r) ?? readChecks(r) ?? readPlans(r) ?? readCommunities(r)
  return said && { intent: 'community', said }
}
