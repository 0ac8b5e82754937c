import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, type County } from '../support/county.ts'
import { photo } from '../support/county-parts.ts'
import { until } from '../support/until.ts'

vi.setConfig({ testTimeout: 30_000 })

/** On WeCom everybody has two chats with the bot: the app's, and the AI bot's own. */
describe.each(['stream', 'webhook'] as const)('two chats with one bot, over %s', (mode) => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({
      mode,
      platform: 'wecom',
      from: '2026-11-23 09:00',
      photoSettleMs: 1500,
      unbound: ['蒋涛'],
    })
    await county.person('赵欣').says('阳光花园3号楼2单元楼道里堆满纸箱')
    await county.person('赵欣').says('阳光花园5号楼消火栓没水')
  }, 120_000)
  afterAll(() => county?.close())

  const doors = { app: 'wecom:app:', bot: 'wecom:direct:' } as const
  type Door = keyof typeof doors
  const idOf = (name: string): string => {
    const found = county.file.people.find((person) => person.name === name)
    return found?.wecom ?? ''
  }
  const heard = (name: string, door: Door): readonly string[] =>
    county.sandbox
      .messages(doors[door] + idOf(name), idOf(name))
      .filter(({ from }) => from === 'bot')
      .map(({ text, title }) => text || (title ?? ''))

  /** Says the words and the photos at once, as somebody does who sends both; what is answered in either chat. */
  async function say(name: string, door: Door, text: string, ...photos: readonly string[]) {
    const before = { app: heard(name, 'app').length, bot: heard(name, 'bot').length }
    const events = await county.store.db.inboxEvent.count()
    const pictures = photos.map((each) => county.sandbox.addPicture(photo(each), 'image/png'))
    county.sandbox.say({ as: idOf(name), chat: doors[door] + idOf(name), text, pictures })
    const parts = door === 'app' ? (text === '' ? 0 : 1) + photos.length : 1
    await until(async () => (await county.store.db.inboxEvent.count()) >= events + parts)
    await county.settle()
    return {
      app: heard(name, 'app').slice(before.app),
      bot: heard(name, 'bot').slice(before.bot),
    }
  }

  test('each answers what was said in it, also right after the other', async () => {
    const toBot = await say('李祥', 'bot', '我的待办')
    expect(toBot.app).toEqual([])
    expect(toBot.bot.join()).toContain('1号')
    const toApp = await say('李祥', 'app', '我的待办')
    expect(toApp.app.join()).toContain('1号')
    expect(toApp.bot).toEqual([])
    expect((await say('李祥', 'bot', '帮助')).app).toEqual([])
  })

  test('a refusal comes where it was earned', async () => {
    const refused = await say('蒋涛', 'bot', '我的待办')
    expect(refused.bot.join()).toContain('还不认识您')
    expect(refused.app).toEqual([])
  })

  test('what nobody asked for comes by the app, whatever chat was used last', async () => {
    await say('李祥', 'bot', '帮助')
    const before = heard('李祥', 'bot').length
    await county.person('赵欣').says('阳光花园7号楼楼道里堆满杂物')
    expect(heard('李祥', 'app').at(-1)).toContain('3号已改')
    expect(heard('李祥', 'bot')).toHaveLength(before)
  })

  test('a tap on the app’s menu says its sentence there, and a restart does not make the menu anew', async () => {
    const created = (): number => county.sandbox.stats.calls['/cgi-bin/menu/create'] ?? 0
    const as = idOf('李祥')
    await until(() => created() === 1)
    const before = heard('李祥', 'app').length
    const tapped = county.sandbox.chooseMenu({ as, chat: doors.app + as, key: '我的待办' })
    await until(() => heard('李祥', 'app').length > before)
    await tapped
    expect(heard('李祥', 'app').at(-1)).toContain('1号')
    await county.downUntil('2026-11-23 09:30')
    await county.settle()
    expect(created()).toBe(1)
  })

  test('the photo first and the words after it, the same', async () => {
    const photoOnly = say('李祥', 'app', '', '有水了')
    const { app } = await say('李祥', 'app', '2号已改')
    await photoOnly
    expect(app).toEqual(['2号整改已提交，照片1张，已通知复查。还有照片可以接着发。'])
  })

  test('「1号已改」 and its photo, two messages to the app, get one answer', async () => {
    const { app, bot } = await say('李祥', 'app', '1号已改', '清空的楼道')
    expect(app).toEqual(['1号整改已提交，照片1张，已通知复查。还有照片可以接着发。'])
    expect(bot).toEqual([])
  })

  test('without a photo the bot asks for it after a moment', async () => {
    const { app } = await say('李祥', 'app', '3号已改')
    expect(app).toEqual(['好的，3号还差一张整改后的照片。请直接发来，收到就算提交。'])
    expect((await say('李祥', 'app', '', '灯亮了')).app.join()).toContain('3号整改已提交')
  })
})
