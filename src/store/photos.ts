import type { Lookalike, Remark } from '../domain/photos/remarks.ts'
import { Prisma } from './generated/client.ts'
import type { Tx } from './open.ts'

export type Trait = Readonly<{
  width: number | null
  height: number | null
  likeness: string | null
  pieces: readonly number[]
  takenAt: Date | null
  latitude: number | null
  longitude: number | null
}>

/** A photo that nobody has looked at yet, with the hazard that it belongs to. */
export type Unlooked = Readonly<{
  id: number
  hash: string
  step: string
  hazardId: number
  code: string
  status: string
  version: number
  campaignId: string
  regionId: string
  foundAt: Date
}>

/** The oldest photos that nobody has looked at yet. */
export async function unlooked(db: Tx, take: number): Promise<readonly Unlooked[]> {
  return db.$queryRaw<Unlooked[]>`
    SELECT p.id, p.hash, p.step, h.id AS "hazardId", h.code, h.status, h.version, h.campaign_id AS "campaignId",
      c.region_id AS "regionId", h.found_at AS "foundAt"
    FROM hazard_photo p JOIN hazard h ON h.id = p.hazard_id JOIN campaign c ON c.id = h.campaign_id
    WHERE p.looked_at IS NULL ORDER BY p.id LIMIT ${take}`
}

/** What is known of a picture already, from another photo of the same bytes. */
export async function traitOf(db: Tx, hash: string): Promise<Trait | null> {
  return db.photoTrait.findUnique({ where: { hash } })
}

/** Keeps what a look has found; of two looks at the same bytes the first stays. */
export async function keepTrait(db: Tx, hash: string, trait: Trait): Promise<void> {
  await db.photoTrait.createMany({
    data: [{ hash, ...trait, pieces: [...trait.pieces] }],
    skipDuplicates: true,
  })
}

/** Marks a photo as looked at. False when another copy of the program was faster. */
export async function markLooked(tx: Tx, id: number, now: Date): Promise<boolean> {
  const { count } = await tx.hazardPhoto.updateMany({
    where: { id, lookedAt: null },
    data: { lookedAt: now },
  })
  return count === 1
}

/** Candidates looked at for one photo at most: a picture that hundreds have sent needs no longer list. */
const MOST_CANDIDATES = 200

/** Earlier photos of the region of the same bytes, or that share a piece of their likeness. */
export async function candidates(
  tx: Tx,
  photo: Pick<Unlooked, 'id' | 'hash' | 'regionId'>,
  pieces: readonly number[],
): Promise<
  readonly (Omit<Lookalike, 'bits' | 'sameBytes'> & Readonly<{ hash: string; likeness: string | null }>)[]
> {
  return tx.$queryRaw(Prisma.sql`
    WITH alike AS (
      SELECT ${photo.hash} AS hash, NULL::text AS likeness
      UNION ALL
      (SELECT hash, likeness FROM photo_trait
        WHERE pieces && ${[...pieces]}::int[] AND hash <> ${photo.hash} LIMIT ${MOST_CANDIDATES})
    )
    SELECT DISTINCT ON (h.id, p.hash) h.id AS "hazardId", p.step, p.hash, a.likeness
    FROM alike a JOIN hazard_photo p ON p.hash = a.hash JOIN hazard h ON h.id = p.hazard_id
      JOIN campaign c ON c.id = h.campaign_id
    WHERE p.id < ${photo.id} AND h.status <> 'void' AND c.region_id = ${photo.regionId}
    ORDER BY h.id, p.hash, p.step DESC LIMIT ${MOST_CANDIDATES}`)
}

/** Keeps what the re-inspector is to look at. */
export async function addRemarks(
  tx: Tx,
  photoId: number,
  remarks: readonly Remark[],
  now: Date,
): Promise<void> {
  await tx.photoRemark.createMany({
    data: remarks.map((remark) => ({
      photoId,
      kind: remark.kind,
      otherHazardId: remark.kind === 'old' ? null : remark.otherHazardId,
      takenAt: remark.kind === 'old' ? remark.takenAt : null,
      at: now,
    })),
    skipDuplicates: true,
  })
}

export type KeptRemark = Readonly<{
  step: string
  kind: string
  takenAt: Date | null
  /** The hazard whose photo it is like, as it is called. */
  otherCode: string | null
}>

/** What there is to look at in the photos of a hazard, each once, the oldest first. */
export async function remarksOf(db: Tx, hazardId: number): Promise<readonly KeptRemark[]> {
  return db.$queryRaw<KeptRemark[]>`
    SELECT step, kind, "takenAt", "otherCode" FROM (
      SELECT DISTINCT ON (p.step, r.kind, o.code) p.id, p.step, r.kind, r.taken_at AS "takenAt", o.code AS "otherCode"
      FROM photo_remark r JOIN hazard_photo p ON p.id = r.photo_id LEFT JOIN hazard o ON o.id = r.other_hazard_id
      WHERE p.hazard_id = ${hazardId} ORDER BY p.step, r.kind, o.code, p.id
    ) AS once ORDER BY id LIMIT 20`
}

export type EvidencePhoto = Readonly<{
  hash: string
  step: string
  byId: string
  at: Date
  mime: string
  bytes: number
  takenAt: Date | null
  latitude: number | null
  longitude: number | null
}>

/** Every photo of a hazard with what its camera has noted: restricted evidence. */
export async function evidenceOf(db: Tx, hazardId: number): Promise<readonly EvidencePhoto[]> {
  return db.$queryRaw<EvidencePhoto[]>`
    SELECT p.hash, p.step, p.by_id AS "byId", p.at, m.mime, m.bytes, t.taken_at AS "takenAt", t.latitude, t.longitude
    FROM hazard_photo p JOIN media m ON m.hash = p.hash LEFT JOIN photo_trait t ON t.hash = p.hash
    WHERE p.hazard_id = ${hazardId} ORDER BY p.id`
}
