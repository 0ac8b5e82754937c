import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 30_000 })

describe.each([
  { platform: 'dingtalk', mode: 'stream' },
  { platform: 'wecom', mode: 'stream' },
] as const)('what is said by halves, on $platform', ({ platform, mode }) => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ platform, mode, from: '2026-11-24 09:00', photoSettleMs: 200 })
    await county
      .person('王来根')
      .says(
        '今天查了三个小区，1、锦绣城5栋消火栓没水 2、翡翠湾地下车库电动车充电飞线 3、幸福里消控室晚上就一个人，都要求11月30日前改',
      )
  }, 120_000)
  afterAll(() => county?.close())
  const hazard = async (code: string) => county.store.db.hazard.findUniqueOrThrow({ where: { code } })

  test('what was registered wrongly is put right by its place in the list or by its number', async () => {
    const wang = county.person('王来根')
    expect(await wang.tells('第2个写错了，是3栋不是地下车库')).toContain('2号已改。位置：3栋')
    expect(await wang.tells('1号不对，是消火栓箱坏了')).toContain('1号已改。问题：消火栓箱坏了')
    expect((await hazard('YC-0001')).description).toBe('消火栓箱坏了')
    expect(await wang.tells('第三个写错了')).toContain('3号（幸福里 消控室')
  })

  test('done without a number: the likeliest of its own is offered, and the photo is not lost', async () => {
    const yao = county.person('姚芳')
    expect(await yao.tells('飞线那个我们已经剪了', '剪线')).toContain('是说2号吗')
    expect(await yao.tells('2号已改')).toContain('2号整改已提交，照片1张')
    expect((await hazard('YC-0002')).status).toBe('to-reinspect')
  })

  test('a photo that comes with the number of another one is for that one', async () => {
    const zhou = county.person('周凯')
    await county.person('沈怡').tells('幸福里1号楼楼道堆杂物')
    const second = await county.store.db.hazard.findFirstOrThrow({ orderBy: { id: 'desc' } })
    expect(await zhou.tells('3号已改')).toContain('3号还差一张')
    expect(await zhou.tells(`${second.number}号已改`, '清了')).toContain(`${second.number}号整改已提交`)
    expect((await hazard('YC-0003')).status).toBe('to-rectify')
  })

  test('photos with words that nobody understands wait for the words that say what they show', async () => {
    expect(await county.person('赵欣').tells('那边那个你看下', '现场')).toContain('是哪一处的')
    expect(await county.person('赵欣').tells('锦绣城6栋灭火器过期')).toContain('已存1张照片')
  })

  test('a re-inspector who says that it is all right is asked for his verdict', async () => {
    const chen = county.person('陈刚')
    expect(await chen.tells('2号好了')).toContain('2号是复查合格吗')
    expect((await hazard('YC-0002')).status).toBe('to-reinspect')
    expect(await chen.presses('合格')).toContain('2号复查合格，已销号')
  })

  test('done, and not said which: the likeliest is offered; a verdict of two words is one of a re-inspector’s', async () => {
    const wu = county.person('吴迪')
    expect(await wu.tells('消火栓箱能用了，刚试过')).toContain('是说1号吗')
    expect(await wu.tells('1号已改', '修好')).toContain('1号整改已提交')
    expect(await county.person('陈刚').tells('1。合格。')).toContain('1号复查合格，已销号')
  })

  test('whoever asks whether his own unit has reported hears of his own', async () => {
    await county.person('徐静').tells('周报 检查12 隐患20 整改15')
    const reply = await county.person('徐静').tells('我们报了没')
    expect(reply).toContain('已报')
    expect(reply).not.toContain('青石镇')
    expect(await county.person('徐静').tells('下周要报几个东西')).toContain('周报（第7期）')
  })

  test('what is late and who is away is asked in plain words', async () => {
    await county.person('刘敏').tells('明天开始请假到周五，由钱伟代办')
    const away = await county.person('张磊').tells('本周谁请假了')
    expect(away).toContain('刘敏（城关镇） 11月25日至11月27日，钱伟代办')
    await county.person('高峰').tells('补报上周周报 检查3 发现2 整改2')
    expect(await county.person('王建国').tells('有几家迟报')).toMatch(/迟报\d家：.*青石镇/)
  })

  test('a task that was handed in by word only is asked for', async () => {
    await county.person('张磊').tells('任务：各街道 12月9日前报排查方案（文件）')
    await county.person('张磊').tells('发')
    expect(await county.person('徐静').tells('方案交了')).toMatch(/文件|发来/)
  })

  test('the office reminds everybody who is missing in its own words', async () => {
    expect(await county.person('孙燕').tells('给所有没报的发个提醒')).toContain('已私聊提醒')
  })
})
