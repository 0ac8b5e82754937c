import { parseArgs } from 'node:util'
import { seal } from './store/sealing/seal.ts'
import { verify, type Break } from './store/sealing/verify.ts'
import type { Store } from './store/open.ts'
import { endWith, withStore } from './with-store.ts'

const USAGE = `用法：
  npm run verify-ledger                         从头核对台账，看有没有被改过
  npm run verify-ledger -- --noted 位置:哈希     同时核对以前抄下的一处封存还在不在原处
`

/** The command line that looks whether somebody has tampered with the ledger. Answers the exit code: 1 when so. */
async function main(args: readonly string[]): Promise<number> {
  const noted = notedOf(args)
  if (noted === undefined) {
    process.stderr.write(USAGE)
    return 2
  }
  return withStore((store) => check(store, noted ?? undefined))
}

type Noted = Readonly<{ position: bigint; hash: string }>

/** What was noted; null when nothing was, undefined when the words are not understood. */
function notedOf(args: readonly string[]): Noted | null | undefined {
  try {
    const { values } = parseArgs({ args: [...args], options: { noted: { type: 'string' } } })
    if (values.noted === undefined) return null
    const [, position, hash] = /^(\d{1,18})[:：]([0-9a-f]{16,64})$/.exec(values.noted) ?? []
    return position && hash ? { position: BigInt(position), hash } : undefined
  } catch {
    return undefined
  }
}

const sentences: Readonly<Record<Break['kind'], (broken: Break) => string>> = {
  changed: ({ entryId }) => `第${entryId}条台账被改过。`,
  missing: ({ entryId, position }) =>
    entryId > 0n ? `第${entryId}条台账被删掉了。` : `封存链第${position}环连同它的台账不见了。`,
  inserted: ({ entryId }) => `第${entryId}条台账是事后插进来的。`,
  order: ({ entryId }) => `第${entryId}条台账的次序被动过。`,
  noted: ({ position }) => `抄下的第${position}环封存和现在的不一样，整条链可能被重写过。`,
}

async function check(store: Store, noted: Noted | undefined): Promise<number> {
  await seal(store)
  let told = 0
  const { checked, unsealed, head, broken } = await verify(store.db, {
    noted,
    progress(done, total) {
      if (done - told < 50_000) return
      told = done
      process.stderr.write(`已核对${done}条，共${total}条……\n`)
    },
  })
  if (broken) {
    process.stdout.write(
      `台账不完好：${sentences[broken.kind](broken)}前面${checked}条没有问题。请停用并保留现场，查数据库的备份和登录记录。\n`,
    )
    return 1
  }
  const tail = unsealed > 0 ? `另有${unsealed}条刚写入，还没有封存。` : ''
  process.stdout.write(`台账完好：核对${checked}条，没有改动、缺失或插入。${tail}\n`)
  if (head) process.stdout.write(`最后一环：${head.position}:${head.hash}（抄下来，以后可用 --noted 核对）\n`)
  return 0
}

await endWith(main(process.argv.slice(2)))
