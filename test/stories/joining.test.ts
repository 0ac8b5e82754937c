import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { claimCode } from '../../src/claim-code.ts'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 30_000 })

const SECOND = 'cidSecondGroup=='

/** Every way in, and the other platform once. */
const ways = [
  { platform: 'dingtalk', mode: 'stream' },
  { platform: 'dingtalk', mode: 'webhook' },
  { platform: 'wecom', mode: 'stream' },
] as const

describe.each(ways)('the first administrator, on $platform over $mode', ({ platform, mode }) => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({
      platform,
      mode,
      from: '2026-11-23 09:00',
      unbound: ['张磊'],
      strangers: [
        { userId: 'u-new', name: '新来的' },
        { userId: 'u-late', name: '晚到的' },
      ],
      groups: [{ id: SECOND, title: '第二个工作群' }],
    })
  }, 120_000)
  afterAll(() => county?.close())

  test('a stranger is told how to join, and nothing of what he said is registered', async () => {
    const reply = await county.person('新来的').tells('阳光花园3号楼2单元楼道里堆满纸箱')
    expect(reply).toContain('还不认识您')
    expect(reply).toContain('我是 姓名 手机号')
    expect(await county.person('新来的').says('谁没报')).toContain('还不认识您')
    expect(await county.store.db.hazard.count()).toBe(0)
  })

  test('a code that was never printed is refused, and so is one that a later start has replaced', async () => {
    const older = await claimCode(county.store)
    await claimCode(county.store)
    expect(await county.person('新来的').tells('认领 ABCD-EFGH')).toContain('认领码不对')
    expect(await county.person('新来的').tells(`认领 ${older}`)).toContain('认领码不对')
  })

  test('the code printed at start makes its holder administrator, once', async () => {
    const code = await claimCode(county.store)
    expect(code).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/)
    expect(await county.person('新来的').tells(`认领 ${code?.toLowerCase().replace('-', ' ')}`)).toContain(
      '认领成功',
    )
    expect(await county.person('晚到的').tells(`认领 ${code}`)).toContain('已经有管理员了')
    expect(await county.person('晚到的').tells('我的待办')).toContain('还不认识您')
    expect(await claimCode(county.store)).toBeNull()
    const names = await county.store.db.person.findMany({ where: { name: { in: ['', '管理员', '新来的'] } } })
    expect(names.map(({ name }) => name)).toEqual([platform === 'wecom' ? '管理员' : '新来的'])
  })

  test('绑定本群 works for the administrator in a new group, and nowhere else', async () => {
    expect(await county.person('赵欣').saysIn(SECOND, '绑定本群')).toContain('不归您办')
    expect(await county.person('新来的').tells('绑定本群')).toContain('要在工作群里@我说')
    expect(await county.person('新来的').saysIn(SECOND, '绑定本群')).toContain(
      '本群已绑定：云川县住宅小区消防通道专项整治',
    )
    const group = await county.store.db.conversation.findFirstOrThrow({ where: { externalId: SECOND } })
    expect(group.campaignId).toBe('yunchuan:fire-lanes-2026')
    expect(await county.person('赵欣').saysIn(SECOND, '锦绣城5栋消火栓被杂物遮挡')).toContain('YC-0001')
  })

  test('a campaign that nobody knows is not bound', async () => {
    expect(await county.person('新来的').saysIn(SECOND, '绑定本群 河道清淤行动')).toContain('没有找到叫')
  })
})

