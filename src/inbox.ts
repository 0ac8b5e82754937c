import * as inbox from './store/inbox.ts'
import type { Store } from './store/open.ts'
import { endWith, withStore } from './with-store.ts'

const USAGE = `用法：
  npm run inbox -- list      看没能处理的消息（不含内容）
  npm run inbox -- retry     让它们重新处理
`

/** The command line of messages that could not be handled. Answers the exit code. */
async function main([command, ...rest]: readonly string[]): Promise<number> {
  if (rest.length > 0 || (command !== 'list' && command !== 'retry')) {
    process.stderr.write(USAGE)
    return 2
  }
  return withStore(command === 'list' ? list : retry)
}

async function list(store: Store): Promise<number> {
  const failed = await inbox.failedEvents(store.db, 50)
  for (const { id, platform, receivedAt, lastError } of failed) {
    process.stdout.write(
      `${id}\t${platform}\t${receivedAt.toISOString()}\t${(lastError ?? '').split('\n')[0]}\n`,
    )
  }
  if (failed.length === 0) process.stdout.write('没有未能处理的消息。\n')
  return 0
}

async function retry(store: Store): Promise<number> {
  process.stdout.write(`已重新排队${await inbox.retryFailed(store.db)}条，程序运行时会马上处理。\n`)
  return 0
}

await endWith(main(process.argv.slice(2)))
