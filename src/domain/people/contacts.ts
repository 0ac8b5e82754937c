/** The named roles that a unit fills in a campaign, in the order in which people list them. */
export const contactRoles = [
  'principal',
  'deputy',
  'responsible',
  'lead-section',
  'section',
  'liaison',
  'task-force',
  'leading-group',
] as const
export type ContactRole = (typeof contactRoles)[number]

export const contactRoleNames: Readonly<Record<ContactRole, string>> = {
  principal: '主要领导',
  deputy: '分管领导',
  responsible: '负责人',
  'lead-section': '牵头科室',
  section: '责任科室',
  liaison: '联络员',
  'task-force': '专班成员',
  'leading-group': '领导小组成员',
}

/** A section of an office (科室) and no person. */
export const isSection = (role: ContactRole): boolean => role === 'lead-section' || role === 'section'

/** Held by several people at a time. */
export const isShared = (role: ContactRole): boolean => role === 'task-force' || role === 'leading-group'

export type Contact = Readonly<{ role: ContactRole; name: string; phone: string | null }>

/**
 * The roles that a duty asks for: those that its name names (分管领导、牵头科室和联络员名单), else somebody responsible.
 * 主要负责人 is the principal and no 负责人.
 */
export function rolesAskedBy(dutyName: string): readonly ContactRole[] {
  const words = dutyName.replaceAll('主要负责人', '主要领导').replaceAll('分管负责人', '分管领导')
  const named = contactRoles.filter((role) => words.includes(contactRoleNames[role]))
  if (/专班/u.test(words) && !named.includes('task-force')) return [...named, 'task-force']
  return named.length > 0 ? named : ['responsible']
}

/** What a unit has still to name before such a duty is done; a person counts with his phone number. */
export function rolesMissing(dutyName: string, contacts: readonly Contact[]): readonly ContactRole[] {
  return rolesAskedBy(dutyName).filter(
    (role) =>
      !contacts.some(
        (contact) => contact.role === role && (isSection(role) || isShared(role) || contact.phone !== null),
      ),
  )
}
