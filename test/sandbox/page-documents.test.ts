import { expect, test } from 'vitest'
import { openOffice, startBot } from './office.ts'
import type { Office } from './office.ts'

const words = Buffer.from('%PDF-1.7 方案')

/** Hands a document over as the page does. */
const hand = (office: Office, name: string, body: Uint8Array, headers = { 'x-sandbox': '1' }) =>
  office.call(`/sandbox/api/file?name=${encodeURIComponent(name)}`, { method: 'POST', headers, body })

test('a document handed over is sent one-to-one, seen as one, and comes back as it was', async () => {
  const office = await openOffice()
  await startBot(office)
  const { body } = await hand(office, '城关镇方案.pdf', words)
  expect(body).toEqual({ id: expect.any(String) })
  const said = await office.page('say', { as: 'u1', chat: 'direct:u1', text: '', files: [body['id']] })
  expect(said.status).toBe(200)
  const [shown] = office.sandbox.messages('direct:u1', 'u1')
  expect(shown).toMatchObject({ text: '[文件] 城关镇方案.pdf', file: { name: '城关镇方案.pdf' } })
  expect(shown?.file?.bytes).toBe(words.length)
  const got = await fetch(office.url + String(shown?.file?.url))
  expect(Buffer.from(await got.arrayBuffer())).toEqual(words)
  expect(got.headers.get('content-disposition')).toContain(
    `attachment; filename="_____.pdf"; filename*=UTF-8''${encodeURIComponent('城关镇方案.pdf')}`,
  )
  expect(got.headers.get('x-content-type-options')).toBe('nosniff')
  expect(got.headers.get('content-security-policy')).toContain('sandbox')
})

test('a page in a document stays a download and does not run', async () => {
  const office = await openOffice()
  const { body } = await hand(office, '方案.html', Buffer.from('<script>alert(1)</script>'))
  const got = await fetch(`${office.url}/sandbox/documents/${String(body['id'])}`)
  expect(got.headers.get('content-type')).toBe('application/octet-stream')
  expect(got.headers.get('content-disposition')).toMatch(/^attachment/)
})

test.each([
  ['no name', ' ', Buffer.from('x'), 415],
  ['more than 24 MB', '大.pdf', new Uint8Array(24 * 1024 * 1024 + 1), 413],
] as const)('%s is no document to send', async (_, name, bytes, status) => {
  const office = await openOffice()
  expect(await hand(office, name, bytes)).toEqual({
    status,
    body: { error: expect.stringMatching(/[一-龥]/) },
  })
})

test('only the sandbox’s own page may hand one over', async () => {
  const office = await openOffice()
  expect((await hand(office, '方案.pdf', words, { 'x-sandbox': '0' })).status).toBe(403)
})

test('in a group nobody can send the robot one, as on the platform', async () => {
  const office = await openOffice()
  const { body } = await hand(office, '方案.pdf', words)
  const said = await office.page('say', {
    as: 'u1',
    chat: 'cidWork==',
    text: '',
    at: true,
    files: [body['id']],
  })
  expect(said).toMatchObject({ status: 400, body: { error: expect.stringContaining('私聊') } })
})

test('one that is gone is a sentence for the person', async () => {
  const office = await openOffice()
  expect((await fetch(`${office.url}/sandbox/documents/none`)).status).toBe(404)
  const said = await office.page('say', { as: 'u1', chat: 'direct:u1', text: '', files: ['none'] })
  expect(said).toMatchObject({ status: 404, body: { error: expect.stringContaining('重新选择') } })
})
