import { expect, test } from 'vitest'
import { app, group, openOffice, startBot } from './office.ts'
import type { Office } from './office.ts'

const buttons = JSON.stringify([
  { text: '合格', color: 'blue', actionId: 'pass', params: { say: '12号合格', again: true } },
  { text: '不合格', color: 'red', actionId: 'fail', params: { say: '12号不合格' } },
])

const wanted = {
  cardTemplateId: 'hazard.schema',
  outTrackId: 'card-1',
  callbackType: 'STREAM',
  cardData: {
    cardParamMap: { title: '12号', body: '请复查', status_text: '待复查', settled: 'false', buttons },
  },
  openSpaceId: `dtv1.card//IM_GROUP.${group}`,
  imGroupOpenSpaceModel: { supportForward: true },
  imGroupOpenDeliverModel: { robotCode: app.robotCode },
}

function create(office: Office, more: Record<string, unknown> = {}) {
  return office.api('POST', '/v1.0/card/instances/createAndDeliver', { ...wanted, ...more })
}

function put(office: Office, body: Record<string, unknown>) {
  return office.api('PUT', '/v1.0/card/instances', { outTrackId: 'card-1', ...body })
}

function card(office: Office, viewer?: string, chat = group) {
  const found = office.sandbox.messages(chat, viewer).at(-1)
  if (!found) throw new Error('no card')
  return found
}

test('a card appears in the group with its buttons and its handle', async () => {
  const office = await openOffice()
  const deliver = { robotCode: app.robotCode, atUserIds: { u12: '李经理', wang: '不在群里' } }
  expect(await create(office, { imGroupOpenDeliverModel: deliver })).toEqual({
    status: 200,
    body: {
      success: true,
      result: {
        outTrackId: 'card-1',
        deliverResults: [
          {
            spaceType: 'IM_GROUP',
            spaceId: group,
            success: true,
            carrierId: expect.any(String),
            errorMsg: '',
          },
        ],
      },
    },
  })
  expect(card(office, 'u1')).toMatchObject({
    kind: 'card',
    from: 'bot',
    title: '12号',
    text: '请复查',
    buttons: [
      { label: '合格', tone: 'primary' },
      { label: '不合格', tone: 'danger' },
    ],
    mentions: ['u12'],
    variables: { status_text: '待复查' },
    revision: 0,
  })
})

test('a card to one person appears one-to-one; to nobody it fails inside a success', async () => {
  const office = await openOffice()
  const toPerson = {
    openSpaceId: 'dtv1.card//im_robot.u1;IM_ROBOT.nobody',
    imRobotOpenSpaceModel: { supportForward: true },
    imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT' },
  }
  const { status, body } = await create(office, toPerson)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    success: true,
    result: { deliverResults: [{ success: true }, { success: false, errorMsg: expect.stringMatching(/./) }] },
  })
  expect(card(office, 'u1', 'direct:u1').title).toBe('12号')
})

test.each([
  ['no outTrackId', { outTrackId: '' }, 'param.outTrackIdEmpty'],
  ['no template', { cardTemplateId: '' }, 'param.cardTemplateIdEmpty'],
  ['an unknown template', { cardTemplateId: 'other.schema' }, 'param.templateNotExist'],
  ['an unpublished template', { cardTemplateId: 'draft.schema' }, 'param.templateUnpublished'],
  ['no data', { cardData: {} }, 'param.cardPublicDataEmpty'],
  ['a number among the values', { cardData: { cardParamMap: { days: 2 } } }, 'param.invalid'],
  ['a boolean in private data', { privateData: { u1: { cardParamMap: { a: true } } } }, 'param.invalid'],
  ['a lower-case callback type', { callbackType: 'stream' }, 'param.invalid'],
  ['no space', { openSpaceId: '' }, 'param.openSpaceIdEmpty'],
  [
    'a space with a single slash',
    { openSpaceId: `dtv1.card:/IM_GROUP.${group}` },
    'param.openSpaceIdInvalid',
  ],
  ['an unknown kind of space', { openSpaceId: 'dtv1.card//MOON.1' }, 'param.openSpaceIdInvalid'],
  ['no space model', { imGroupOpenSpaceModel: undefined }, 'param.openSpaceModelInvalid'],
  ['no deliver model', { imGroupOpenDeliverModel: undefined }, 'param.openDeliverModelEmpty'],
  ['a deliver model without robot', { imGroupOpenDeliverModel: {} }, 'param.openDeliverModelError'],
])('a card with %s is refused and its id stays free', async (_, more, code) => {
  const office = await openOffice()
  expect(await create(office, more)).toMatchObject({ status: 400, body: { code } })
  expect(office.sandbox.messages(group)).toEqual([])
  expect((await create(office)).status).toBe(200)
})

