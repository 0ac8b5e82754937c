import pino from 'pino'
import type { Config } from '../config.ts'
import { openDemo } from './open.ts'

/**
 * What `npm start` shows when no platform is configured: a county at work, on a page of this machine. Says on the
 * terminal what is going on and what to try; answers how to stop.
 */
export async function startDemo(config: Config): Promise<() => Promise<void>> {
  const say = (line: string): void => void process.stdout.write(`${line}\n`)
  if (config.databaseUrl) say('演练只用内存里的数据库，不连 DATABASE_URL。')
  // The terminal is for the reader here; what the program normally logs would bury the address.
  const log = pino({ level: config.logLevel === 'info' ? 'warn' : config.logLevel })
  const demo = await openDemo({
    config,
    log,
    progress: (step) =>
      say(step === 'data' ? '正在准备演练数据（六周的台账和周报）…' : '正在演最近两天的群聊…'),
  }).catch((error: unknown) => {
    throw isPortTaken(error)
      ? new Error(`端口 ${config.port} 已被占用。请换一个，例如：PORT=${config.port + 1} npm start`)
      : error
  })
  say(readyText(demo.url))
  return demo.stop
}

function readyText(url: string): string {
  return `
清患演练已就绪：${url}
人名、地名、照片都是编的；没有连钉钉和企业微信，一切都留在这台电脑上，关掉就清空。

试四件事：
  1. 选「赵欣」，在城关镇群里 @清患 说：阳光花园3号楼2单元楼道里堆满纸箱
  2. 选「潘宇」（复查员），在私聊里给43号点「合格」，再选「李祥」看他收到什么
  3. 把时间拨到周五 18:05，选「张磊」（消安委办）看谁没报
  4. 选「吴迪」（锦绣物业，用的是企业微信），在和清患助手的聊天里说：我的待办

按 Ctrl+C 结束。`
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
