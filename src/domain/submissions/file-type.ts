/** The largest file that is kept. */
export const MOST_FILE_BYTES = 20 * 1024 * 1024

/** Why a file is not taken. */
export type FileRefusal = 'type' | 'mismatch' | 'empty' | 'too-large'

export type FileVerdict =
  Readonly<{ ok: true; name: string; mime: string }> | Readonly<{ ok: false; name: string; why: FileRefusal }>

type Container = 'pdf' | 'jpeg' | 'png' | 'ole' | 'zip'

const magic: Readonly<Record<Container, readonly number[]>> = {
  pdf: [0x25, 0x50, 0x44, 0x46, 0x2d],
  jpeg: [0xff, 0xd8, 0xff],
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  // What Office and WPS wrote before their formats became packages.
  ole: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
  zip: [0x50, 0x4b, 0x03, 0x04],
}

/** Documents that an office opens. `holds` is the name of an entry that tells the packages apart. */
const allowed: Readonly<Record<string, Readonly<{ in: Container; mime: string; holds?: string }>>> = {
  pdf: { in: 'pdf', mime: 'application/pdf' },
  jpg: { in: 'jpeg', mime: 'image/jpeg' },
  jpeg: { in: 'jpeg', mime: 'image/jpeg' },
  png: { in: 'png', mime: 'image/png' },
  doc: { in: 'ole', mime: 'application/msword' },
  xls: { in: 'ole', mime: 'application/vnd.ms-excel' },
  ppt: { in: 'ole', mime: 'application/vnd.ms-powerpoint' },
  wps: { in: 'ole', mime: 'application/vnd.ms-works' },
  et: { in: 'ole', mime: 'application/vnd.ms-excel' },
  docx: {
    in: 'zip',
    holds: 'word/',
    mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
  xlsx: {
    in: 'zip',
    holds: 'xl/',
    mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
  pptx: {
    in: 'zip',
    holds: 'ppt/',
    mime: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  },
  ofd: { in: 'zip', holds: 'OFD.xml', mime: 'application/ofd' },
}

/**
 * Whether a file may be kept: a document by its name, of bounded size, whose first bytes say the same as its name. Only
 * looks; nothing is unpacked. The name that comes back is safe to show and to store; one without an ending gets that of
 * its bytes where they leave no doubt.
 */
export function judgeFile(given: Readonly<{ name: string | undefined; bytes: Uint8Array }>): FileVerdict {
  const { bytes } = given
  const named = safeName(given.name ?? '')
  const ending = endingOf(named) ?? guess(bytes)
  const name = endingOf(named) === undefined && ending !== undefined ? `${named}.${ending}` : named
  if (bytes.length === 0) return { ok: false, name, why: 'empty' }
  if (bytes.length > MOST_FILE_BYTES) return { ok: false, name, why: 'too-large' }
  const kind = ending !== undefined && Object.hasOwn(allowed, ending) ? allowed[ending] : undefined
  if (!kind) return { ok: false, name, why: 'type' }
  const fits = startsWith(bytes, magic[kind.in]) && (kind.holds === undefined || holds(bytes, kind.holds))
  return fits ? { ok: true, name, mime: kind.mime } : { ok: false, name, why: 'mismatch' }
}

/** The last part of the path, without what could break a line or hide the ending, at most 80 characters. */
export function safeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const clean = last
    // Control signs, and those that turn the direction of writing: exe.fdp must not read pdf.exe.
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/[<>:"|?*[\]`]/g, '_')
    .trim()
  const ending = endingOf(clean)
  const stem = ending === undefined ? clean : clean.slice(0, -ending.length - 1)
  const short =
    [...stem]
      .slice(0, 72)
      .join('')
      .replace(/[. ]+$/, '') || '文件'
  return ending === undefined ? short : `${short}.${ending}`
}

function endingOf(name: string): string | undefined {
  return /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase()
}

function guess(bytes: Uint8Array): string | undefined {
  if (startsWith(bytes, magic.pdf)) return 'pdf'
  if (startsWith(bytes, magic.jpeg)) return 'jpg'
  if (startsWith(bytes, magic.png)) return 'png'
  if (!startsWith(bytes, magic.zip)) return undefined
  return ['docx', 'xlsx', 'pptx', 'ofd'].find((ending) => holds(bytes, allowed[ending]?.holds ?? '\0'))
}

function startsWith(bytes: Uint8Array, sign: readonly number[]): boolean {
  return sign.every((byte, index) => bytes[index] === byte)
}

/** A package keeps the names of its entries in the clear. */
function holds(bytes: Uint8Array, entry: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(entry, 0, 'latin1')
}
