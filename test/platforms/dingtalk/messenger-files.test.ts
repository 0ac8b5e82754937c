import nock from 'nock'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Address, Outgoing } from '../../../src/chat/outgoing.ts'
import { OAPI, api, failure, group, param, person, png, session, setUp, token } from '../support/messenger.ts'
import { formText } from '../support/payload.ts'

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

const plan = Buffer.from('%PDF-1.7 排查方案')
const file = (name: string, to: Address = person): Outgoing => ({
  to,
  content: { kind: 'file', hash: 'abc', name },
})

/** Takes uploads of that type, and keeps the forms. */
function uploads(type: string, answer: object = { errcode: 0, media_id: '$media1', type }): string[] {
  const forms: string[] = []
  nock(OAPI)
    .post('/media/upload')
    .query({ access_token: 'token-1', type })
    .times(5)
    .reply((_uri, body) => {
      forms.push(formText(body))
      return [200, answer]
    })
  return forms
}

/** A messenger whose store holds one document. */
const holding = (bytes: Uint8Array, mime: string) =>
  setUp({}, {}, undefined, async () => ({ bytes, mime })).messenger

describe('a document', () => {
  test('goes by the robot API, also while the conversation is warm, as its webhook takes none', async () => {
    token()
    const forms = uploads('file')
    const hooked = session()
    const sent = api('robot/oToMessages/batchSend')
    await holding(plan, 'application/pdf').send(file('城关镇排查方案.pdf'))
    expect(hooked).toEqual([])
    expect(forms[0]).toContain('filename="document.pdf"')
    expect(sent).toMatchObject([{ userIds: ['liu01'], msgKey: 'sampleFile' }])
    expect(param(sent[0])).toEqual({ mediaId: '$media1', fileName: '城关镇排查方案.pdf', fileType: 'pdf' })
  })
  test('goes to a group by the group API', async () => {
    token()
    uploads('file')
    const sent = api('robot/groupMessages/send')
    await holding(plan, 'application/pdf').send(file('通报.docx', group))
    expect(sent).toMatchObject([{ openConversationId: group.id, msgKey: 'sampleFile' }])
    expect(param(sent[0])).toMatchObject({ fileName: '通报.docx', fileType: 'docx' })
  })
  test('is uploaded once, however often it is sent', async () => {
    token()
    const forms = uploads('file')
    const sent = api('robot/oToMessages/batchSend')
    const messenger = holding(plan, 'application/pdf')
    await messenger.send(file('方案.pdf'))
    await messenger.send(file('方案.pdf', { ...person, id: 'wang02' }))
    expect(forms).toHaveLength(1)
    expect(sent).toHaveLength(2)
  })
  test.each(['方案.wps', '台账.xls', '公文.ofd', '没有后缀'])(
    'of a kind that no message may carry is packed: %s',
    async (name) => {
      token()
      const forms = uploads('file')
      const sent = api('robot/oToMessages/batchSend')
      await holding(Buffer.from('whatever it is'), 'application/octet-stream').send(file(name))
      expect(forms[0]).toContain('filename="document.zip"')
      expect(param(sent[0])).toMatchObject({ fileName: `${name}.zip`, fileType: 'zip' })
    },
  )
  test('that is a scan is shown as the picture it is', async () => {
    token()
    uploads('image', { errcode: 0, media_id: '@pic' })
    const shown = session()
    await holding(png, 'image/png').send(file('盖章件.png'))
    expect(shown).toMatchObject([{ msgtype: 'markdown', markdown: { text: '![图片](@pic)' } }])
  })
  test('beyond 20 MB is given up, and nothing is asked', async () => {
    const messenger = holding(Buffer.alloc(20 * 1024 * 1024 + 1), 'application/pdf')
    expect(await failure(messenger.send(file('大.pdf')))).toMatchObject({
      code: 'file-too-large',
      outcome: 'never',
    })
  })
  test('for somebody outside the organisation is given up', async () => {
    token()
    uploads('file')
    const outsider = { ...person, id: '$:LWCP_v1:$zhou' }
    expect(await failure(holding(plan, 'application/pdf').send(file('方案.pdf', outsider)))).toMatchObject({
      code: 'outsider',
      outcome: 'never',
    })
  })
})
