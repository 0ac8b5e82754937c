/** 符合, 不符合, 不涉及. */
export type Result = 'fit' | 'unfit' | 'not-applicable'

/** One thing to look at. `fault` is how a hazard reads where nobody says more. */
export type Item = Readonly<{ text: string; fault: string; category: string }>

/** A list of things to look at (检查表), for one field of work. */
export type Checklist = Readonly<{
  key: string
  name: string
  /** What people call it. */
  also: readonly string[]
  items: readonly Item[]
}>

/** What was said of items, by their number from 1; `rest` is said of all others (其余都符合). */
export type SaidResults = Readonly<{
  items: readonly Readonly<{ n: number; result: Result; note?: string }>[]
  rest?: Result
}>

/** `photos` are the hashes of pictures that show what does not fit. */
export type Found = Readonly<{ n: number; result: Result; note?: string; photos?: readonly string[] }>

/**
 * What is known after something was said: the later word on an item counts, and `rest` fills only what nobody has
 * spoken of. Numbers outside the list are answered apart.
 */
export function withResults(
  held: readonly Found[],
  said: SaidResults,
  size: number,
): Readonly<{ found: readonly Found[]; open: readonly number[]; unknown: readonly number[] }> {
  const known = new Map(held.map((each) => [each.n, each]))
  const unknown: number[] = []
  for (const item of said.items) {
    if (item.n < 1 || item.n > size) unknown.push(item.n)
    else known.set(item.n, { ...photosOf(known.get(item.n), item.result), ...item })
  }
  const open: number[] = []
  for (let n = 1; n <= size; n += 1) {
    if (known.has(n)) continue
    if (said.rest) known.set(n, { n, result: said.rest })
    else open.push(n)
  }
  return { found: [...known.values()].sort((a, b) => a.n - b.n), open, unknown }
}

/** What was photographed stays, as long as it still does not fit. */
function photosOf(before: Found | undefined, result: Result): Readonly<{ photos?: readonly string[] }> {
  return before?.photos && result === 'unfit' ? { photos: before.photos } : {}
}

/**
 * What is known after photos came with those items or after them: one to each of the items that do not fit and have
 * none yet, in order, and what is left over to the last. Without such an item undefined: nobody knows of what they are.
 */
export function withPhotos(
  found: readonly Found[],
  items: readonly number[],
  photos: readonly string[],
): Readonly<{ found: readonly Found[]; shown: readonly number[] }> | undefined {
  const unfit = items.flatMap((n) => found.find((each) => each.n === n && each.result === 'unfit') ?? [])
  const last = unfit.at(-1)
  if (last === undefined) return undefined
  const bare = unfit.filter((each) => each.photos === undefined)
  const goesTo = photos.map((photo, index) => ({ photo, n: (bare[index] ?? last).n }))
  return {
    shown: [...new Set(goesTo.map(({ n }) => n))],
    found: found.map((each) => {
      const more = goesTo.flatMap(({ photo, n }) => (n === each.n ? [photo] : []))
      return more.length === 0 ? each : { ...each, photos: [...new Set([...(each.photos ?? []), ...more])] }
    }),
  }
}
