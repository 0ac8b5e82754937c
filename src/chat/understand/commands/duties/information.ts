import type { Understanding } from '../../types.ts'
import { allCodes, type Reading } from '../../text/reading.ts'

type Kind = Extract<Understanding, { intent: 'share-information' }>['kind']

const kinds: readonly (readonly [RegExp, Kind])[] = [
  [/做法|经验|措施|方法/u, 'practice'],
  [/案例/u, 'case'],
  [/信息|动态|简讯/u, 'news'],
]

/** 信息报送 案例：……, 专题报告 12号、15号 ……, 检查结果：……, and the questions about them. */
export function readInformation(r: Reading): Understanding | undefined {
  const text = r.text.trim()
  const plain = text.replace(/[。！？? ]+$/gu, '')
  if (/^(?:信息报送|报送信息|信息)(?:统计|情况|排名|数量|报了多少|各?报了多少|怎么样)$/u.test(plain))
    return { intent: 'information-status' }
  if (/^(?:看看?)?(?:好做法|典型经验|经验做法|好经验|做法)(?:有哪些|有什么|列表|分享)?$/u.test(plain))
    return { intent: 'information-status', kinds: ['practice', 'case'] }
  if (/^(?:看看?)?检查结果(?:有哪些)?$/u.test(plain))
    return { intent: 'information-status', kinds: ['inspection'] }
  if (/^(?:看看?)?专题报告(?:有哪些|情况)?$/u.test(plain))
    return { intent: 'information-status', kinds: ['special-report'] }
  return readSpecial(r, text) ?? readShared(text)
}

function readSpecial(r: Reading, text: string): Understanding | undefined {
  const codes = allCodes(r)
  const last = r.codes.at(-1)
  if (!/^(?:报)?专题报告[ ：，]{0,2}/u.test(text) || codes.length === 0 || !last) return undefined
  const rest = r.text.slice(last.end).replace(/^[ ，。：；、\n]+/u, '')
  return { intent: 'special-report', codes, text: rest.trim() }
}

function readShared(text: string): Understanding | undefined {
  const head =
    /^(?:信息报送|报送信息|报信息|信息上报)[ ：，\n]{0,2}(?:((?:好|典型)?(?:做法|经验|措施|方法|案例|信息|动态|简讯))[ ：，\n]{1,2})?([^]{4,})$/u.exec(
      text,
    )
  if (head?.[2]) {
    const kind = kinds.find(([pattern]) => pattern.test(head[1] ?? '信息'))?.[1] ?? 'news'
    return { intent: 'share-information', kind, text: head[2].trim() }
  }
  const shared = /^(好做法|典型经验|经验做法|好经验|整治案例)：[ \n]*([^]{4,})$/u.exec(text)
  if (shared?.[2])
    return {
      intent: 'share-information',
      kind: /案例/u.test(shared[1] ?? '') ? 'case' : 'practice',
      text: shared[2].trim(),
    }
  const inspected = /^(?:检查|督查|抽查)结果：[ \n]*([^]{4,})$/u.exec(text)
  return inspected?.[1]
    ? { intent: 'share-information', kind: 'inspection', text: inspected[1].trim() }
    : undefined
}
