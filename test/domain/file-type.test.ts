import { describe, expect, test } from 'vitest'
import { judgeFile, MOST_FILE_BYTES, safeName } from '../../src/domain/submissions/file-type.ts'

const pdf = Buffer.from('%PDF-1.7 invented')
const ole = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0])
const zip = (...entries: readonly string[]) =>
  Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.from(entries.join('|'))])
const docx = zip('[Content_Types].xml', 'word/document.xml')

describe('a document that is taken', () => {
  test.each<[string, Uint8Array, string]>([
    ['排查方案.pdf', pdf, 'application/pdf'],
    ['排查方案.PDF', pdf, 'application/pdf'],
    ['台账.xls', ole, 'application/vnd.ms-excel'],
    ['方案.docx', docx, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['照片.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'image/jpeg'],
    ['公文.ofd', zip('OFD.xml'), 'application/ofd'],
  ])('%s', (name, bytes, mime) => {
    expect(judgeFile({ name, bytes })).toMatchObject({ ok: true, mime })
  })

  test('gets the ending of its bytes where its name has none', () => {
    expect(judgeFile({ name: undefined, bytes: docx })).toEqual({
      ok: true,
      name: '文件.docx',
      mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    })
  })
})

describe('what is not taken', () => {
  test.each<[string, Uint8Array, string]>([
    ['方案.exe', pdf, 'type'],
    ['方案.pdf.exe', pdf, 'type'],
    ['材料.zip', zip('a'), 'type'],
    ['网页.html', Buffer.from('<script>'), 'type'],
    ['宏.docm', docx, 'type'],
    ['方案.pdf', Buffer.from('MZ not a pdf'), 'mismatch'],
    ['方案.docx', zip('xl/workbook.xml'), 'mismatch'],
    ['台账.xlsx', ole, 'mismatch'],
    ['没有后缀', Buffer.from('#!/bin/sh'), 'type'],
    ['空.pdf', Buffer.alloc(0), 'empty'],
    ['大.pdf', Buffer.concat([pdf, Buffer.alloc(MOST_FILE_BYTES)]), 'too-large'],
  ])('%s', (name, bytes, why) => {
    expect(judgeFile({ name, bytes })).toMatchObject({ ok: false, why })
  })

  test('a name that names a property of every object is no type', () => {
    expect(judgeFile({ name: 'x.toString', bytes: pdf })).toMatchObject({ ok: false })
  })
})

describe('a name that can be shown', () => {
  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\报表\\周报.xlsx', '周报.xlsx'],
    ['方\n案\u202e.pdf', '方案.pdf'],
    ['', '文件'],
    ['[点我](http://x).pdf', 'x).pdf'],
  ])('%j', (name, shown) => {
    expect(safeName(name)).toBe(shown)
  })

  test('is short and keeps its ending', () => {
    const name = safeName(`${'很长'.repeat(100)}.pdf`)
    expect([...name].length).toBeLessThanOrEqual(80)
    expect(name.endsWith('.pdf')).toBe(true)
  })
})
