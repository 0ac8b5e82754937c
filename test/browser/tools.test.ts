import { expect, test, vi } from 'vitest'
import { useStage } from './stage.ts'

vi.setConfig({ testTimeout: 30_000 })

const group = 'g-county'
const stage = useStage()

test('the clock moves forward to Friday 18:05 and refuses to go back', async () => {
  const page = await stage.open(`#as=liu&chat=${group}`)
  await page.locator('#clock').getByText('11月20日 周五 16:58').waitFor()
  await page.locator('#clock').click()
  await page.locator('#free-time').fill('2026-11-19T09:00')
  // The field's own minimum would stop it first; the page must as well where a browser lacks that.
  await page.evaluate(`document.querySelector('.free').noValidate = true`)
  await page.getByRole('button', { name: '拨过去' }).click()
  await page.locator('.toast.bad').getByText('时间只能往后拨').waitFor()
  await page.locator('#times .item').getByText('到周五 18:05').click()
  await page.locator('#clock').getByText('11月20日 周五 18:05').waitFor()
  expect(stage.sandbox().asked).toEqual([{ path: 'clock', body: { to: '2026-11-20T10:05:00.000Z' } }])
})

test('a fault is ordered from the drawer and counted', async () => {
  const page = await stage.open(`#as=liu&chat=${group}`)
  await page.locator('#trouble').click()
  await page.getByRole('button', { name: '来一次：重复送达' }).click()
  await page.locator('[data-trouble=重复送达]').getByText('还有1次').waitFor()
  await page.getByRole('button', { name: '来一次：断网' }).click()
  await page.locator('.toast').getByText('已断网').waitFor()
  expect(stage.sandbox().asked.map((one) => one.body)).toEqual([{ duplicate: 1 }, { drop: 'socket' }])
})

test('after a lost connection the page comes back and has what was said meanwhile', async () => {
  const page = await stage.open(`#as=liu&chat=${group}`)
  stage.sandbox().cutStreams()
  stage.sandbox().post({ chat: group, from: 'zhang', text: '断线时说的' })
  await page.locator('.words').getByText('断线时说的').waitFor()
  stage.sandbox().post({ chat: group, from: 'zhang', text: '回来后说的' })
  await page.locator('.words').getByText('回来后说的').waitFor()
  expect(await page.locator('.words').allTextContents()).toEqual(['断线时说的', '回来后说的'])
})

test('after the sandbox started over, nothing of before is left on the page', async () => {
  stage.sandbox().post({ chat: group, from: 'zhang', text: '以前说的' })
  const page = await stage.open(`#as=liu&chat=${group}`)
  await page.locator('.words').getByText('以前说的').waitFor()
  stage.sandbox().startOver()
  stage.sandbox().post({ chat: group, from: 'zhang', text: '重来后说的' })
  await page.locator('.words').getByText('重来后说的').waitFor()
  expect(await page.locator('.words').allTextContents()).toEqual(['重来后说的'])
})

test('on a phone the list and the chat are two screens without sideways scrolling', async () => {
  stage.sandbox().post({
    chat: group,
    from: 'bot',
    kind: 'markdown',
    text: `很长的网址 http://example.invalid/${'a'.repeat(200)}`,
  })
  const page = await stage.open('#as=zhao', { width: 390, height: 844 })
  expect(await page.locator('.chat').isHidden()).toBe(true)
  await page.locator('[data-chat=g-county]').click()
  await page.locator('#box').waitFor()
  expect(await page.locator('.side').isHidden()).toBe(true)
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  const log = `document.querySelector('#log')`
  expect(await page.evaluate(`${log}.scrollWidth <= ${log}.clientWidth`)).toBe(true)
  await page.getByLabel('返回会话列表').click()
  await page.locator('[data-chat=g-county]').waitFor()
  await page.goBack()
  await page.locator('#box').waitFor()
})

test('the first visit shows three steps, once dismissed they stay away, and the lamp brings them back', async () => {
  const page = await stage.open('#as=zhao')
  expect(await page.locator('#hints li').count()).toBe(3)
  await page.locator('#hints').getByText('替我写好').click()
  expect(await page.locator('#box').inputValue()).toContain('堆满纸箱')
  await page.getByLabel('收起试一试').click()
  await page.reload()
  await page.locator('.chat-row').first().waitFor()
  expect(await page.locator('#hints').isHidden()).toBe(true)
  await page.locator('#help').click()
  await page.locator('#hints').waitFor()
})
