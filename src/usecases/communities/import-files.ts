import { createHash } from 'node:crypto'
import { contradiction } from '../../domain/communities/file.ts'
import type { Facts } from '../../domain/communities/fields.ts'
import { mayKeep } from '../../domain/communities/keeping.ts'
import { changesOf, readRows, type Fault, type RowRead } from '../../domain/communities/sheet.ts'
import * as files from '../../store/communities/files.ts'
import { touch, type Community, type Directory, type Person } from '../../store/directory.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'

export type ImportedFiles = Readonly<{
  faults: readonly Fault[]
  rows: number
  /** Communities whose file changed, and those that are new. */
  changed: number
  added: number
}>

type Input = Readonly<{
  directory: Directory
  rows: readonly (readonly string[])[]
  /** What the table is called, for the history. */
  name: string
  eventId: bigint
}>

type Place = Pick<Community, 'id' | 'name' | 'unitId' | 'propertyId'> & Readonly<{ isNew: boolean }>

/**
 * Takes a table of communities' files that was filled in and sent back. It is taken whole or not at all: with a fault
 * in any row nothing is written, and every fault is answered. Empty cells leave what is known as it is.
 */
export async function importFiles(tx: Tx, input: Input, by: Person, now: Date): Promise<ImportedFiles> {
  const { directory, name, eventId } = input
  const { read, faults: inRows } = readRows(input.rows)
  const faults: Fault[] = [...inRows]
  const placed = read.flatMap((row) => {
    const found = placeOf(directory, row, by)
    if ('problem' in found) faults.push({ row: row.row, problem: found.problem })
    return 'problem' in found ? [] : [{ row, place: found }]
  })
  const ids = placed.map(({ place }) => place.id)
  const held = await files.findMany(tx, ids)
  const stewards = await files.stewardsOf(tx, ids)
  const none: ImportedFiles = { faults, rows: read.length, changed: 0, added: 0 }
  const facts: { communityId: string; facts: Facts; was: Facts; now: Facts }[] = []
  const put: (files.Steward & { communityId: string })[] = []
  const property: { id: string; propertyId: string | null }[] = []
  const added: { id: string; name: string; unitId: string; propertyId: string | null }[] = []
  const touched = new Set<string>()
  for (const { row, place } of placed) {
    const before = held.get(place.id)?.facts ?? {}
    const changes = changesOf(before, row)
    const after = { ...before, ...changes }
    const wrong = contradiction(after)
    if (wrong && contradiction(row.facts) === undefined) faults.push({ row: row.row, problem: wrong })
    if (Object.keys(changes).length > 0) {
      const was = Object.fromEntries(
        Object.keys(changes).map((key) => [key, before[key as keyof Facts] ?? null]),
      )
      facts.push({ communityId: place.id, facts: after, was: was as Facts, now: changes })
      touched.add(place.id)
    }
    for (const steward of row.stewards) {
      const now = (stewards.get(place.id) ?? []).find(({ building }) => building === steward.building)
      if (now?.name === steward.name && (steward.phone === null || steward.phone === now.phone)) continue
      put.push({ ...steward, communityId: place.id })
      touched.add(place.id)
    }
    const company = companyOf(directory, row)
    if (company === undefined)
      faults.push({ row: row.row, problem: `名单里没有「${row.property ?? ''}」这家物业` })
    else if (place.isNew)
      added.push({ id: place.id, name: place.name, unitId: place.unitId, propertyId: company?.id ?? null })
    else if (company !== null && company.id !== place.propertyId) {
      property.push({ id: place.id, propertyId: company.id })
      touched.add(place.id)
    }
  }
  if (faults.length > 0) return { ...none, faults: faults.toSorted((a, b) => a.row - b.row) }
  await files.saveTablePlaces(tx, directory.regionId, { added, property })
  await files.saveManyFacts(
    tx,
    facts.map(({ communityId, facts: all }) => ({ communityId, facts: all })),
    by.id,
    now,
  )
  await files.putManyStewards(tx, uniqueByBuilding(put), by.id, now)
  if (added.length + property.length > 0) await touch(tx, directory.regionId)
  if (touched.size + added.length > 0)
    await ledger.append(tx, {
      campaignId: null,
      subject: 'community',
      subjectId: directory.regionId,
      type: 'CommunityFilesImported',
      data: {
        name,
        added: added.map((place) => place.name),
        property,
        stewards: put.map(({ communityId, building, name: who }) => ({ communityId, building, name: who })),
        facts: facts.map(({ communityId, was, now: changes }) => ({ communityId, was, now: changes })),
      },
      byId: by.id,
      at: now,
      eventId,
    })
  const known = [...touched].filter((id) => !added.some((place) => place.id === id)).length
  return { faults: [], rows: read.length, changed: known, added: added.length }
}

/** The last word on a building counts. */
function uniqueByBuilding<T extends { communityId: string; building: string }>(
  all: readonly T[],
): readonly T[] {
  return [...new Map(all.map((each) => [`${each.communityId} ${each.building}`, each])).values()]
}

/** `undefined`: a company that nobody knows; `null`: the row does not change it; an id of null: none. */
function companyOf({ units }: Directory, row: RowRead): Readonly<{ id: string | null }> | null | undefined {
  if (row.property === undefined) return null
  if (row.property === null) return { id: null }
  const name = row.property
  const found = [...units.values()].find(
    (unit) => unit.kind === 'property' && (unit.name === name || unit.aliases.includes(name)),
  )
  return found && { id: found.id }
}

/** The community that a row is about: known by its key or name, or a new one of a unit that is named. */
function placeOf(directory: Directory, row: RowRead, by: Person): Place | Readonly<{ problem: string }> {
  const all = [...directory.communities.values()]
  const byKey = row.key === '' ? undefined : directory.communities.get(`${directory.regionId}:${row.key}`)
  const known = byKey ?? all.find(({ name, aliases }) => name === row.name || aliases.includes(row.name))
  if (row.key !== '' && !byKey) return { problem: `小区编号「${row.key}」不在名单里；新小区请把编号留空` }
  if (byKey && row.name !== '' && row.name !== byKey.name && !byKey.aliases.includes(row.name))
    return { problem: `小区编号是${byKey.name}的，名称却写成「${row.name}」` }
  const parentId = directory.units.get(by.unitId)?.parentId ?? null
  const keeper = { unitId: by.unitId, parentId, roles: by.roles }
  if (known)
    return mayKeep(keeper, known)
      ? { ...known, isNew: false }
      : { problem: `${known.name}的档案不归您单位维护` }
  const unit = [...directory.units.values()].find(
    ({ name, aliases, kind }) =>
      (kind === 'township' || kind === 'street') && (name === row.unit || aliases.includes(row.unit)),
  )
  if (!unit) return { problem: `「${row.name}」是新小区，属地要写名单里的乡镇或街道` }
  const added = { unitId: unit.id, propertyId: null }
  if (!mayKeep(keeper, added)) return { problem: `${unit.name}的小区不归您单位维护` }
  const mark = createHash('sha256').update(row.name).digest('hex').slice(0, 12)
  return { id: `${directory.regionId}:x-${mark}`, name: row.name, ...added, isNew: true }
}
