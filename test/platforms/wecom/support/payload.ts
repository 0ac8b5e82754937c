import { readFileSync } from 'node:fs'

/** A recorded shape with invented values, from test/payloads/wecom. */
export function payload(name: string): Record<string, unknown> {
  return JSON.parse(read(`bot-${name}.json`)) as Record<string, unknown>
}

/** The decrypted XML of an app's callback. */
export function xml(name: string): string {
  return read(`app-${name}.xml`)
}

function read(file: string): string {
  return readFileSync(new URL(`../../../payloads/wecom/${file}`, import.meta.url), 'utf8')
}
