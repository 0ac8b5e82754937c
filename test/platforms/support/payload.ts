import { readFileSync } from 'node:fs'

/** A recorded shape with invented values, from test/payloads/dingtalk. */
export function payload(name: string): Record<string, unknown> {
  const file = new URL(`../../payloads/dingtalk/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
}

/** A form as text: nock hands over in hex what is not all text. */
export function formText(body: unknown): string {
  const given = String(body)
  return /^[0-9a-f]+$/.test(given) ? Buffer.from(given, 'hex').toString('utf8') : given
}
