import { beforeAll, describe, expect, it } from 'vitest'
import * as cards from '../../src/store/cards.ts'
import * as conversations from '../../src/store/conversations.ts'
import { directoryCache, load, touch } from '../../src/store/directory.ts'
import * as people from '../../src/store/roster/people.ts'
import type { Hearing } from '../../src/store/roster/people.ts'
import * as settings from '../../src/store/settings.ts'
import { county, fillCounty, moment } from '../support/county-rows.ts'
import { databases, useStore } from '../support/databases.ts'

const now = moment('2026-11-27 10:00')
const later = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000)

describe.each(databases)('who is who, on $name', (database) => {
  const the = useStore(database)
  beforeAll(async () => {
    await fillCounty(the())
  })

  const hear = (userId: string, given: Partial<Hearing> = {}) =>
    the().transaction((tx) =>
      people.hear(tx, {
        platform: 'dingtalk',
        userId,
        nick: '昵称',
        reachable: true,
        conversation: { id: `cid-${userId}`, kind: 'direct' },
        dialogKey: `person:${userId}`,
        at: now,
        ...given,
      }),
    )
  const reply = (minutes: number) => ({
    url: `https://example.com/session/${minutes}`,
    expiresAt: later(minutes),
  })

  it('knows a stranger as one account, however many messages he sends at once', async () => {
    const heard = await Promise.all(Array.from({ length: 8 }, () => hear('stranger')))
    expect(new Set(heard.map(({ accountId }) => accountId)).size).toBe(1)
    expect(heard[0]).toMatchObject({ personId: null, regionId: null, dialog: null, campaignId: null })
  })

  it('knows a bound person, his region, the campaign of the group, and what he was asked', async () => {
    const { accountId, conversationId } = await hear('zhangsan')
    await people.bind(the().db, accountId, county.inspector, now)
    const group = { id: 'cid-group', kind: 'group', title: '工作群' }
    const inGroup = await hear('zhangsan', { conversation: group })
    await conversations.bindGroup(the().db, inGroup.conversationId, county.campaign)
    const at = { platform: 'dingtalk', conversation: 'person:zhangsan', userId: 'zhangsan' }
    await conversations.setDialog(the().db, at, { kind: 'photos', codes: ['A-0001'] }, later(30))
    expect(await hear('zhangsan', { conversation: group })).toMatchObject({
      accountId,
      personId: county.inspector,
      regionId: county.region,
      campaignId: county.campaign,
      groupRegionId: county.region,
      dialog: { kind: 'photos', codes: ['A-0001'] },
    })
    expect((await hear('zhangsan', { at: later(30) })).dialog).toBeNull()
    expect((await hear('zhangsan')).conversationId).toBe(conversationId)
    expect(await conversations.groupsOf(the().db, county.campaign)).toEqual([
      { platform: 'dingtalk', externalId: 'cid-group', title: '工作群' },
    ])
  })

  it('answers with the newest reply address while it lives', async () => {
    const to = { platform: 'dingtalk', kind: 'person', id: 'lisi' } as const
    await hear('lisi', { reply: reply(5) })
    await hear('lisi', { reply: reply(90) })
    await hear('lisi')
    expect(await conversations.replyHandle(the().db, to, now)).toEqual(reply(90))
    expect(await conversations.replyHandle(the().db, to, later(90))).toBeUndefined()
    await conversations.forgetReplyHandle(the().db, reply(90).url)
    expect(await conversations.replyHandle(the().db, to, now)).toBeUndefined()
  })

  it('keeps one open request of an account, and lets one of two administrators decide it', async () => {
    const { accountId } = await hear('newcomer')
    const ask = (personId: string) =>
      people.requestBinding(the().db, { accountId, personId, saidName: '李四', at: now })
    const id = await ask(county.manager)
    expect(await ask(county.inspector)).toBe(id)
    const decide = (approved: boolean) =>
      the().transaction(async (tx) => {
        const request = await people.openRequest(tx, id)
        if (!request) return 'nothing to decide'
        await people.decideRequest(tx, id, { by: county.director, approved, at: now })
        return request.personId
      })
    expect((await Promise.all([decide(true), decide(false)])).sort()).toEqual([
      county.inspector,
      'nothing to decide',
    ])
    const second = await ask(county.manager)
    expect(second).not.toBe(id)
    expect(await people.openRequest(the().db, second)).toMatchObject({ accountId, userId: 'newcomer' })
  })

  it('gives the administrator code to one of those who try it', async () => {
    await settings.write(the().db, 'claim', { hash: 'x' })
    const takes = await Promise.all(
      [1, 2, 3].map(() => the().transaction((tx) => settings.take(tx, 'claim'))),
    )
    expect(takes.filter((taken) => taken !== null)).toEqual([{ hash: 'x' }])
    expect(await settings.read(the().db, 'claim')).toBeNull()
  })

  it('adds up what two copies of the program used of the quota', async () => {
    const use = (count: number) =>
      settings.countUse(the().db, [{ platform: 'dingtalk', month: '2026-11', kind: 'api', count }])
    await Promise.all([use(3), use(4), use(5)])
    expect(await settings.usedIn(the().db, '2026-11')).toMatchObject([
      { platform: 'dingtalk', kind: 'api', count: 12 },
    ])
  })

  it('remembers which cards about a hazard are out', async () => {
    const address = { platform: 'dingtalk', kind: 'person', id: 'zhangsan' } as const
    const drawn = { title: '1号隐患', lines: ['楼道堆物'], actions: [{ label: '已改好', say: '1号已改' }] }
    const card = { cardId: 'qh-1', hazardId: 7, view: 'finder', address, card: drawn } as const
    await cards.remember(the().db, [card, { ...card, cardId: 'qh-2', hazardId: 8 }], now)
    await cards.remember(the().db, [card], now)
    expect(await cards.about(the().db, 7)).toEqual([card])
    expect(await cards.find(the().db, 'qh-2')).toEqual({ ...card, cardId: 'qh-2', hazardId: 8 })
    expect(await cards.find(the().db, 'qh-3')).toBeNull()
  })

  describe('the directory', () => {
    const revision = async (): Promise<number> =>
      (await the().db.region.findUniqueOrThrow({ where: { id: county.region } })).revision
    const rename = (title: string) =>
      the().transaction(async (tx) => {
        await tx.person.update({ where: { id: county.director }, data: { title } })
        await touch(tx, county.region)
      })

    it('holds everybody and no phone number', async () => {
      const directory = await load(the().db, county.region)
      expect(directory.people.get(county.director)).toMatchObject({ name: '赵六', unitId: county.office })
      expect(directory.campaigns[0]?.members).toMatchObject([{ unitId: county.town, duties: ['weekly'] }])
      expect(JSON.stringify([...directory.people.values()])).not.toContain('13800000001')
    })

    it('is read once, and anew when somebody was changed', async () => {
      const cache = directoryCache()
      const first = await cache.of(the().db, county.region, await revision())
      expect(await cache.of(the().db, county.region, await revision())).toBe(first)
      await rename('主任')
      const second = await cache.of(the().db, county.region, await revision())
      expect(second.people.get(county.director)?.title).toBe('主任')
      expect(await cache.all(the().db)).toEqual([second])
    })

    it('leaves out the accounts on a platform that this program has no way to', async () => {
      await the().db.account.create({
        data: { platform: 'wecom', userId: 'director-there', nick: '', personId: county.director },
      })
      await the().transaction((tx) => touch(tx, county.region))
      const accountsFor = async (platforms: readonly string[]): Promise<readonly string[]> => {
        const directory = await directoryCache(platforms).of(the().db, county.region, await revision())
        return (directory.people.get(county.director)?.accounts ?? []).map(({ platform }) => platform)
      }
      expect(await accountsFor(['dingtalk'])).not.toContain('wecom')
      expect(await accountsFor(['dingtalk', 'wecom'])).toContain('wecom')
    })

    it('does not keep what a transaction saw that was rolled back', async () => {
      const cache = directoryCache()
      const asked = await revision()
      const failed = the().transaction(async (tx) => {
        await tx.person.update({ where: { id: county.director }, data: { title: '局长' } })
        await touch(tx, county.region)
        await cache.of(tx, county.region, asked)
        throw new Error('refused')
      })
      await expect(failed).rejects.toThrow('refused')
      expect((await cache.of(the().db, county.region, asked)).people.get(county.director)?.title).not.toBe(
        '局长',
      )
    })
  })
})
