import { expect, test } from 'vitest'
import { png } from '../office.ts'
import { aibot, group, openWeCom, startAiBot } from './office.ts'

const say = (office: Awaited<ReturnType<typeof openWeCom>>, text: string) =>
  office.sandbox.say({ as: 'u1', chat: group, text, at: true })

test('what somebody says to the bot in the group reaches it over the official SDK, the @ still in it', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  await say(office, '阳光花园3号楼堆满纸箱')
  const frame = await bot.next()
  expect(frame).toMatchObject({
    cmd: 'aibot_msg_callback',
    body: {
      aibotid: aibot.id,
      chatid: group,
      chattype: 'group',
      from: { userid: 'u1' },
      msgtype: 'text',
      text: { content: '@清患 阳光花园3号楼堆满纸箱' },
    },
  })
  expect(frame.body).not.toHaveProperty('response_url')
  expect(office.sandbox.stats.wecom).toMatchObject({ sockets: 1, delivered: 1 })
})

test('one-to-one everything reaches the bot, without a chatid', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  await office.sandbox.say({ as: 'wang', chat: 'wecom:direct:wang', text: '城关镇咋样了' })
  const { body } = await bot.next()
  expect(body).toMatchObject({ chattype: 'single', text: { content: '城关镇咋样了' } })
  expect(body).not.toHaveProperty('chatid')
})

test('talk among people, and whatever people outside the organisation say, the bot never hears', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  await office.sandbox.say({ as: 'u1', chat: group, text: '中午吃什么' })
  await office.sandbox.say({ as: 'guest', chat: group, text: '你好', at: true })
  await say(office, '周报')
  expect((await bot.next()).body).toMatchObject({ text: { content: '@清患 周报' } })
})

test('a bot that an ordinary member made is told encrypted ids, which the app can turn back', async () => {
  const office = await openWeCom({ userIdMode: 'encrypted' })
  const bot = await startAiBot(office)
  await say(office, '在吗')
  const { userid } = (await bot.next()).body['from'] as { userid: string }
  expect(userid).toMatch(/^wo[\w-]{30}$/)
  expect(await office.cgi('batch/openuserid_to_userid', { open_userid_list: [userid, 'u1'] })).toMatchObject({
    errcode: 0,
    userid_list: [{ open_userid: userid, userid: 'u1' }],
    invalid_open_userid_list: ['u1'],
  })
})

test('pictures are encrypted each with a key of its own, and gone after five minutes', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  const picture = office.sandbox.addPicture(png, 'image/png')
  await office.sandbox.say({ as: 'u1', chat: 'wecom:direct:u1', text: '', pictures: [picture, picture] })
  const [first, second] = [await bot.next(), await bot.next()].map(
    ({ body }) => body['image'] as { url: string; aeskey: string },
  )
  expect(first?.aeskey).toMatch(/^[A-Za-z0-9+/]{43}$/)
  expect(first?.aeskey).not.toBe(second?.aeskey)
  const { buffer } = await bot.client.downloadFile(first?.url ?? '', first?.aeskey)
  expect(new Uint8Array(buffer)).toEqual(png)
  // One wrong key in 256 happens to leave a padding that looks right; what it leaves is no picture all the same.
  const withTheOther = await bot.client.downloadFile(first?.url ?? '', second?.aeskey).catch(() => null)
  expect(withTheOther && new Uint8Array(withTheOther.buffer)).not.toEqual(png)
  office.wait(5 * 60_000)
  await expect(bot.client.downloadFile(first?.url ?? '', first?.aeskey)).rejects.toThrow('403')
})

test('in a group words and pictures come mixed', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  const picture = office.sandbox.addPicture(png, 'image/png')
  await office.sandbox.say({ as: 'u1', chat: group, text: '12号现场', at: true, pictures: [picture] })
  expect((await bot.next()).body).toMatchObject({
    msgtype: 'mixed',
    mixed: {
      msg_item: [
        { msgtype: 'text', text: { content: '@清患 12号现场' } },
        { msgtype: 'image', image: { aeskey: expect.any(String) } },
      ],
    },
  })
})

test('a quote tells what was quoted, but not which message', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  const id = await office.sandbox.say({ as: 'LiJing', chat: group, text: '楼道清了' })
  await office.sandbox.say({ as: 'u1', chat: group, text: '是真的', at: true, quote: id })
  const { body } = await bot.next()
  expect(body['quote']).toEqual({ msgtype: 'text', text: { content: '楼道清了' } })
})

test.each([
  ['voice', { msgtype: 'voice', voice: { content: '楼道有纸箱' } }],
  ['file', { msgtype: 'file', file: { url: expect.any(String), aeskey: expect.any(String) } }],
  ['video', { msgtype: 'video', video: { url: expect.any(String) } }],
] as const)('a %s reaches the bot one-to-one, and cannot be said in a group', async (form, expected) => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  await office.sandbox.say({ as: 'u1', chat: 'wecom:direct:u1', text: '楼道有纸箱', form })
  expect((await bot.next()).body).toMatchObject(expected)
  await expect(office.sandbox.say({ as: 'u1', chat: group, text: 'x', at: true, form })).rejects.toThrow(
    '群里',
  )
})
