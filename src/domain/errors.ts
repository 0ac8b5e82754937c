import type { RefusalCode } from './refusals.ts'

/** A refusal that the user should read as a sentence. Anything else that is thrown is a bug or the outside. */
export class DomainError extends Error {
  override readonly name = 'DomainError'
  readonly code: RefusalCode
  readonly params: Readonly<Record<string, string>>

  constructor(code: RefusalCode, params: Readonly<Record<string, string>> = {}) {
    super(code)
    this.code = code
    this.params = params
  }
}