test('an outTrackId can be used once', async () => {
  const office = await openOffice()
  await create(office)
  expect(await create(office)).toMatchObject({ status: 400, body: { code: 'param.cardAlreadyExist' } })
})

test('creating and delivering can be two steps', async () => {
  const office = await openOffice()
  const deliver = '/v1.0/card/instances/deliver'
  expect(await office.api('POST', deliver, wanted)).toMatchObject({ body: { code: 'param.cardNotExist' } })
  expect(await office.api('POST', '/v1.0/card/instances', wanted)).toEqual({
    status: 200,
    body: { success: true, result: 'card-1' },
  })
  expect(office.sandbox.messages(group)).toEqual([])
  expect(await office.api('POST', deliver, wanted)).toMatchObject({
    status: 200,
    body: { success: true, result: [{ success: true }] },
  })
  expect(card(office).title).toBe('12号')
})

test('an update by key changes that key for everyone', async () => {
  const office = await openOffice()
  await create(office)
  const cardUpdateOptions = { updateCardDataByKey: true }
  const cardData = { cardParamMap: { settled: 'true', status_text: '已销号' } }
  expect(await put(office, { cardData, cardUpdateOptions })).toEqual({
    status: 200,
    body: { success: true, result: true },
  })
  for (const viewer of ['u1', 'u12'])
    expect(card(office, viewer)).toMatchObject({
      title: '12号',
      variables: { status_text: '已销号' },
      buttons: [],
      revision: 1,
    })
})

test('an update without that option overwrites everything', async () => {
  const office = await openOffice()
  await create(office)
  await put(office, { cardData: { cardParamMap: { body: '只剩这句' } } })
  expect(card(office, 'u1')).toMatchObject({ text: '只剩这句', buttons: [], variables: { body: '只剩这句' } })
  expect(card(office, 'u1')).not.toHaveProperty('title')
})

test('private data wins for its person only', async () => {
  const office = await openOffice()
  await create(office, { privateData: { u12: { cardParamMap: { body: '李经理请整改' } } } })
  expect(card(office, 'u12').text).toBe('李经理请整改')
  expect(card(office, 'u1').text).toBe('请复查')
  const privateData = { u1: { cardParamMap: { body: '小赵请看' } } }
  await put(office, { privateData, cardUpdateOptions: { updatePrivateDataByKey: true } })
  expect([card(office, 'u1').text, card(office, 'u12').text]).toEqual(['小赵请看', '李经理请整改'])
})

test.each([
  ['an unknown card', { outTrackId: 'gone', cardData: { cardParamMap: {} } }, 'param.cardNotExist'],
  ['nothing', {}, 'param.cardDataAndPrivateDataBothEmpty'],
  ['a number', { cardData: { cardParamMap: { days: 2 } } }, 'param.invalid'],
])('an update with %s is refused', async (_, body, code) => {
  const office = await openOffice()
  await create(office)
  expect(await put(office, body)).toMatchObject({ status: 400, body: { code } })
})

test('a card for some is invisible to others', async () => {
  const office = await openOffice()
  await create(office, { imGroupOpenDeliverModel: { robotCode: app.robotCode, recipients: ['u12'] } })
  expect(office.sandbox.messages(group, 'u1')).toEqual([])
  const message = card(office, 'u12').id
  await expect(office.sandbox.press({ as: 'u1', message, button: 0 })).rejects.toThrow('找不到')
})

