import { remarkNotice } from '../../chat/intents/hazards/photo-remarks.ts'
import { toRecipients } from '../../chat/saying/tell.ts'
import { cameraNotes } from '../../domain/photos/exif.ts'
import { ALIKE_BITS, ALIKE_WITHIN_BITS, distance, piecesOf } from '../../domain/photos/likeness.ts'
import { remarksOn } from '../../domain/photos/remarks.ts'
import { sizeOf } from '../../domain/photos/size.ts'
import type { Log } from '../../ports/log.ts'
import type { DirectoryCache } from '../../store/directory.ts'
import * as ledger from '../../store/ledger.ts'
import type { MediaStore } from '../../store/media.ts'
import type { Store, Tx } from '../../store/open.ts'
import * as outbox from '../../store/outbox.ts'
import * as photos from '../../store/photos.ts'
import type { Trait, Unlooked } from '../../store/photos.ts'
import { startLoop, type Worker } from '../loop.ts'
import { traceOf } from '../trace.ts'
import { unpacker, type Unpacker } from './unpack.ts'

export type LookerDeps = Readonly<{
  store: Store
  media: MediaStore
  directories: DirectoryCache
  now(): Date
  log: Log
  /** Something was written to the outbox. */
  remarked(): void
  pollMs?: number
}>

const PATIENCE_MS = 3000
const AT_ONCE = 10

/**
 * Looks at photos after they were sent, one after the other, beside everything else: whether the same or nearly the
 * same was sent before, and when it was taken. What there is to say is a remark to the re-inspectors.
 */
export function startLooker(deps: LookerDeps): Worker {
  const unpack = unpacker()
  const loop = startLoop<readonly Unlooked[]>({
    async claim() {
      const found = await photos.unlooked(deps.store.db, AT_ONCE)
      return found.length > 0 ? [found] : []
    },
    async handle(found) {
      for (const photo of found) await look(photo, deps, unpack)
    },
    failed: (error) => deps.log.warn(traceOf(error), 'photos: not looked at yet, will try again'),
    concurrency: 1,
    pollMs: deps.pollMs ?? PATIENCE_MS,
  })
  return {
    ...loop,
    async stop() {
      await loop.stop()
      await unpack.close()
    },
  }
}

async function look(photo: Unlooked, deps: LookerDeps, unpack: Unpacker): Promise<void> {
  const { store, now } = deps
  const known = await photos.traitOf(store.db, photo.hash)
  const trait = known ?? (await traitOf(photo, deps, unpack))
  if (!known) await photos.keepTrait(store.db, photo.hash, trait)
  const remarked = await store.transaction((tx) => remark(tx, photo, trait, deps, now()))
  if (remarked) deps.remarked()
}

const unknown: Trait = {
  width: null,
  height: null,
  likeness: null,
  pieces: [],
  takenAt: null,
  latitude: null,
  longitude: null,
}

/** A picture that cannot be read is looked at and found to say nothing. */
async function traitOf(photo: Unlooked, deps: LookerDeps, unpack: Unpacker): Promise<Trait> {
  try {
    const picture = await deps.media.get(deps.store.db, photo.hash)
    if (!picture) return unknown
    const { takenAt, latitude, longitude } = cameraNotes(picture.bytes)
    const likeness = await unpack.likenessOf(picture.bytes)
    const { width = null, height = null } = sizeOf(picture.bytes) ?? {}
    return {
      width,
      height,
      likeness,
      pieces: likeness ? piecesOf(likeness) : [],
      takenAt,
      latitude,
      longitude,
    }
  } catch (error) {
    deps.log.warn(traceOf(error), 'photos: one could not be read')
    return unknown
  }
}

/** Writes down what there is to look at, and tells those who are waiting to re-inspect. True when something was said. */
async function remark(
  tx: Tx,
  photo: Unlooked,
  trait: Trait,
  { directories }: LookerDeps,
  now: Date,
): Promise<boolean> {
  if (!(await photos.markLooked(tx, photo.id, now))) return false
  const found = await photos.candidates(tx, photo, trait.pieces)
  const lookalikes = found
    .map(({ hazardId, step, hash, likeness }) => ({
      hazardId,
      step,
      sameBytes: hash === photo.hash,
      bits:
        hash === photo.hash ? 0 : trait.likeness && likeness ? distance(trait.likeness, likeness) : Infinity,
    }))
    .sort((a, b) => a.bits - b.bits || Number(b.sameBytes) - Number(a.sameBytes))
  const { hazardId, step, foundAt } = photo
  const remarks = remarksOn({ hazardId, step, foundAt, takenAt: trait.takenAt }, lookalikes, {
    between: ALIKE_BITS,
    within: ALIKE_WITHIN_BITS,
  })
  if (remarks.length === 0) return false
  await photos.addRemarks(tx, photo.id, remarks, now)
  await ledger.append(tx, {
    campaignId: photo.campaignId,
    subject: 'hazard',
    subjectId: String(hazardId),
    type: 'PhotoRemarked',
    data: { photo: photo.hash, step, remarks },
    byId: null,
    at: now,
  })
  if (step !== 'after' || photo.status !== 'to-reinspect') return false
  const directory = await directories.current(tx, photo.regionId)
  const notice = remarkNotice(photo, await photos.remarksOf(tx, hazardId))
  await outbox.add(tx, toRecipients(directory, notice, { at: now }).messages)
  return true
}
