import { expect, test, vi } from 'vitest'
import { useStage } from './stage.ts'

vi.setConfig({ testTimeout: 30_000 })

const group = 'g-county'
const stage = useStage()

const said = (): readonly unknown[] =>
  stage
    .sandbox()
    .asked.filter((one) => one.path === 'say')
    .map((one) => one.body)

test('a quoted message goes along by its id', async () => {
  const id = stage.sandbox().post({ chat: group, from: 'bot', text: '12号已登记' })
  const page = await stage.open(`#as=zhao&chat=${group}`)
  await page.locator(`[data-id=${id}] .row`).hover()
  await page.locator(`[data-id=${id}]`).getByLabel('引用这条消息').click()
  await page.locator('#box').fill('已经清了')
  await page.locator('#box').press('Enter')
  await page.locator('.mine .quoted').getByText('12号已登记').waitFor()
  expect(said()).toMatchObject([{ quote: id, text: '已经清了' }])
})

test('holding a message down on a touch screen offers to quote it', async () => {
  const id = stage.sandbox().post({ chat: group, from: 'bot', text: '12号已登记' })
  const page = await stage.open(`#as=zhao&chat=${group}`)
  await page.locator(`[data-id=${id}] .bubble`).dispatchEvent('touchstart')
  await page.locator('#message-menu').getByText('引用').click()
  await page.locator('.quoting').getByText('引用 清患：12号已登记').waitFor()
  await page.getByLabel('取消引用').click()
  expect(await page.locator('.quoting').isHidden()).toBe(true)
})

test('a button turns while it works, and says so when nothing came of it', async () => {
  const id = stage.sandbox().post({
    chat: group,
    from: 'bot',
    kind: 'actionCard',
    text: '是哪个小区？',
    buttons: [{ label: '阳光花园' }, { label: '阳光家园' }],
  })
  const page = await stage.open(`#as=zhao&chat=${group}`)
  stage.sandbox().answerPresses({ ok: false, toast: '请稍后再试' }, 400)
  await page.getByRole('button', { name: '阳光家园' }).click()
  await page.locator('.act.busy').getByText('阳光家园').waitFor()
  await page.locator('.toast.bad').getByText('请稍后再试').waitFor()
  await page.locator('.act.busy').waitFor({ state: 'detached' })
  expect(stage.sandbox().asked).toEqual([{ path: 'press', body: { as: 'zhao', message: id, button: 1 } }])
})

test('a card is redrawn in place and loses its buttons once settled', async () => {
  const variables = {
    title: '隐患 YC-0012',
    status_text: '待整改',
    status_tone: 'open',
    body: '**楼道** 纸箱',
    settled: 'false',
  }
  const id = stage.sandbox().post({
    chat: group,
    from: 'bot',
    kind: 'card',
    variables,
    buttons: [{ label: '当场已清' }],
  })
  stage.sandbox().post({ chat: group, from: 'zhao', text: '后面还有一句' })
  const page = await stage.open(`#as=zhao&chat=${group}`)
  const card = page.locator(`[data-id=${id}] .card.tone-open`)
  await card.getByText('待整改').waitFor()
  expect(await card.locator('strong').textContent()).toBe('楼道')
  stage.sandbox().post({
    id,
    chat: group,
    from: 'bot',
    variables: { ...variables, status_text: '已销号', status_tone: 'done', settled: 'true' },
    buttons: [],
  })
  await page.locator(`[data-id=${id}] .card.tone-done`).getByText('已销号').waitFor()
  expect(await page.locator(`[data-id=${id}]`).count()).toBe(1)
  expect(await page.locator(`[data-id=${id}] button.act`).count()).toBe(0)
  expect(await page.locator('#messages > li').last().textContent()).toContain('后面还有一句')
})

