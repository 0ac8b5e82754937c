import { GENESIS, sealOf } from '../../domain/seal.ts'
import type { Tx } from '../open.ts'
import { BEFORE_ALL, headOf, linkedAfter, sealAt, type Head } from './entries.ts'

/** How the chain is broken, and at which entry: its number, and where it stands in the chain. */
export type Break = Readonly<{
  kind: 'changed' | 'missing' | 'inserted' | 'order' | 'noted'
  entryId: bigint
  position: bigint
}>

export type Verdict = Readonly<{
  /** Entries that were looked at and are sealed. */
  checked: number
  /** Entries written since the newest seal: nothing vouches for them yet. */
  unsealed: number
  head: Head | null
  broken: Break | null
}>

export type VerifyOptions = Readonly<{
  /** Only the newest so many; what lies before them is taken as it stands. */
  newest?: number
  /** A seal noted earlier, e.g. in an evidence pack, or its beginning: it must still stand where it stood. */
  noted?: Readonly<{ position: bigint; hash: string }> | undefined
  progress?(checked: number, total: number): void
}>

const PAGE = 2000

/** Computes every seal anew from the entries themselves and stops at the first that is not what it was. */
export async function verify(db: Tx, options: VerifyOptions = {}): Promise<Verdict> {
  const head = await headOf(db)
  const unsealed = await countAfter(db, head?.entryId ?? BEFORE_ALL)
  const verdict = (checked: number, broken: Break | null): Verdict => ({ checked, unsealed, head, broken })
  const { noted } = options
  if (noted) {
    const stands = await sealAt(db, noted.position)
    if (!stands?.hash.startsWith(noted.hash))
      return verdict(0, { kind: 'noted', entryId: stands?.entryId ?? 0n, position: noted.position })
  }
  if (!head) return verdict(0, null)
  const skipped = options.newest === undefined ? 0n : bigger(head.position - BigInt(options.newest), 0n)
  const before = skipped === 0n ? null : await sealAt(db, skipped)
  if (skipped > 0n && !before) return verdict(0, { kind: 'missing', entryId: 0n, position: skipped })
  const walk = new Walk(before)
  for (let last = before?.entryId ?? BEFORE_ALL; ;) {
    const page = await linkedAfter(db, last, PAGE)
    for (const entry of page) {
      if (BigInt(entry.id) > head.entryId) break
      const broken = walk.step(entry)
      if (broken) return verdict(walk.checked, broken.kind === 'missing' ? await named(db, broken) : broken)
    }
    const newest = page.at(-1)
    options.progress?.(walk.checked, Number(head.position - skipped))
    if (!newest || page.length < PAGE || BigInt(newest.id) >= head.entryId) break
    last = BigInt(newest.id)
  }
  if (walk.position < head.position)
    return verdict(
      walk.checked,
      await named(db, { kind: 'missing', entryId: 0n, position: walk.position + 1n }),
    )
  return verdict(walk.checked, null)
}

/** Goes along the chain, one entry after another. */
class Walk {
  checked = 0
  position: bigint
  #hash: string

  constructor(before: Head | null) {
    this.position = before?.position ?? 0n
    this.#hash = before?.hash ?? GENESIS
  }

  step(entry: Awaited<ReturnType<typeof linkedAfter>>[number]): Break | null {
    const entryId = BigInt(entry.id)
    const position = this.position + 1n
    if (entry.position === null || entry.hash === null) return { kind: 'inserted', entryId, position }
    if (entry.position > position) return { kind: 'missing', entryId: 0n, position }
    if (entry.position < position) return { kind: 'order', entryId, position }
    const hash = sealOf(this.#hash, entry)
    if (hash !== entry.hash) return { kind: 'changed', entryId, position }
    this.#hash = hash
    this.position = position
    this.checked += 1
    return null
  }
}

/** What is missing is named by the seal that it has left behind, as far as that is still there. */
async function named(db: Tx, broken: Break): Promise<Break> {
  const left = await sealAt(db, broken.position)
  return { ...broken, entryId: left?.entryId ?? 0n }
}

async function countAfter(db: Tx, id: bigint): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM ledger_entry WHERE id > ${id}`
  return row?.count ?? 0
}

function bigger(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
