import type { Understanding } from '../types.ts'
import { allCodes, type Reading } from '../text/reading.ts'

/** 台账校验, 12号证据包: words by which the office asks for proof. */
export function readProof(r: Reading): Understanding | undefined {
  const text = r.text.replace(/[。！？!?~ ]+$/u, '')
  if (
    /^(?:请|帮我)?(?:做?一?[下次]?(?:校验|验真)(?:一下)?台账|台账(?:校验|验真|有没有(?:人|被人?)?改过))$/u.test(
      text,
    )
  )
    return { intent: 'verify-ledger' }
  const [code, ...others] = allCodes(r)
  const [hit] = r.codes
  if (!code || !hit || others.length > 0) return undefined
  const around = text.slice(0, hit.start) + text.slice(hit.end)
  return /^(?:请|帮我)?(?:导出|生成|出|发|给我)?(?:一下)?(?:的)?(?:证据包|证据材料包|一案三查(?:材料|证据|案卷)?)$/u.test(
    around.replace(/[ ，]/gu, ''),
  )
    ? { intent: 'evidence-pack', code }
    : undefined
}
