import { crc32 } from 'node:zlib'
import { createCanvas, type Canvas } from '../../src/demo/photos/png.ts'

const jpeg =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wCEACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71' +
  '////m8H////6/+b9//gBKy0tPDU8dkFBdviljKX4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4' +
  '+Pj4+P/AABEIAEgASAMBEQACEQEDEQH/xAGiAAABBQEBAQEBAQAAAAAAAAAAAQIDBAUGBwgJCgsQAAIBAwMCBAMFBQQEAAABfQEC' +
  'AwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVm' +
  'Z2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq' +
  '8fLz9PX29/j5+gEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoLEQACAQIEBAMEBwUEBAABAncAAQIDEQQFITEGEkFRB2FxEyIy' +
  'gQgUQpGhscEJIzNS8BVictEKFiQ04SXxFxgZGiYnKCkqNTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqCg4SF' +
  'hoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2dri4+Tl5ufo6ery8/T19vf4+fr/2gAMAwEA' +
  'AhEDEQA/AJa4EeWQ1sj0SKtUegXKzR86RVqj0SKtkegXKzR86RVqj0SGtUegWK8dHgENbI9EirVHoFys0fOkVao9EirZHoFys0fO' +
  'kVao9EhrVHoDq8pHCRVsj0S5WaPnCGtUeiRVqj0S5WaPnCKtkeiRVqj0S5WaPnCrXAj1CKtkeiXKzR84Q1qj0SKtUeiXKzR84RVs' +
  'j0SKtUeiXKzR84Z9caPpS5UI+dIq1R6BFWqPRLlZo+dIq1R6BDWyPRLlZo+cIq1R6JVrgR6hcqEfOkVao9AirVHolys0fOkVao9A' +
  'hrZHolys0fOEVao9EdXlI4SGtkeiRVqj0C5WaPnSKtUeiRVsj0C5WaPnSKtUeiQ1qj0CxXjo8AhrZHokVao9AuVmj50irVHokVbI' +
  '9AuVmj50irVHokNao9AdXlI4SKtkeiXKzR84Q1qj0SKtUeiXKzR84RVsj0SKtUeiXKzR84f/2Q=='

/** A JPEG of 72 × 72 pixels that says nothing of its maker. */
export const plainJpeg = (): Buffer => Buffer.from(jpeg, 'base64')

export type Notes = Readonly<{ takenAt?: string; orientation?: number; gps?: boolean }>

/** EXIF notes in TIFF form; `takenAt` is like `2026:11:03 09:12:00`. The place is 40°30′ N, 110°15′ E. */
export function tiff({ takenAt = '2026:11:03 09:12:00', orientation = 1, gps = true }: Notes = {}): Buffer {
  const bytes = Buffer.alloc(260)
  const entry = (at: number, tag: number, type: number, count: number, value: number): void => {
    bytes.writeUInt16LE(tag, at)
    bytes.writeUInt16LE(type, at + 2)
    bytes.writeUInt32LE(count, at + 4)
    bytes.writeUInt32LE(value, at + 8)
  }
  bytes.write('II*\0', 0, 'latin1')
  bytes.writeUInt32LE(8, 4)
  bytes.writeUInt16LE(3, 8)
  entry(10, 0x0112, 3, 1, orientation)
  entry(22, 0x8769, 4, 1, 60)
  entry(34, 0x8825, 4, 1, gps ? 100 : 250)
  bytes.writeUInt16LE(1, 60)
  entry(62, 0x9003, 2, 20, 80)
  bytes.write(`${takenAt}\0`, 80, 'latin1')
  bytes.writeUInt16LE(4, 100)
  entry(102, 1, 2, 2, 0x4e)
  entry(114, 2, 5, 3, 160)
  entry(126, 3, 2, 2, 0x45)
  entry(138, 4, 5, 3, 184)
  const fractions = [40, 1, 30, 1, 0, 1, 110, 1, 15, 1, 0, 1]
  for (const [i, part] of fractions.entries()) bytes.writeUInt32LE(part, 160 + 4 * i)
  return bytes
}

/** The plain JPEG as a phone would have kept it: with notes, a comment, and a second picture behind the first. */
export function phoneJpeg(notes: Notes = {}): Buffer {
  const plain = plainJpeg()
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff(notes)])
  const comment = Buffer.from('拍摄者 某某')
  const segment = (marker: number, content: Buffer): Buffer => {
    const head = Buffer.from([0xff, marker, 0, 0])
    head.writeUInt16BE(content.length + 2, 2)
    return Buffer.concat([head, content])
  }
  return Buffer.concat([
    plain.subarray(0, 2),
    segment(0xe1, exif),
    segment(0xfe, comment),
    plain.subarray(2),
    Buffer.from('第二张 GPS'),
  ])
}

/** A drawn scene as PNG: the same `seed` is the same scene, and `shade` makes it a little lighter. */
export function scene(seed: number, shade = 0): Uint8Array {
  const canvas: Canvas = createCanvas(320, 240)
  let state = seed * 2654435761 + 12345
  const next = (most: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state % most
  }
  const grey = (level: number): `#${string}` =>
    `#${Math.min(255, level + shade)
      .toString(16)
      .padStart(2, '0')
      .repeat(3)}`
  canvas.rect(grey(110), 0, 0, 320, 240)
  for (let i = 0; i < 40; i += 1)
    canvas.rect(grey(16 * next(15)), next(300), next(220), 20 + next(90), 20 + next(70))
  return canvas.png()
}

/** The PNG with notes of a camera in it. */
export function withPngNotes(png: Uint8Array, notes: Notes = {}): Uint8Array {
  const body = Buffer.concat([Buffer.from('eXIf', 'latin1'), tiff(notes)])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(body.length - 4, 0)
  framed.set(body, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return Buffer.concat([png.subarray(0, 33), framed, png.subarray(33)])
}
