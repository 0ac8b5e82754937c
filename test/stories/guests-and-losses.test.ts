import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { parseCampaignFile } from '../../src/campaign-file/parse.ts'
import { loadCampaign } from '../../src/usecases/load-campaign.ts'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 30_000 })

/** What must not get out, and what must not get lost in silence. */
describe('a phone number', () => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ mode: 'stream', from: '2026-11-23 09:00' })
  }, 120_000)
  afterAll(() => county?.close())

  test('a phone number in a description is not repeated in the group, nor in the property company’s notice', async () => {
    const reply = await county.person('赵欣').says('锦绣城2号楼楼道堆满纸箱业主电话13900001234')
    expect(reply).toContain('已登记')
    expect(`${reply}${county.person('吴迪').last()}`).not.toContain('13900001234')
  })
})

describe('a photo that cannot be fetched', () => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ mode: 'webhook', from: '2026-11-23 09:00' })
    await county.person('赵欣').tells('帮助')
  }, 120_000)
  afterAll(() => county?.close())

  test('is asked for again, and not called words that were not understood', async () => {
    const timestamp = String(county.now().getTime())
    const secret = 'invented-secret'
    const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64')
    await fetch(`${county.url}/dingtalk/robot`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', timestamp, sign },
      body: JSON.stringify({
        conversationId: 'cidRaw==',
        conversationType: '1',
        robotCode: 'ding-story',
        msgId: 'raw-1',
        senderNick: '赵欣',
        senderStaffId: 'u-zhao',
        createAt: Number(timestamp),
        msgtype: 'picture',
        content: { downloadCode: 'gone' },
      }),
    })
    await county.settle()
    expect(county.person('赵欣').last()).toMatch(/照片.*(没有?收到|没取到|重发|再发)/)
  })
})

describe('a group of another county', () => {
  const NEIGHBOUR = 'cidNeighbour=='
  let county: County
  beforeAll(async () => {
    county = await openCounty({
      mode: 'stream',
      from: '2026-11-12 09:00',
      strangers: [{ userId: 'u-qi', name: '齐林' }],
      groups: [{ id: NEIGHBOUR, title: '青原旗整治群' }],
    })
    const parsed = parseCampaignFile(
      readFileSync(new URL('../../prisma/campaigns/demo/000-high-rise.yaml', import.meta.url), 'utf8'),
    )
    if (!parsed.ok) throw new Error('the example campaign is wrong')
    await county.store.transaction((tx) => loadCampaign(tx, parsed.campaign, county.now()))
    await county.person('齐林').saysIn(NEIGHBOUR, '绑定本群')
    await county.person('赵欣').says('阳光花园3号楼2单元楼道里堆满纸箱')
  }, 120_000)
  afterAll(() => county?.close())

  test('is not told the hazards of the county that a guest comes from', async () => {
    const answer = await county.person('孙燕').saysIn(NEIGHBOUR, '1号怎么样了')
    expect(answer).not.toBe('')
    expect(answer).not.toContain('阳光花园')
  })

  test('is not bound anew by the office of another county', async () => {
    await county.person('孙燕').saysIn(NEIGHBOUR, '绑定本群')
    const group = await county.store.db.conversation.findFirstOrThrow({ where: { externalId: NEIGHBOUR } })
    expect(group.campaignId).toBe('qingyuan:high-rise-2026')
  })
})