test('hostile words stay words, in text, markdown and cards', async () => {
  const evil =
    '<img src=x onerror="document.title=1"> [点我](javascript:alert(1)) [再点](javascript:1) [数据](data:text/html,1) ![图](https://example.invalid/a.png)'
  stage.sandbox().post({ chat: group, from: 'zhao', text: evil })
  stage
    .sandbox()
    .post({ chat: group, from: 'bot', kind: 'markdown', text: `### <b>标题</b>\n> ${evil}\n- ${evil}` })
  stage.sandbox().post({
    chat: group,
    from: 'bot',
    kind: 'card',
    variables: {
      title: evil,
      status_text: '<i>x</i>',
      status_tone: '"><script>',
      body: evil,
      settled: 'false',
    },
    buttons: [{ label: '<b>按</b>' }],
  })
  const page = await stage.open(`#as=liu&chat=${group}`)
  await page.locator('.card').waitFor()
  expect(await page.locator('#messages img').count()).toBe(0)
  expect(await page.locator('#messages a').count()).toBe(0)
  expect(await page.locator('#messages script, #messages b b, #messages i').count()).toBe(0)
  expect(await page.locator('.markdown').textContent()).toContain('[点我](javascript:alert(1))')
  expect(await page.locator('.markdown').textContent()).toContain('[再点](javascript:1)')
  expect(await page.locator('.markdown').textContent()).toContain('<img src=x onerror=')
  expect(await page.locator('.card').getAttribute('class')).toBe('card tone-open')
  expect(await page.title()).toContain('刘思敏')
})

test('markdown shows headings, bold, quotes, lists and safe links', async () => {
  const text =
    '### 本周进展\n隐患 **47** 处  \n*销号* 39 处\n没有两个空格\n\n> 周报按时\n\n- 一\n- 二\n\n3. 三\n\n[台账](http://127.0.0.1/ledger)'
  stage.sandbox().post({ chat: group, from: 'bot', kind: 'markdown', text })
  const page = await stage.open(`#as=liu&chat=${group}`)
  const md = page.locator('.md')
  await md.waitFor()
  expect(await md.getByRole('heading').textContent()).toBe('本周进展')
  expect(await md.locator('strong').textContent()).toBe('47')
  expect(await md.locator('em').textContent()).toBe('销号')
  expect(await md.locator('p br').count()).toBe(1)
  expect(await md.locator('ul li').allTextContents()).toEqual(['一', '二'])
  expect(await md.locator('ol').getAttribute('start')).toBe('3')
  expect(await md.locator('blockquote').textContent()).toBe('周报按时')
  expect(await md.locator('a').getAttribute('rel')).toBe('noopener noreferrer')
})

test('coming back to the window leaves the reader where they were', async () => {
  for (let i = 1; i <= 60; i += 1) stage.sandbox().post({ chat: group, from: 'liu', text: `第${i}条` })
  const page = await stage.open(`#as=zhao&chat=${group}`)
  await page.locator('.words').getByText('第60条').waitFor()
  await page.evaluate(`document.querySelector('#log').scrollTop = 300`)
  await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`)
  expect(await page.evaluate(`document.querySelector('#log').scrollTop`)).toBe(300)
})

test('two thousand messages stay smooth: few are drawn, older ones come while scrolling up', async () => {
  for (let i = 1; i <= 2000; i += 1)
    stage.sandbox().post({ chat: group, from: i % 2 ? 'liu' : 'bot', text: `第${i}条` })
  const page = await stage.open(`#as=zhao&chat=${group}`)
  await page.locator('.words').getByText('第2000条').waitFor()
  expect(await page.locator('#messages > li').count()).toBeLessThan(200)
  await page.evaluate(`document.querySelector('#log').scrollTop = 0`)
  await page.locator('.words').getByText('第1900条').waitFor()
  // Reading above, one is not thrown to the end by what comes in.
  stage.sandbox().post({ chat: group, from: 'bot', text: '第2001条' })
  await page.locator('#newer').getByText('1条新消息').waitFor()
  await page.locator('#newer').click()
  await page.locator('#newer').waitFor({ state: 'hidden' })
})

test('new messages are announced, and every button has a name', async () => {
  const page = await stage.open(`#as=liu&chat=${group}`)
  stage.sandbox().post({ chat: group, from: 'bot', kind: 'markdown', text: '**12号** 已登记' })
  await page.locator('#live').getByText('清患：12号 已登记').waitFor({ state: 'attached' })
  const nameless = await page.evaluate(
    `[...document.querySelectorAll('button')].filter((b) => !(b.textContent.trim() || b.getAttribute('aria-label'))).length`,
  )
  expect(nameless).toBe(0)
})
