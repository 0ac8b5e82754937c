import { readHazards } from '../../hazards/hazards.ts'
import { findCodes } from '../../text/codes.ts'
import { findNames } from '../../text/names.ts'
import { isPersonName } from '../../text/persons.ts'
import { allCodes, type Reading } from '../../text/reading.ts'
import type { ComplaintSaid } from './said.ts'

const PHONE = /(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)/u
const reporter =
  /[，。；、 \n（(]*(?:举报人|投诉人|反映人|来电人)(?:姓名)?[ ：:是]*([\u4e00-\u9fff·]{2,12}?)?(?:先生|女士|同志)?[ ，：:]*(?:电话|手机号?|联系电话|联系方式)?[ ：:]*(1[3-9]\d[- ]?\d{4}[- ]?\d{4})?[ ）)。]*(?=[，；。\n]|$)/u

/** 「举报：阳光花园3号楼楼道堆满纸箱，举报人 王某 13800000009」「我接的举报」「12号举报人」「12号已答复举报人」. */
export function readComplaints(r: Reading): ComplaintSaid | undefined {
  const whole = r.text.replace(/[。！~ ]+$/u, '')
  if (/^(?:我接的?|我的)举报(?:有哪些)?$|^(?:举报|投诉)(?:情况|清单|办理情况)$/u.test(whole))
    return { act: 'complaints' }
  const [code, more] = allCodes(r)
  if (code && !more && r.codes[0]?.start === 0) {
    const rest = whole.slice(r.codes[0].end).replace(/^[的 ，：]+/u, '')
    if (/^举报人(?:是谁|电话|信息|联系方式)?[？?]?$/u.test(rest)) return { act: 'reporter', code }
    if (/^已?(?:经)?(?:答复|回复|反馈)(?:给)?(?:了)?举报人(?:了)?$|^举报人已(?:答复|回复|反馈)$/u.test(rest))
      return { act: 'reporter-answered', code }
  }
  const head =
    /^(?:接到?|收到)?(?:群众|居民|业主|匿名)?(?:匿名)?(?:举报|投诉)(?:内容)?[ ]?：[ ]?(?=\S)/u.exec(r.text)
  if (!head || r.text.length > 800) return undefined
  const said = r.text.slice(head[0].length)
  const m = reporter.exec(said)
  const named = m?.[1] && isPersonName(m[1], true) && m[1] !== '匿名' ? m[1] : undefined
  const phone = (m?.[2] ?? PHONE.exec(said)?.[0])?.replace(/\D/gu, '')
  const text = (m ? said.slice(0, m.index) + said.slice(m.index + m[0].length) : said).replace(
    new RegExp(PHONE.source, 'gu'),
    '',
  )
  const hazards = readHazards({
    ...r,
    text,
    written: text,
    names: findNames(text, r.index),
    codes: findCodes(text, r.index.prefixes),
  })
  if (hazards.length === 0) return undefined
  const isAnonymous = head[0].includes('匿名')
  return {
    act: 'complaint',
    hazards,
    ...(named && !isAnonymous ? { name: named } : {}),
    ...(phone && !isAnonymous ? { phone } : {}),
  }
}
