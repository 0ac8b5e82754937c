import { errorName } from '../ports/log.ts'

/** What a log may say of an unexpected error: its name and code, and where it came from, but not its message. */
export function traceOf(error: unknown): Readonly<{ error: string; at?: readonly string[] }> {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const at = stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, 8)
  return at.length > 0 ? { error: errorName(error), at } : { error: errorName(error) }
}
