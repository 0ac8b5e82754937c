import type { Log } from '../../../src/ports/log.ts'

export type Line = Readonly<{
  level: 'info' | 'warn' | 'error'
  fields: Readonly<Record<string, unknown>>
  message: string
}>

/** A log that can be read back. */
export function recordingLog(): Log & { readonly lines: Line[] } {
  const lines: Line[] = []
  const at = (level: Line['level']) => (fields: Readonly<Record<string, unknown>>, message: string) => {
    lines.push({ level, fields, message })
  }
  return { lines, info: at('info'), warn: at('warn'), error: at('error') }
}
