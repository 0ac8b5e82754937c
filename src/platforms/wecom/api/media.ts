import { PlatformError } from '../../../chat/outgoing.ts'
import { pictureType } from '../../shared/picture-type.ts'
import { platformError } from './errors.ts'
import type { Fields } from '../../shared/network.ts'
import type { Status } from './http.ts'

const MAX_UPLOAD = 10 * 1024 * 1024
/** Pictures take longer than words. */
export const MEDIA_TIMEOUT_MS = 30_000

export type Picture = Readonly<{ bytes: Uint8Array; mime: string }>

/** What WeCom takes as pictures, and how their files are called. */
export const uploadable: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'image/png': 'png' }

/** A picture as the form that uploads take: JPG or PNG, more than 5 bytes and at most 10 MB. */
export function pictureForm(call: string, picture: Picture): FormData {
  const extension = uploadable[picture.mime]
  if (!extension || picture.bytes.length > MAX_UPLOAD || picture.bytes.length <= 5)
    throw new PlatformError(call, 'picture-not-uploadable', 'never')
  const form = new FormData()
  // Names beyond ASCII break in WeCom's reading of the form.
  form.append('media', new Blob([Buffer.from(picture.bytes)], { type: picture.mime }), `picture.${extension}`)
  return form
}

/** WeCom's bound for a document. */
const MAX_FILE = 20 * 1024 * 1024

export type Named = Readonly<{ name: string; bytes: Uint8Array }>

/**
 * A document as the form that uploads take, under the name that people will see. Readers of forms differ about letters
 * beyond ASCII, so that a name which is refused is tried once more without them: a document with a plain name is better
 * than none.
 */
export async function uploadNamed(
  call: string,
  { name, bytes }: Named,
  post: (form: FormData) => Promise<Fields>,
): Promise<string> {
  if (bytes.length > MAX_FILE || bytes.length <= 5)
    throw new PlatformError(call, 'file-not-uploadable', 'never')
  const form = (called: string): FormData => {
    const made = new FormData()
    made.append('media', new Blob([Buffer.from(bytes)]), called)
    return made
  }
  const plain = name.replace(/[^\w.-]/g, '_')
  try {
    return mediaIdOf(call, await post(form(name)))
  } catch (error) {
    const isRefused = error instanceof PlatformError && error.outcome === 'never' && /^\d+$/.test(error.code)
    if (!isRefused || plain === name) throw error
    return mediaIdOf(call, await post(form(plain)))
  }
}

/** The media id in an upload's answer. */
export function mediaIdOf(call: string, answer: Fields): string {
  const mediaId = answer['media_id']
  if (typeof mediaId !== 'string' || mediaId === '') throw new PlatformError(call, 'no-media-id', 'later')
  return mediaId
}

/** A downloaded document, whatever it is, with the name that the answer's head gives it. */
export type Document = Readonly<{ bytes: Buffer; name?: string }>

export function documentOf(call: string, response: Status, bytes: Buffer): Document {
  if (!response.ok)
    throw platformError({ call, status: response.status, code: String(response.status), repeatable: true })
  const name = nameIn(response.disposition ?? '')
  return { bytes, ...(name === undefined ? {} : { name }) }
}

/** The file's name in a Content-Disposition: `filename*=UTF-8''…` before `filename="…"`, whose letters may be UTF-8 too. */
export function nameIn(disposition: string): string | undefined {
  const coded = /filename\*\s*=\s*UTF-8''([^;\s]+)/i.exec(disposition)?.[1]
  const plain = /filename\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(disposition)
  const name = coded ?? plain?.[1] ?? plain?.[2]
  if (name === undefined || name === '') return undefined
  return unescaped(asUtf8(name))
}

function unescaped(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** Heads of answers are read as Latin-1; what makes sense as UTF-8 was meant so. */
function asUtf8(name: string): string {
  const bytes = Buffer.from(name, 'latin1')
  const read = bytes.toString('utf8')
  return /[\u0080-\u00ff]/.test(name) && !read.includes('\ufffd') ? read : name
}

/** The downloaded picture; whatever else it was called, its first bytes decide. */
export function pictureOf(call: string, response: Status, bytes: Buffer): Picture {
  if (!response.ok)
    throw platformError({ call, status: response.status, code: String(response.status), repeatable: true })
  const mime = pictureType(bytes)
  if (!mime) throw new PlatformError(call, 'not-a-picture', 'never')
  return { bytes, mime }
}
