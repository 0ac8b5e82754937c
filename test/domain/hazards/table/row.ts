/** What comes of one action. Each state stands in each row once. */
export type Row = Readonly<{
  /** Who may do it to this hazard. */
  by: string
  /** Who has the role for it, but to whom this hazard does not belong; everybody else lacks the role. */
  notFor: string
  /** For whoever may do it: the state afterwards, or the refusal, and in which states that is so. */
  cells: Readonly<Record<string, string>>
}>
