import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { png } from '../office.ts'
import { agentId, buttonCard, group, noticeCard, openWeCom } from './office.ts'
import type { WeComOffice } from './office.ts'

const key = 'invented-webhook-key'

async function upload(office: WeComOffice, path: string, bytes: Uint8Array<ArrayBuffer>, name: string) {
  const body = new FormData()
  body.append('media', new Blob([bytes]), name)
  return (await office.call(path, { method: 'POST', body })).body
}

test('an uploaded picture can be sent for three days, and odd ones are refused', async () => {
  const office = await openWeCom()
  const path = async (type = 'image') =>
    `/cgi-bin/media/upload?access_token=${await office.appToken()}&type=${type}`
  const uploaded = await upload(office, await path(), png, '现场.png')
  expect(uploaded).toMatchObject({ errcode: 0, type: 'image', created_at: expect.stringMatching(/^\d+$/) })
  const image = {
    touser: 'u1',
    msgtype: 'image',
    agentid: agentId,
    image: { media_id: uploaded['media_id'] },
  }
  expect(await office.cgi('message/send', image)).toMatchObject({ errcode: 0 })
  expect(office.sandbox.messages('wecom:app:u1')[0]).toMatchObject({ kind: 'picture' })
  office.wait(3 * 24 * 3_600_000)
  expect(await office.cgi('message/send', image)).toMatchObject({ errcode: 40007 })
  expect(await upload(office, await path('sticker'), png, 'a.png')).toMatchObject({ errcode: 40004 })
  expect(await upload(office, await path(), png, 'a.gif')).toMatchObject({ errcode: 40005 })
  expect(await upload(office, await path(), new Uint8Array(5), 'a.png')).toMatchObject({ errcode: 40006 })
  const none = { method: 'POST', body: new FormData() }
  expect((await office.call(await path(), none)).body).toMatchObject({ errcode: 44001 })
})

test('a group webhook speaks into its group under its own name and mentions members', async () => {
  const office = await openWeCom({ webhooks: [{ group, key }] })
  const send = (body: unknown, used = key) => office.bare(`/cgi-bin/webhook/send?key=${used}`, body)
  const markdown = { msgtype: 'markdown', markdown: { content: '<@LiJing> 请整改 <@nobody>' } }
  expect(await send(markdown)).toMatchObject({ errcode: 0, errmsg: 'ok' })
  expect(office.sandbox.messages(group).at(-1)).toMatchObject({
    from: 'bot',
    name: '消息推送',
    text: '@李经理 请整改 <@nobody>',
    mentions: ['LiJing'],
    dialect: 'old',
  })
  await send({ msgtype: 'text', text: { content: '请报送', mentioned_mobile_list: ['13800000001'] } })
  expect(office.sandbox.messages(group).at(-1)).toMatchObject({ text: '请报送 @小赵', mentions: ['u1'] })
  await send({ msgtype: 'markdown_v2', markdown_v2: { content: '<@LiJing>' } })
  expect(office.sandbox.messages(group).at(-1)).toMatchObject({ text: '<@LiJing>', mentions: [] })
  expect(await send(markdown, 'guess')).toMatchObject({ errcode: 93000 })
  expect(await send({ msgtype: 'template_card', template_card: buttonCard('t') })).toMatchObject({
    errcode: 40058,
  })
  expect(await send({ msgtype: 'template_card', template_card: noticeCard('通报') })).toMatchObject({
    errcode: 0,
  })
})

test('a webhook’s picture comes in the body with its MD5, and its files are its own', async () => {
  const office = await openWeCom({ webhooks: [{ group, key }] })
  const base64 = Buffer.from(png).toString('base64')
  const send = (body: unknown) => office.bare(`/cgi-bin/webhook/send?key=${key}`, body)
  const md5 = createHash('md5').update(png).digest('hex')
  expect(await send({ msgtype: 'image', image: { base64, md5: 'wrong' } })).toMatchObject({ errcode: 40058 })
  expect(await send({ msgtype: 'image', image: { base64, md5 } })).toMatchObject({ errcode: 0 })
  const path = `/cgi-bin/webhook/upload_media?key=${key}&type=file`
  const { media_id } = await upload(office, path, new Uint8Array(100), '台账.xlsx')
  expect(await send({ msgtype: 'file', file: { media_id } })).toMatchObject({ errcode: 0 })
  expect(office.sandbox.messages(group).at(-1)?.text).toBe('[文件] 台账.xlsx')
  const file = { touser: 'u1', msgtype: 'file', agentid: agentId, file: { media_id } }
  expect(await office.cgi('message/send', file)).toMatchObject({ errcode: 40007 })
})

test('a webhook has twenty messages a minute', async () => {
  const office = await openWeCom({ webhooks: [{ group, key }] })
  const send = () =>
    office.bare(`/cgi-bin/webhook/send?key=${key}`, { msgtype: 'text', text: { content: 'x' } })
  for (let at = 0; at < 20; at += 1) expect(await send()).toMatchObject({ errcode: 0 })
  expect(await send()).toMatchObject({ errcode: 45009 })
})

test('a webhook for a group that is none of WeCom’s is a mistake', async () => {
  await expect(openWeCom({ webhooks: [{ group: 'cidDing==', key }] })).rejects.toThrow('WeCom groups')
})
