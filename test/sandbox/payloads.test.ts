import { expect, test } from 'vitest'
import { app, group, openOffice, png, reply, startBot } from './office.ts'

test('a group message carries everything that the platform tells about it', async () => {
  const office = await openOffice()
  const bot = await startBot(office)
  const id = await office.sandbox.say({
    as: 'u1',
    chat: group,
    text: '@李经理 看一下',
    at: true,
    mention: ['u12'],
  })
  const message = await bot.next()
  const now = Date.parse('2024-05-10T02:00:00Z')
  expect(message).toEqual({
    senderPlatform: expect.any(String),
    conversationId: group,
    openThreadId: group,
    conversationType: '2',
    conversationTitle: '消防整治工作群',
    isInAtList: true,
    chatbotCorpId: 'dingcorp',
    chatbotUserId: expect.stringMatching(/^\$:LWCP_v1:\$/),
    atUsers: [
      { dingtalkId: message['chatbotUserId'] },
      { dingtalkId: expect.stringMatching(/^\$:LWCP_v1:\$/), staffId: 'u12' },
    ],
    msgId: id,
    senderNick: '小赵',
    isAdmin: false,
    senderId: expect.stringMatching(/^\$:LWCP_v1:\$/),
    senderStaffId: 'u1',
    senderCorpId: 'dingcorp',
    sessionWebhook: expect.stringMatching(/\/robot\/sendBySession\?session=[0-9a-f]+$/),
    sessionWebhookExpiredTime: now + 90 * 60_000,
    createAt: now,
    robotCode: app.robotCode,
    msgtype: 'text',
    text: { content: ' @李经理 看一下' },
  })
})

test('a one-to-one message names no group and no mentions', async () => {
  const office = await openOffice()
  const bot = await startBot(office)
  await office.sandbox.say({ as: 'wang', chat: 'direct:wang', text: '谁负责' })
  const message = await bot.next()
  expect(message).toMatchObject({ conversationType: '1', conversationId: expect.stringMatching(/^cid/) })
  for (const field of ['conversationTitle', 'isInAtList', 'atUsers'])
    expect(message).not.toHaveProperty(field)
})

test('the mention is taken out wherever it was typed', async () => {
  const office = await openOffice()
  const bot = await startBot(office)
  await office.sandbox.say({ as: 'u1', chat: group, text: '12号怎么样了 @清患', at: true })
  expect(await bot.next()).toMatchObject({ text: { content: '12号怎么样了 ' } })
  expect(office.sandbox.messages(group).at(-1)?.text).toBe('12号怎么样了 @清患')
})

test('an outsider has no staffId', async () => {
  const office = await openOffice()
  const bot = await startBot(office)
  await office.sandbox.say({ as: 'guest', chat: group, text: '你好', at: true })
  const message = await bot.next()
  expect(message).toMatchObject({ senderNick: '外单位老周', senderId: expect.any(String) })
  expect(message).not.toHaveProperty('senderStaffId')
  await expect(office.sandbox.say({ as: 'guest', chat: 'direct:guest', text: '你好' })).rejects.toThrow()
})

test('pictures with words arrive as rich text, and the bot can fetch their bytes', async () => {
  const office = await openOffice()
  const bot = await startBot(office)
  const picture = office.sandbox.addPicture(png, 'image/png')
  await office.sandbox.say({
    as: 'u1',
    chat: group,
    text: '楼道堆物',
    at: true,
    pictures: [picture, picture],
  })
  const message = await bot.next()
  expect(message).toMatchObject({
    msgtype: 'richText',
    content: {
      richText: [
        { text: ' 楼道堆物' },
        { type: 'picture', downloadCode: expect.any(String) },
        { type: 'picture', downloadCode: expect.any(String) },
      ],
    },
  })
  const { richText } = message['content'] as { richText: Record<string, string>[] }
  const asked = { downloadCode: richText[1]?.['downloadCode'], robotCode: app.robotCode }
  const { body } = await office.api('POST', '/v1.0/robot/messageFiles/download', asked)
  const file = await fetch(String(body['downloadUrl']))
  expect(file.headers.get('content-type')).toBe('image/png')
  expect(new Uint8Array(await file.arrayBuffer())).toEqual(png)
  office.wait(15 * 60_000)
  expect((await fetch(String(body['downloadUrl']))).status).toBe(403)
})

