import type { Tx } from '../open.ts'

/** Adds photos to one step of a hazard; the same picture twice is one. Answers how many were new. */
export async function addPhotos(
  tx: Tx,
  photos: Readonly<{
    hazardId: number
    hashes: readonly string[]
    step: 'before' | 'after' | 'reinspection'
    byId: string
    at: Date
  }>,
): Promise<number> {
  if (photos.hashes.length === 0) return 0
  const { hazardId, step, byId, at } = photos
  const { count } = await tx.hazardPhoto.createMany({
    data: photos.hashes.map((hash) => ({ hazardId, hash, step, byId, at })),
    skipDuplicates: true,
  })
  return count
}

/** The photos of a hazard, oldest first. */
export async function photosOf(db: Tx, hazardId: number) {
  return db.hazardPhoto.findMany({
    where: { hazardId },
    orderBy: { id: 'asc' },
    select: { hash: true, step: true, at: true },
  })
}
