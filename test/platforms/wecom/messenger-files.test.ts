import nock from 'nock'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Address, Outgoing } from '../../../src/chat/outgoing.ts'
import {
  API,
  api,
  app,
  asked,
  failure,
  group,
  person,
  recordingSocket,
  setUp,
  socketBot,
  token,
  urlBot,
} from './support/messenger.ts'
import { formText } from '../support/payload.ts'

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

const file = (to: Address = person, name = '城关镇排查方案.pdf'): Outgoing => ({
  to,
  content: { kind: 'file', hash: 'abc', name },
})

/** Takes uploads at that place and keeps the names; `refuse` says which are not taken. */
function uploads(path: string, refuse: (name: string) => boolean = () => false): string[] {
  const names: string[] = []
  nock(API)
    .persist()
    .post(`/cgi-bin/${path}`)
    .query(true)
    .reply((_uri, body) => {
      const name = /filename="([^"]*)"/.exec(formText(body))?.[1] ?? ''
      names.push(name)
      return [200, refuse(name) ? { errcode: 44001 } : { errcode: 0, media_id: 'media-1' }]
    })
  return names
}

describe('a document to a person', () => {
  test('is uploaded by the app under its own name, once, and sent', async () => {
    token()
    const names = uploads('media/upload')
    const sent = api('message/send')
    const { messenger } = setUp({ settings: { app } })
    await messenger.send(file())
    await messenger.send(file({ ...person, id: 'Wang02' }))
    expect(names).toEqual(['城关镇排查方案.pdf'])
    expect(sent).toMatchObject([
      { touser: 'Liu01', msgtype: 'file', file: { media_id: 'media-1' } },
      { touser: 'Wang02' },
    ])
  })
  test('whose name WeCom cannot read goes under a plain one', async () => {
    token()
    const names = uploads('media/upload', (name) => /[^ -~]/.test(name))
    const sent = api('message/send')
    await setUp({ settings: { app } }).messenger.send(file())
    expect(names).toEqual(['城关镇排查方案.pdf', '_______.pdf'])
    expect(sent).toMatchObject([{ msgtype: 'file' }])
  })
  test('is uploaded anew when its media id has run out', async () => {
    token()
    const names = uploads('media/upload')
    let tries = 0
    api('message/send', () => ({ errcode: (tries += 1) === 1 ? 40007 : 0 }))
    const { messenger } = setUp({ settings: { app } })
    expect(await failure(messenger.send(file()))).toMatchObject({ code: '40007', outcome: 'later' })
    await messenger.send(file())
    expect(names).toHaveLength(2)
  })
  test('who wrote to the AI bot comes in that chat', async () => {
    const { socket, said } = recordingSocket()
    const given = { settings: { bot: socketBot, app }, config: { socket }, handle: asked() }
    await setUp(given).messenger.send(file({ ...person, door: 'bot' }))
    expect(said).toMatchObject([
      { way: 'reply', body: { msgtype: 'file', file: { media_id: 'bot-media-1' } } },
    ])
  })
  test('comes by the app where the AI bot can only answer', async () => {
    token()
    uploads('media/upload')
    const sent = api('message/send')
    const given = {
      settings: { bot: urlBot, app },
      handle: asked(1000, `${API}/cgi-bin/aibot/response?code=1`),
    }
    await setUp(given).messenger.send(file({ ...person, door: 'bot' }))
    expect(sent).toMatchObject([{ touser: 'Liu01', msgtype: 'file' }])
  })
  test('of no more than five bytes is given up, as WeCom takes none', async () => {
    const { messenger } = setUp({
      settings: { app },
      readMedia: async () => ({ bytes: Buffer.alloc(5), mime: 'x' }),
    })
    expect(await failure(messenger.send(file()))).toMatchObject({
      code: 'file-not-uploadable',
      outcome: 'never',
    })
  })
})

describe('a document to a group', () => {
  test('is pushed by the AI bot', async () => {
    const { socket, said } = recordingSocket()
    await setUp({ settings: { bot: socketBot }, config: { socket } }).messenger.send(file(group))
    expect(said).toMatchObject([{ way: 'push', to: `group ${group.id}`, body: { msgtype: 'file' } }])
  })
  test('goes by the group’s webhook where no bot can speak', async () => {
    const names = uploads('webhook/upload_media')
    const sent = api('webhook/send')
    const settings = { webhookKeys: { [group.id]: 'invented-key' } }
    await setUp({ settings }).messenger.send(file(group, '通报.docx'))
    expect(names).toEqual(['通报.docx'])
    expect(sent).toMatchObject([{ msgtype: 'file', file: { media_id: 'media-1' } }])
  })
})