test('an unknown download code is refused', async () => {
  const office = await openOffice()
  const asked = { downloadCode: 'no such code', robotCode: app.robotCode }
  expect(await office.api('POST', '/v1.0/robot/messageFiles/download', asked)).toMatchObject({ status: 400 })
})

test('a picture alone reaches the bot one-to-one; two are two messages', async () => {
  const office = await openOffice()
  const bot = await startBot(office)
  const picture = office.sandbox.addPicture(png, 'image/png')
  await office.sandbox.say({ as: 'u1', chat: 'direct:u1', text: '', pictures: [picture, picture] })
  for (const message of [await bot.next(), await bot.next()])
    expect(message).toMatchObject({ msgtype: 'picture', content: { downloadCode: expect.any(String) } })
  expect(office.sandbox.messages('direct:u1').map((each) => each.kind)).toEqual(['picture', 'picture'])
})

test('a picture in the group without the mention is seen by everyone but the bot', async () => {
  const office = await openOffice()
  const bot = await startBot(office)
  const picture = office.sandbox.addPicture(png, 'image/png')
  await office.sandbox.say({ as: 'u1', chat: group, text: '', pictures: [picture] })
  await office.sandbox.say({ as: 'u1', chat: group, text: '看上面', at: true })
  expect(await bot.next()).toMatchObject({ text: { content: ' 看上面' } })
  expect(office.sandbox.messages(group, 'u12')[0]).toMatchObject({
    kind: 'picture',
    pictures: [`/sandbox/pictures/${picture}`],
  })
})

test('a reply quotes what it answers', async () => {
  const office = await openOffice()
  const bot = await startBot(office)
  const first = await office.sandbox.say({ as: 'u1', chat: group, text: '3号楼堆物', at: true })
  await bot.next()
  await office.sandbox.say({ as: 'u12', chat: group, text: '已清', at: true, quote: first })
  expect(await bot.next()).toMatchObject({
    originalMsgId: first,
    text: {
      content: ' 已清',
      isReplyMsg: true,
      repliedMsg: { msgType: 'text', msgId: first, content: { text: '@清患 3号楼堆物' } },
    },
  })
  expect(office.sandbox.messages(group).at(-1)?.quoted).toBe('小赵：@清患 3号楼堆物')
})

test('a quoted message of the bot is known by the same id as the bot itself', async () => {
  const office = await openOffice()
  const bot = await startBot(office)
  await office.sandbox.say({ as: 'u1', chat: group, text: '3号楼堆物', at: true })
  await reply(office, await bot.next(), { msgtype: 'text', text: { content: '已登记 12号' } })
  const answer = office.sandbox.messages(group).at(-1)?.id ?? ''
  await office.sandbox.say({ as: 'u1', chat: group, text: '改一下', at: true, quote: answer })
  const message = await bot.next()
  expect(message).toMatchObject({
    text: { repliedMsg: { senderId: message['chatbotUserId'], content: { text: '已登记 12号' } } },
  })
})

test('what makes no sense cannot be said', async () => {
  const office = await openOffice()
  const { say } = office.sandbox
  await expect(say({ as: 'nobody', chat: group, text: '在' })).rejects.toThrow('没有这个人')
  await expect(say({ as: 'wang', chat: group, text: '在' })).rejects.toThrow('不在这个会话里')
  await expect(say({ as: 'u1', chat: 'direct:wang', text: '在' })).rejects.toThrow('不在这个会话里')
  await expect(say({ as: 'u1', chat: group, text: ' ' })).rejects.toThrow('写点什么')
  await expect(say({ as: 'u1', chat: group, text: '看', pictures: ['gone'] })).rejects.toThrow('图片不在了')
  await expect(say({ as: 'u1', chat: group, text: '看', mention: ['wang'] })).rejects.toThrow('这个群里')
  await expect(say({ as: 'u1', chat: group, text: '看', quote: 'gone' })).rejects.toThrow('找不到')
  expect(office.sandbox.messages(group)).toEqual([])
})