describe.each(ways)('joining by name, on $platform over $mode', ({ platform, mode }) => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({
      platform,
      mode,
      from: '2026-11-23 09:00',
      unbound: ['李祥', '姚芳', '吴迪', '周凯'],
      strangers: [
        { userId: 'u-phone2', name: '赵欣的新号' },
        { userId: 'u-nobody', name: '路人' },
      ],
      edit: (yaml) =>
        yaml.replace(
          /^( {2}- \{ key: lu-ping, .*)$/mu,
          '$1\n  - { key: lu-ping-2, name: 陆平, unit: feicui, roles: [property], phone: 13800000027 }',
        ),
    })
  }, 120_000)
  afterAll(() => county?.close())
  const boundTo = async (userId: string): Promise<string | null | undefined> =>
    (await county.store.db.account.findFirst({ where: { userId } }))?.personId

  test('of two people with one name the phone tells who it is', async () => {
    expect(await county.person('lu-ping').tells('我是 陆平')).toContain('不止一位陆平')
    expect(await county.person('lu-ping').tells('我是陆平，13800000026')).toContain('绑定成功：恒泰物业 陆平')
    expect(await county.person('lu-ping-2').tells('我是 陆平 13800000027')).toContain(
      '绑定成功：翡翠物业 陆平',
    )
    expect(await boundTo('lu-ping-2')).toBe('yunchuan:lu-ping-2')
  })

  test('whoever has joined may speak at once, and is not bound twice', async () => {
    expect(await county.person('lu-ping').tells('帮助')).toContain('12号已改')
    expect(await county.person('lu-ping').tells('我是 周凯 13800000025')).toContain('您已经绑定为陆平')
  })

  test('a name without a phone, said in the group, is asked of the administrator, who agrees with a button', async () => {
    const before = county.person('张磊').heard().length
    expect(await county.person('李祥').says('我是李祥')).toContain('已请管理员确认')
    expect(county.person('张磊').heard()).toHaveLength(before + 1)
    expect(county.person('张磊').last()).toMatch(
      /绑定申请 \d+[\s\S]*李祥[\s\S]*是本人吗[\s\S]*同意[\s\S]*拒绝/,
    )
    expect(await boundTo('u-li')).toBeNull()
    expect(await county.person('张磊').presses('同意')).toContain('已同意：安居物业 李祥')
    expect(county.person('李祥').last()).toContain('您绑定为安居物业 李祥')
    expect(await boundTo('u-li')).toBe('yunchuan:li-xiang')
  })

  test('a request that is decided cannot be decided again', async () => {
    const { id } = await county.store.db.bindingRequest.findFirstOrThrow()
    expect(await county.person('孙燕').tells(`拒绝 ${id}`)).toContain(`没有编号为${id}的待确认申请`)
    expect(await boundTo('u-li')).toBe('yunchuan:li-xiang')
  })

  test('it is refused in words as well, and the one refused is told what to do', async () => {
    await county.person('姚芳').says('我是姚芳')
    const { id } = await county.store.db.bindingRequest.findFirstOrThrow({ where: { decidedAt: null } })
    expect(await county.person('赵欣').tells(`同意 ${id}`)).toContain('不归您办')
    expect(await county.person('张磊').tells(`拒绝${id}号申请`)).toContain(`已拒绝申请${id}`)
    expect(county.person('姚芳').last()).toContain('没有通过。请带手机号再发')
    expect(await boundTo('u-yao')).toBeNull()
    expect(await county.person('孙燕').tells(`同意 ${id}`)).toContain('待确认申请')
    expect(await boundTo('u-yao')).toBeNull()
  })

  test('a name that is not on the roster, and a phone that is not this name, are refused alike', async () => {
    expect(await county.person('路人').tells('我是 司马平 13800000099')).toContain('名单里没有找到司马平')
    expect(await county.person('吴迪').tells('我是 吴迪 13800000099')).toContain('名单里没有找到吴迪')
    expect(await boundTo('u-wu')).toBeNull()
  })

  test('a second account for somebody who has one goes to the administrator, phone or not', async () => {
    expect(await county.person('赵欣的新号').says('我是 赵欣 13800000018')).toContain('已请管理员确认')
    expect(await boundTo('u-phone2')).toBeNull()
    // WeCom tells no names.
    expect(county.person('张磊').last()).toContain(platform === 'wecom' ? '账号u-phone2说' : '赵欣的新号')
    await county.person('张磊').presses('同意')
    expect(await boundTo('u-phone2')).toBe('yunchuan:zhao-xin')
    expect(await county.person('赵欣的新号').tells('帮助')).toContain('登记隐患')
  })

  test('everything that joined somebody is in the ledger, without a phone number', async () => {
    const entries = await county.store.db.ledgerEntry.findMany({ where: { subject: 'person' } })
    const types = entries.map(({ type }) => type)
    for (const type of ['PersonBound', 'BindingRequested', 'BindingApproved', 'BindingRefused'])
      expect(types).toContain(type)
    expect(
      JSON.stringify(entries, (_, value: unknown) => (typeof value === 'bigint' ? 0 : value)),
    ).not.toMatch(/1[3-9]\d{9}/)
  })
})
