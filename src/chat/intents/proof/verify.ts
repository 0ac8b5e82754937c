import { verify, type Break } from '../../../store/sealing/verify.ts'
import { requireMay, type KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'

/** As many as are looked at while somebody waits for the answer. */
const NEWEST = 20_000

/** 「台账校验」: whether the newest entries still are what was sealed. */
export async function verifyLedger(scene: KnownScene): Promise<Answer> {
  requireMay(scene, 'verify-ledger')
  const { checked, unsealed, head, broken } = await verify(scene.tx, { newest: NEWEST })
  if (broken) return { reply: say(alarm(broken)) }
  if (!head) return { reply: say('台账还没有封存过，请过一分钟再发「台账校验」。') }
  const all = BigInt(checked) === head.position
  const lines = [
    `台账完好：${all ? '' : '最近'}${checked}条记录没有改动、缺失或插入。`,
    ...(all ? [] : [`更早的${head.position - BigInt(checked)}条，请信息员运行 npm run verify-ledger 核对。`]),
    ...(unsealed > 0 ? [`刚写入的${unsealed}条还没有封存，马上就封。`] : []),
    `封存号 ${head.position}:${head.hash.slice(0, 16)}，可以抄下备查。`,
  ]
  return { reply: say(lines.join('\n')) }
}

function alarm({ kind, entryId, position }: Break): string {
  const which = entryId > 0n ? `第${entryId}条` : `第${position}环`
  const what = {
    changed: '被改过',
    missing: '不见了',
    inserted: '是事后插进来的',
    order: '次序被动过',
    noted: '和抄下的不一样',
  }[kind]
  return `台账不完好：${which}${what}。请马上联系信息员保留现场，运行 npm run verify-ledger 看详情。`
}
