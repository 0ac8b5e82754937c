/** A button. Pressing it is the same as typing `say`, so that everything a card does can also be typed. */
export type CardAction = Readonly<{
  /** At most 8 characters on the button. */
  label: string
  say: string
  tone?: 'primary' | 'danger'
}>

/**
 * One card, for no platform in particular. `lines` are markdown of the common subset
 * (bold, links, `- ` lists), at most 8 of them; `actions` are at most 6.
 */
export type Card = Readonly<{
  title: string
  lines: readonly string[]
  actions: readonly CardAction[]
  /** How it looks at a glance; a settled card says what became of it and has no buttons. */
  status?: Readonly<{ text: string; tone: 'open' | 'warning' | 'overdue' | 'done' }>
}>
