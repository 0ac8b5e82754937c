/** A question on a card: tick boxes (`multi`) or a choice of one. */
export type SandboxQuestion = Readonly<{
  key: string
  title?: string
  multi: boolean
  options: readonly Readonly<{ id: string; text: string }>[]
  chosen: readonly string[]
}>

/** A template card as one viewer sees it; its buttons are those of the message. */
export type SandboxTemplate = Readonly<{
  type: string
  source?: Readonly<{ text: string; colour: 'grey' | 'black' | 'red' | 'green' }>
  title?: string
  description?: string
  emphasis?: Readonly<{ title?: string; description?: string }>
  quote?: Readonly<{ title?: string; text?: string }>
  sub?: string
  /** The address of a picture of the double's own, or of another host, which the page does not load. */
  image?: string
  imageText?: Readonly<{ title?: string; description?: string; image?: string }>
  sections: readonly Readonly<{ title: string; description?: string }>[]
  rows: readonly Readonly<{ name: string; value: string; url?: string }>[]
  questions: readonly SandboxQuestion[]
  /** The viewer has pressed, and the bot has not yet said what became of it. */
  pending: boolean
  /** What stands in place of the buttons once the bot has settled the card. */
  settled?: string
}>
