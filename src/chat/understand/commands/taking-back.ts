import type { Understanding } from '../types.ts'
import type { Reading } from '../text/reading.ts'

const lastThing = '(?:我)?(?:刚才|刚刚|刚|上一?条|上面)(?:那一?条|那个|这条|发的|报的|登记的|说的|的)*'
const whole = new RegExp(
  `^(?:撤销|撤回|撤销(?:一下)?(?:${lastThing})|撤回(?:一下)?(?:${lastThing})|${lastThing}(?:请|帮我)?(?:撤销|撤回|不算|作废|不作数|当我没说)|(?:说错|发错|报错|登错)了?，?(?:请|帮我)?(?:撤销|撤回))(?:一下|掉|吧|了|登记|上报)*$`,
  'u',
)

/** 撤销, 刚才那条不算: nothing but the wish to take back what was done last. */
export function readTakingBack(r: Reading): Understanding | undefined {
  const text = r.text.trim().replace(/[。！!~ ]+$/u, '')
  return text.length <= 24 && whole.test(text) ? { intent: 'take-back' } : undefined
}
