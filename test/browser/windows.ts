import { chromium, type BrowserContext, type Page } from 'playwright-core'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Browser windows that watch what the page does behind the test's back. */
export interface Windows {
  /** A window of its own on the sandbox's page, once its chats are listed. */
  open(url: string, hash: string, size?: Readonly<{ width: number; height: number }>): Promise<Page>
  /** Closes the windows and says what broke in them: errors, refused by the page's own policy, other hosts asked. */
  closeAll(): Promise<readonly string[]>
  close(): Promise<void>
}

/** Starts Chromium without a screen. */
export async function launchWindows(): Promise<Windows> {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags })
  let contexts: BrowserContext[] = []
  let broken: string[] = []
  return {
    async open(url, hash, size = { width: 1280, height: 800 }) {
      const context = await browser.newContext({ viewport: size, locale: 'zh-CN' })
      contexts.push(context)
      const page = await context.newPage()
      page.setDefaultTimeout(8000)
      page.on('pageerror', (error) => broken.push(String(error)))
      page.on('request', (request) => {
        if (!request.url().startsWith(url)) broken.push(`asked another host: ${request.url()}`)
      })
      page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) broken.push(message.text())
      })
      await page.goto(new URL(`/${hash}`, url).href)
      await page.locator('.chat-row').first().waitFor()
      return page
    },
    async closeAll() {
      await Promise.all(contexts.map((one) => one.close()))
      const found = broken
      contexts = []
      broken = []
      return found
    },
    close: () => browser.close(),
  }
}
