import { may, type Role } from '../roles.ts'

/** Whoever writes into a file: his unit, and the unit above it. */
export type Keeper = Readonly<{ unitId: string; parentId: string | null; roles: readonly Role[] }>

/**
 * Whether somebody may change the file of a community: the office any, a locality and the grid members under it their
 * own, a property company those that it manages.
 */
export function mayKeep(
  by: Keeper,
  community: Readonly<{ unitId: string; propertyId: string | null }>,
): boolean {
  if (by.roles.includes('office')) return true
  if (!may(by.roles, 'keep-file')) return false
  if (by.roles.includes('property') && community.propertyId === by.unitId) return true
  const isLocal = by.unitId === community.unitId || by.parentId === community.unitId
  return isLocal && (by.roles.includes('liaison') || by.roles.includes('grid'))
}