test('a click reaches the bot as the platform writes it, and its answer shows only to who clicked', async () => {
  const office = await openOffice()
  const answer = () => ({
    cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
    cardData: { cardParamMap: { settled: 'true', status_text: '已合格' } },
    userPrivateData: { cardParamMap: { body: '你点了合格' } },
  })
  const bot = await startBot(office, { answer })
  await create(office)
  expect(await office.sandbox.press({ as: 'u12', message: card(office).id, button: 0 })).toEqual({ ok: true })
  expect(bot.clicks.map((each) => each.message)).toEqual([
    {
      type: 'actionCallback',
      outTrackId: 'card-1',
      corpId: 'dingcorp',
      userId: 'u12',
      userIdType: 1,
      spaceType: 'IM',
      spaceId: group,
      extension: '{}',
      content: '{"cardPrivateData":{"actionIds":["pass"],"params":{"say":"12号合格","again":true}}}',
    },
  ])
  expect(card(office, 'u12')).toMatchObject({
    text: '你点了合格',
    buttons: [],
    variables: { status_text: '已合格' },
  })
  expect(card(office, 'u1')).toMatchObject({ text: '请复查', variables: { status_text: '待复查' } })
  expect(card(office, 'u1').buttons).toHaveLength(2)
  await put(office, {
    cardData: { cardParamMap: { status_text: '已销号', settled: 'true' } },
    cardUpdateOptions: { updateCardDataByKey: true },
  })
  for (const viewer of ['u1', 'u12']) expect(card(office, viewer).variables?.['status_text']).toBe('已销号')
})

test('an overwrite for everyone also ends what only the clicking person saw', async () => {
  const office = await openOffice()
  const cardUpdateOptions = { updateCardDataByKey: true }
  const cardData = { cardParamMap: { status_text: '已合格' } }
  await startBot(office, { answer: () => ({ cardUpdateOptions, cardData }) })
  await create(office)
  await office.sandbox.press({ as: 'u1', message: card(office).id, button: 0 })
  await put(office, { cardData: { cardParamMap: { title: '13号' } }, cardUpdateOptions })
  expect(card(office, 'u1').variables).toMatchObject({ title: '13号', status_text: '已合格' })
  await put(office, { cardData: { cardParamMap: { title: '14号' } } })
  expect(card(office, 'u1').variables).toEqual({ title: '14号' })
})

test('an answer without the option leaves the clicking person nothing else', async () => {
  const office = await openOffice()
  await startBot(office, { answer: () => ({ cardData: { cardParamMap: { title: '完成' } } }) })
  await create(office)
  await office.sandbox.press({ as: 'u1', message: card(office).id, button: 0 })
  expect(card(office, 'u1').variables).toEqual({ title: '完成' })
  expect(card(office, 'u12').title).toBe('12号')
})

test('a click that nobody acknowledges in time fails with a toast', async () => {
  const office = await openOffice()
  const bot = await startBot(office)
  await create(office)
  const pressed = { as: 'u1', message: card(office).id, button: 0 }
  expect(await office.sandbox.press(pressed)).toEqual({ ok: false, toast: expect.stringMatching(/失败/) })
  expect(bot.clicks).toHaveLength(1)
  bot.client.disconnect()
  expect(await office.sandbox.press(pressed)).toMatchObject({ ok: false })
})

test('an answer with a number in it changes nothing and fails the click', async () => {
  const office = await openOffice()
  await startBot(office, { answer: () => ({ cardData: { cardParamMap: { days: 2 } } }) })
  await create(office)
  expect(await office.sandbox.press({ as: 'u1', message: card(office).id, button: 0 })).toMatchObject({
    ok: false,
  })
  expect(card(office, 'u1').variables?.['title']).toBe('12号')
})

test('without a callback type nobody hears of the click', async () => {
  const office = await openOffice()
  const bot = await startBot(office, { answer: () => ({}) })
  await create(office, { callbackType: undefined })
  expect(await office.sandbox.press({ as: 'u1', message: card(office).id, button: 0 })).toMatchObject({
    ok: false,
  })
  expect(bot.clicks).toEqual([])
})

test('a button that is not there cannot be pressed', async () => {
  const office = await openOffice()
  await create(office, {
    cardData: { cardParamMap: { ...wanted.cardData.cardParamMap, buttons: 'no json' } },
  })
  expect(card(office).buttons).toEqual([])
  await expect(office.sandbox.press({ as: 'u1', message: card(office).id, button: 0 })).rejects.toThrow(
    '按钮',
  )
})
