import { createHash } from 'node:crypto'
import type { Sealed } from './crypto.ts'

const XML = /<Encrypt>\s*(?:<!\[CDATA\[)?([A-Za-z0-9+/=]+)(?:\]\]>)?\s*<\/Encrypt>/g
const JSON_TEXT = /"[Ee]ncrypt"\s*:\s*"([A-Za-z0-9+/=\\]+)"/g

/**
 * The ciphertext in a callback's body, or undefined when there is not exactly one. It is looked for rather than parsed:
 * until the signature over it is checked, no parser gets to see what a stranger has sent.
 */
export function sealedIn(body: string, format: 'xml' | 'json'): string | undefined {
  const found = [...body.matchAll(format === 'xml' ? XML : JSON_TEXT)]
  const [only] = found
  return found.length === 1 ? only?.[1]?.replaceAll('\\/', '/') : undefined
}

/** A passive reply of an app. https://developer.work.weixin.qq.com/document/path/90241 */
export function xmlEnvelope(sealed: Sealed): string {
  return toXml({
    Encrypt: sealed.encrypt,
    MsgSignature: sealed.signature,
    TimeStamp: Number(sealed.timestamp),
    Nonce: sealed.nonce,
  })
}

/** A passive reply of an AI bot. https://developer.work.weixin.qq.com/document/path/101033 */
export function jsonEnvelope(sealed: Sealed): string {
  return JSON.stringify({
    encrypt: sealed.encrypt,
    msgsignature: sealed.signature,
    timestamp: Number(sealed.timestamp),
    nonce: sealed.nonce,
  })
}

export type XmlValue = string | number | XmlFields | readonly XmlFields[]
export type XmlFields = Readonly<{ [name: string]: XmlValue | undefined }>

/** Fields as `<xml>`; a list repeats its element. Words go into CDATA, so nothing in them can become a tag. */
export function toXml(fields: XmlFields): string {
  return `<xml>${elements(fields)}</xml>`
}

function elements(fields: XmlFields): string {
  return Object.entries(fields)
    .flatMap(([name, value]) =>
      Array.isArray(value) ? value.map((one) => [name, one] as const) : [[name, value] as const],
    )
    .map(([name, value]) => (value === undefined ? '' : `<${name}>${inner(value as XmlValue)}</${name}>`))
    .join('')
}

function inner(value: XmlValue): string {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
  return Array.isArray(value) ? '' : elements(value as XmlFields)
}

/** One id for what has none of its own: the same parts give the same id, in whatever process. */
export function idOf(parts: readonly (string | undefined)[]): string {
  return createHash('sha256')
    .update(JSON.stringify(parts.map((part) => part ?? '')))
    .digest('hex')
    .slice(0, 40)
}
