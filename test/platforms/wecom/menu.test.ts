import nock from 'nock'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadWording } from '../../../src/chat/saying/wording.ts'
import type { Menu } from '../../../src/platforms/wecom/api/client.ts'
import { publishMenu } from '../../../src/platforms/wecom/app/menu.ts'
import { officialAddresses } from '../../../src/platforms/wecom/settings.ts'
import type { WecomApp } from '../../../src/platforms/wecom/settings.ts'
import { API, api, app, setUp, token } from './support/messenger.ts'

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

const { menu } = loadWording(new URL('../../../cards/wording.yaml', import.meta.url))

/** An installation that is started again and again. */
function installation(owned: WecomApp = app) {
  let kept: unknown = null
  const settings = { ...officialAddresses, webhookKeys: {}, app: owned }
  const { client, log } = setUp({ settings })
  return {
    log,
    start: (shown: Menu = menu, by: WecomApp = owned) =>
      publishMenu({
        menu: shown,
        settings: { ...settings, app: by },
        client,
        memory: { read: async () => kept, write: async (mark) => void (kept = mark) },
        log,
      }),
  }
}

describe('the app’s menu', () => {
  test('is made at the first start, as the wording has it', async () => {
    token()
    const made = api('menu/create')
    await installation().start()
    expect(made).toEqual([
      {
        button: [
          { type: 'click', name: '我的待办', key: '我的待办' },
          {
            name: '看进度',
            sub_button: ['全县进度', '谁没报', '逾期'].map((name) => ({ type: 'click', name, key: name })),
          },
          { type: 'click', name: '帮助', key: '帮助' },
        ],
      },
    ])
  })

  test('is not made again by a restart, but by a change of its words or of the app', async () => {
    token()
    const made = api('menu/create')
    const { start } = installation()
    await start()
    await start()
    expect(made).toHaveLength(1)
    await start([{ name: '待办', say: '我的待办' }])
    expect(made).toHaveLength(2)
    await start([{ name: '待办', say: '我的待办' }], { ...app, agentId: 1000003 })
    expect(made).toHaveLength(3)
  })

  test('that fails is one line of words, and is tried again at the next start', async () => {
    token()
    let code = 40058
    const made = api('menu/create', () => ({ errcode: code }))
    const { start, log } = installation()
    await start()
    expect(log.lines).toHaveLength(1)
    expect(log.lines[0]).toMatchObject({
      level: 'warn',
      message: expect.stringContaining('应用菜单') as string,
    })
    code = 0
    await start()
    expect(made).toHaveLength(2)
  })

  test('that fails for what the operator has to mend is one line, which says what', async () => {
    token()
    api('menu/create', { errcode: 60020 })
    const { start, log } = installation()
    await start()
    expect(log.lines).toHaveLength(1)
    expect(log.lines[0]).toMatchObject({ message: expect.stringContaining('企业可信IP') as string })
  })

  test('is not waited for when nobody answers', async () => {
    nock(API).get('/cgi-bin/gettoken').query(true).replyWithError('socket hang up')
    const { start, log } = installation()
    await start()
    expect(log.lines).toHaveLength(1)
  })

  test('is not made for an app that cannot hear', async () => {
    const { callback: _callback, ...deaf } = app
    const { start, log } = installation(deaf)
    await start()
    expect(log.lines).toEqual([])
  })
})
