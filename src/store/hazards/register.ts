import { DomainError } from '../../domain/errors.ts'
import { initialMajorStage, unlived } from '../../domain/hazards/hazard.ts'
import { toJson } from '../database/json.ts'
import { Prisma } from '../generated/client.ts'
import type { Tx } from '../open.ts'
import { isOpen, type Hazard, type NewHazard } from './rows.ts'

/** `counter` takes the campaign's next number, so that numbers have no gaps; `registered` is the hazard that got it. */
function registration(h: NewHazard): Prisma.Sql {
  return Prisma.sql`
    counter AS (
      UPDATE campaign SET next_hazard_number = next_hazard_number + 1 WHERE id = ${h.campaignId}
      RETURNING next_hazard_number - 1 AS number, code_prefix
    ), registered AS (
      INSERT INTO hazard (campaign_id, number, code, status, grade, category, community_id, community_name, place,
        description, locality_id, responsible_id, lead_id, found_at, found_by_id, found_unit_id, due_at, fixed_on_spot,
        rectified_at, rectified_by_id, closed_at, closed_by_id, major_stage)
      SELECT ${h.campaignId}, number, code_prefix || '-' || lpad(number::text, greatest(4, length(number::text)), '0'),
        ${h.status}, ${h.grade}, ${h.category}, ${h.communityId}, ${h.communityName}, ${h.place}, ${h.description},
        ${h.localityId}, ${h.responsibleId}, ${h.leadId}, ${h.foundAt}, ${h.foundById}, ${h.foundUnitId}, ${h.dueAt},
        ${h.fixedOnSpot}, ${h.rectifiedAt}, ${h.rectifiedById}, ${h.closedAt}, ${h.closedById},
        ${initialMajorStage(h.grade)}
      FROM counter
      RETURNING id, number, code
    )`
}

type Given = Readonly<{ id: number; number: number; code: string }>

/** The hazard as it stands in the database; refuses when there was no campaign to number it. */
function asRegistered(h: NewHazard, given: Given | undefined): Hazard {
  if (!given) throw new DomainError('campaign.unknown', { name: h.campaignId })
  const { id, number, code } = given
  return { ...h, ...unlived, majorStage: initialMajorStage(h.grade), id, number, code, version: 1 }
}

/** Writes a new hazard with the campaign's next number, and nothing else. */
export async function insert(tx: Tx, h: NewHazard): Promise<Hazard> {
  const [row] = await tx.$queryRaw<Given[]>`WITH ${registration(h)} SELECT id, number, code FROM registered`
  return asRegistered(h, row)
}

/**
 * Writes a new hazard together with its ledger entry and answers, as `twin`, the number of an open one of the same
 * kind at the same spot. One statement, because every other registration waits for the counter from here to the
 * commit. So a twin is one committed before: of two registered in the same instant, neither is told of the other.
 */
export async function register(
  tx: Tx,
  h: NewHazard,
  origin: Readonly<{ photos: readonly string[]; eventId: bigint | undefined }>,
): Promise<Readonly<{ hazard: Hazard; twin: number | null }>> {
  const { status, dueAt, responsibleId, fixedOnSpot } = h
  const told = toJson({ status, dueAt, responsibleId, fixedOnSpot, photos: origin.photos })
  const [row] = await tx.$queryRaw<(Given & { twin: number | null })[]>`
    WITH ${registration(h)}, entry AS (
      INSERT INTO ledger_entry (campaign_id, subject, subject_id, type, data, by_id, at, event_id)
      SELECT ${h.campaignId}, 'hazard', id::text, 'HazardRegistered',
        ${told}::jsonb || jsonb_build_object('code', code), ${h.foundById}, ${h.foundAt}, ${origin.eventId ?? null}
      FROM registered
    )
    SELECT id, number, code, (
      SELECT h.number FROM hazard h
      WHERE h.campaign_id = ${h.campaignId} AND h.community_id = ${h.communityId} AND ${isOpen}
        AND h.category = ${h.category} AND h.place = ${h.place}
      ORDER BY h.id DESC LIMIT 1
    ) AS twin
    FROM registered`
  return { hazard: asRegistered(h, row), twin: row?.twin ?? null }
}
