import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Koa from 'koa'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Card } from '../../../src/chat/cards/card.ts'
import { replyHosts } from '../../../src/platforms/dingtalk/http.ts'
import { createDingtalkMessenger } from '../../../src/platforms/dingtalk/messenger.ts'
import { dingtalkRoutes } from '../../../src/platforms/dingtalk/routes.ts'
import { createSandbox } from '../../../src/sandbox/server.ts'
import type { Sandbox } from '../../../src/sandbox/types.ts'
import { recordingIntake, until } from '../support/intake.ts'
import type { RecordingIntake } from '../support/intake.ts'
import { recordingLog } from '../support/log.ts'
import { cardTemplate as template } from '../support/template.ts'

const bot = { clientId: 'dingapp', clientSecret: 'invented-secret', robotCode: 'dingapp' }
const card: Card = {
  title: '隐患 12号',
  lines: ['阳光花园'],
  actions: [{ label: '已安排', say: '12号已安排' }],
}
const now = () => new Date()

let server: Server
let sandbox: Sandbox
let sandboxUrl: string
let intake: RecordingIntake

beforeEach(async () => {
  intake = recordingIntake()
  const app = new Koa()
  // The double needs our address before we can know its own.
  let routes: ReturnType<ReturnType<typeof dingtalkRoutes>['routes']> | undefined
  app.use((ctx, next) => (routes ? routes(ctx as Parameters<typeof routes>[0], next) : next()))
  server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  sandbox = createSandbox({
    app: { ...bot, name: '清患', cardTemplates: ['tpl.schema'] },
    corpId: 'dingcorpone',
    people: [{ userId: 'liu01', name: '小刘', title: '城关镇 · 联络员' }],
    groups: [{ id: 'cidTown==', title: '消防整治工作群', members: ['liu01'] }],
    now,
    push: {
      robotUrl: `${own}/dingtalk/robot`,
      cardUrl: `${own}/dingtalk/card`,
      cardSecret: 'invented-card-secret',
    },
  })
  sandboxUrl = (await sandbox.listen()).url
  const allowedHosts = replyHosts({ apiBase: sandboxUrl, oapiBase: sandboxUrl })
  const secrets = { robotSecret: bot.clientSecret, cardSecret: 'invented-card-secret' }
  const log = recordingLog()
  routes = dingtalkRoutes({ ...secrets, cardTemplate: template, allowedHosts, intake, now, log }).routes()
})
afterEach(async () => {
  await sandbox.close()
  server.closeAllConnections()
  server.close()
})

test('what a person says is pushed, verified and stored, with an address for the answer', async () => {
  await sandbox.say({ as: 'liu01', chat: 'cidTown==', text: '12号怎么样了', at: true })
  await until(() => intake.deliveries.length === 1, 'hearing it')
  expect(intake.deliveries).toMatchObject([
    { text: '12号怎么样了', reply: { url: expect.stringContaining(sandboxUrl) } },
  ])
})

test('a pressed button is answered with the changed card in the same breath', async () => {
  const bases = { apiBase: sandboxUrl, oapiBase: sandboxUrl }
  const messenger = createDingtalkMessenger(
    {
      ...bot,
      ...bases,
      card: { templateId: 'tpl.schema', template, callback: { type: 'HTTP', routeKey: 'qinghuan' } },
    },
    {
      now,
      replyHandle: async () => undefined,
      readMedia: () => Promise.reject(new Error('no pictures here')),
      meter: () => {},
    },
  )
  const to = { platform: 'dingtalk', kind: 'group', id: 'cidTown==' } as const
  await messenger.send({ to, content: { kind: 'card', cardId: 'hazard-12', card } })
  intake.card = async () => ({ title: '隐患 12号', lines: ['已安排'], actions: [] })
  const message = sandbox.messages('cidTown==', 'liu01').at(-1)
  expect(await sandbox.press({ as: 'liu01', message: message?.id ?? '', button: 0 })).toMatchObject({
    ok: true,
  })
  expect(intake.deliveries).toMatchObject([{ kind: 'card-action', say: '12号已安排' }])
  expect(sandbox.messages('cidTown==', 'liu01').at(-1)?.buttons).toEqual([])
})
