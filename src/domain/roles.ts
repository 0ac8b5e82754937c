/** What a person does in the campaign: 联络员, 网格员, 物业, 复查员, 消安委办, 领导, 督查, 管理员. */
export const roles = [
  'liaison',
  'grid',
  'property',
  'reinspector',
  'office',
  'leader',
  'supervisor',
  'admin',
] as const
export type Role = (typeof roles)[number]

/** What can be done, one word a verb. */
export const verbs = [
  'register',
  'rectify',
  'reinspect',
  'amend',
  'void',
  'report',
  'query',
  'remind',
  'preview',
  'account',
  'assign',
  'bind-group',
  'decide-binding',
  'leave',
  'leave-of-others',
  'hand-over',
  'consult',
  'reply-to-consultation',
  'read-opinions',
  'read-ladder',
  'decide-ladder',
  'state-side',
  'summon',
  'name-contacts',
  'name-on-duty',
  'hold-meeting',
] as const
export type Verb = (typeof verbs)[number]

/**
 * Least privilege as a table. A leader reads; whoever registers may amend and take back what is his own,
 * the office everything; the hazard's own rules (whose it is, who rectified it) come on top in hazard.ts.
 */
const allowed: Readonly<Record<Verb, readonly Role[]>> = {
  register: ['liaison', 'grid', 'property', 'reinspector', 'office', 'supervisor'],
  rectify: ['liaison', 'grid', 'property', 'office'],
  reinspect: ['reinspector', 'office', 'supervisor', 'liaison'],
  amend: ['liaison', 'grid', 'property', 'reinspector', 'office', 'supervisor'],
  void: ['liaison', 'grid', 'property', 'reinspector', 'office', 'supervisor'],
  report: ['liaison', 'office'],
  query: ['liaison', 'grid', 'property', 'reinspector', 'office', 'leader', 'supervisor', 'admin'],
  remind: ['office', 'supervisor'],
  preview: ['office', 'supervisor', 'admin'],
  account: ['office', 'supervisor', 'leader'],
  assign: ['office'],
  'bind-group': ['admin', 'office'],
  'decide-binding': ['admin', 'office'],
  leave: roles,
  'leave-of-others': ['office'],
  'hand-over': ['liaison', 'office'],
  consult: ['office'],
  'reply-to-consultation': ['liaison', 'office'],
  'read-opinions': ['office', 'leader', 'supervisor'],
  'read-ladder': ['office', 'supervisor', 'leader'],
  'decide-ladder': ['office', 'supervisor'],
  'state-side': ['liaison', 'property'],
  summon: ['office'],
  'name-contacts': ['liaison', 'property', 'office'],
  'name-on-duty': ['liaison', 'property', 'office'],
  'hold-meeting': ['office'],
}

/** Whether somebody with these roles may do that at all. */
export function may(held: readonly Role[], verb: Verb): boolean {
  return held.some((role) => allowed[verb].includes(role))
}

/** The Chinese name of a role. */
export const roleNames: Readonly<Record<Role, string>> = {
  liaison: '联络员',
  grid: '网格员',
  property: '物业',
  reinspector: '复查员',
  office: '消安委办',
  leader: '领导',
  supervisor: '督查',
  admin: '管理员',
}
