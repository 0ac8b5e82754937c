import type { Role } from '../roles.ts'

/**
 * Who may have the documents of a unit, beside those that it was told of: its own people, the office and supervisors,
 * and the unit that receives them.
 */
export function mayHaveDocuments(
  reader: Readonly<{ unitId: string; roles: readonly Role[] }>,
  of: Readonly<{ unitId: string; toId: string }>,
): boolean {
  if (reader.roles.some((role) => role === 'office' || role === 'supervisor')) return true
  return reader.roles.length > 0 && (reader.unitId === of.unitId || reader.unitId === of.toId)
}
