import { readFileSync } from 'node:fs'

/** A recorded shape with invented values, from test/payloads/dingtalk. */
export function payload(name: string): Record<string, unknown> {
  const file = new URL(`../../payloads/dingtalk/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
}
