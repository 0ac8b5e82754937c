type Photo = Readonly<{ hash: string; step: string }>

/**
 * The photos to show side by side, at most `most`: the newest from before, then the newest from after, so that whoever
 * looks compares. Half of the room each, and what one side does not need is the other's.
 */
export function sideBySide<P extends Photo>(photos: readonly P[], most: number): readonly P[] {
  const before = photos.filter(({ step }) => step === 'before')
  const after = photos.filter(({ step }) => step !== 'before')
  const later = after.slice(-Math.max(Math.ceil(most / 2), most - before.length))
  return [...before.slice(Math.max(0, before.length - (most - later.length))), ...later]
}

/** 照片5张：整改前3张、整改后2张. */
export function countOf(photos: readonly Photo[]): string {
  const before = photos.filter(({ step }) => step === 'before').length
  const after = photos.length - before
  if (before === 0 || after === 0) return `${before > 0 ? '整改前' : '整改后'}照片${photos.length}张`
  return `照片${photos.length}张：整改前${before}张、整改后${after}张`
}
