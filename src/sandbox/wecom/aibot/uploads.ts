import { createHash, randomBytes } from 'node:crypto'
import { textOf } from '../../http.ts'
import type { Fields } from '../../http.ts'
import { CgiError } from '../errors.ts'
import type { Ground } from '../ground.ts'

type Upload = Readonly<{
  type: string
  name: string
  size: number
  chunks: Map<number, Buffer>
  count: number
  md5: string
  until: number
}>

const uploadMs = 30 * 60_000
const mostChunks = 100
const largestChunk = 512 * 1024

/** Media uploads over the socket (D101463): init, chunks in any order, finish. Each throws the platform's errors. */
export interface Uploads {
  init(body: Fields): Fields
  /** Chunks count from 0, as the SDK and the field do. */
  chunk(body: Fields): void
  finish(body: Fields): Fields
}

export function createUploads(ground: Ground): Uploads {
  const { media, now } = ground
  const uploads = new Map<string, Upload>()
  const find = (body: Fields): Upload => {
    const found = uploads.get(textOf(body['upload_id']))
    if (!found || now().getTime() >= found.until)
      throw new CgiError(40058, 'invalid Request Parameter, upload_id')
    return found
  }
  return {
    init(body) {
      const count = Number(body['total_chunks'])
      const size = Number(body['total_size'])
      const name = textOf(body['filename'])
      if (!['image', 'voice', 'video', 'file'].includes(textOf(body['type'])))
        throw new CgiError(40004, 'invalid media type')
      if (name === '' || Buffer.byteLength(name) > 256)
        throw new CgiError(40058, 'invalid Request Parameter, filename')
      if (!Number.isInteger(count) || count < 1 || count > mostChunks || !Number.isInteger(size) || size < 1)
        throw new CgiError(40058, 'invalid Request Parameter, total_chunks')
      const id = randomBytes(16).toString('hex')
      uploads.set(id, {
        type: textOf(body['type']),
        name,
        size,
        chunks: new Map(),
        count,
        md5: textOf(body['md5']).toLowerCase(),
        until: now().getTime() + uploadMs,
      })
      return { upload_id: id }
    },
    chunk(body) {
      const upload = find(body)
      const index = body['chunk_index']
      const bytes = Buffer.from(textOf(body['base64_data']), 'base64')
      if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index >= upload.count)
        throw new CgiError(40058, 'invalid Request Parameter, chunk_index')
      if (bytes.length === 0 || bytes.length > largestChunk) throw new CgiError(40006, 'invalid media size')
      if (!upload.chunks.has(index)) upload.chunks.set(index, bytes)
    },
    finish(body) {
      const upload = find(body)
      const parts = Array.from({ length: upload.count }, (_, at) => upload.chunks.get(at))
      const bytes = Buffer.concat(parts.flatMap((part) => part ?? []))
      if (parts.includes(undefined) || bytes.length !== upload.size)
        throw new CgiError(40058, 'invalid Request Parameter, chunk missing')
      if (upload.md5 !== '' && upload.md5 !== createHash('md5').update(bytes).digest('hex'))
        throw new CgiError(40058, 'invalid Request Parameter, md5')
      const { type, name } = upload
      const mediaId = media.add({ type, name, bytes: new Uint8Array(bytes), owner: 'aibot' })
      uploads.delete(textOf(body['upload_id']))
      return { type, media_id: mediaId, created_at: String(Math.floor(now().getTime() / 1000)) }
    },
  }
}
