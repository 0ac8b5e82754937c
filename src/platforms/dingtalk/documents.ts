import { NO_DAY, zip } from '../../documents/zip.ts'

/** What a message of a document may say that it is. https://open.dingtalk.com/document/orgapp/types-of-messages-sent-by-robots */
const kinds = ['xlsx', 'pdf', 'zip', 'rar', 'doc', 'docx'] as const
type Kind = (typeof kinds)[number]

/** What DingTalk takes as a picture, and the file ending it wants to see. */
export const pictureEndings: Readonly<Record<string, string | undefined>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/bmp': 'bmp',
}

/** Whether something that was kept as a document is better seen than opened. */
export function isSendablePicture(mime: string): boolean {
  return pictureEndings[mime] !== undefined
}

export type Sendable = Readonly<{ name: string; type: Kind; bytes: Uint8Array }>

/** A document as DingTalk takes it: as it is, or packed where its kind is none that a message may carry (xls, ppt, wps, ofd). */
export function asSendable({ name, bytes }: Readonly<{ name: string; bytes: Uint8Array }>): Sendable {
  const ending = /\.([A-Za-z0-9]+)$/u.exec(name)?.[1]?.toLowerCase()
  const type = kinds.find((kind) => kind === ending)
  if (type !== undefined) return { name, type, bytes }
  return { name: `${name}.zip`, type: 'zip', bytes: zip(new Map([[name, bytes]]), NO_DAY) }
}
