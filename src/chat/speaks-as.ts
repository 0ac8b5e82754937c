import type { Role } from '../domain/roles.ts'

// Whose office it is to judge and to find comes before what else he is: a liaison of the brigade who says 合格 judges.
const order: readonly (readonly [Role, string])[] = [
  ['reinspector', 'inspector'],
  ['supervisor', 'supervisor'],
  ['leader', 'leader'],
  ['grid', 'inspector'],
  ['liaison', 'liaison'],
  ['property', 'liaison'],
  ['office', 'admin'],
  ['admin', 'admin'],
]

/** As what somebody with these roles speaks, in the few kinds of speakers that understanding tells apart. */
export const speaksAs = (roles: readonly Role[]): string =>
  order.find(([role]) => roles.includes(role))?.[1] ?? 'liaison'
