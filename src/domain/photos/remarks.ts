const DAY_MS = 86_400_000

/** A photo taken so long before the hazard was found shows something else. */
const OLD_MS = 30 * DAY_MS

export type Step = 'before' | 'after' | 'reinspection'

/** Why the re-inspector is asked to look twice. Never that anybody did anything: photos are mixed up easily. */
export type Remark =
  Readonly<{ kind: 'same' | 'alike'; otherHazardId: number }> | Readonly<{ kind: 'old'; takenAt: Date }>

/** `bits` is in how many bits its likeness differs; 0 with the same bytes, or when it looks exactly alike. */
export type Lookalike = Readonly<{ hazardId: number; step: string; bits: number; sameBytes: boolean }>

/** What there is to say of a photo, given those that look like it, nearest first. */
export function remarksOn(
  photo: Readonly<{ hazardId: number; step: string; takenAt: Date | null; foundAt: Date }>,
  lookalikes: readonly Lookalike[],
  limits: Readonly<{ between: number; within: number }>,
): readonly Remark[] {
  const [nearest] = lookalikes.filter(({ hazardId, step, bits }) =>
    hazardId === photo.hazardId
      ? step === 'before' && photo.step === 'after' && bits <= limits.within
      : bits <= limits.between,
  )
  const like: readonly Remark[] = nearest
    ? [{ kind: nearest.sameBytes ? 'same' : 'alike', otherHazardId: nearest.hazardId }]
    : []
  const { takenAt, foundAt, step } = photo
  // Who registers in the evening what he has photographed in the morning has taken no old photo.
  const earliest = foundAt.getTime() - (step === 'before' ? OLD_MS : DAY_MS)
  return takenAt && takenAt.getTime() < earliest ? [...like, { kind: 'old', takenAt }] : like
}
