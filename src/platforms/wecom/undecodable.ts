export type Shape = 'app-callback' | 'bot-callback'

/** What came in has a shape that we do not know. `fields` names what is wrong; values are never repeated. */
export class UndecodableError extends Error {
  override readonly name = 'UndecodableError'
  readonly what: Shape
  readonly fields: readonly string[]

  constructor(what: Shape, fields: readonly string[]) {
    super(`${what}: ${fields.join(', ')}`)
    this.what = what
    this.fields = fields
  }
}
