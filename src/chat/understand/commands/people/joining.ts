import type { Understanding } from '../../types.ts'
import { toNumber } from '../../text/numbers.ts'
import type { Reading } from '../../text/reading.ts'

const office =
  /(?:镇|乡|街道|办事处|街道办|局|大队|社区|居委会|物业|公司|商城|厂|医院|学校|委|办|中心|联络员|网格员|负责人|经理|所|站|队|的)$/u
const titles =
  /(?:联络员|网格员|负责人|经理|主任|参谋|队长|书记|站长|所长|科长|干部|工作人员|安全员|管理员|代办人)/u
const notNames =
  /^(?:说|来|去|不|要|想|在|问|看|觉得|刚|今|明|昨|县|这|那|谁|新|第|一|你|他|机器|群|业主|租户|居民|领导|本地|外地|因为|怕)/u
// A person's name in short form: 某 may stand for the rest, a dot joins the parts of a minority name.
const person = /^[\u4e00-\u9fff·]{2,12}$/u

/** 认领, 绑定本群, 我是…, 同意/拒绝 N, 切换到…: words that join people and groups to a campaign. */
export function readJoining(r: Reading): Understanding | undefined {
  const text = r.text.replace(/[。！~]+$/u, '')
  const claim = /^(?:我要)?认领[码 ：:]{0,2}([A-Za-z0-9]{4}[- ]?[A-Za-z0-9]{4})$/u.exec(text)
  if (claim?.[1]) return { intent: 'claim', code: claim[1].toUpperCase().replace(/^(.{4})[- ]?/u, '$1-') }

  const bind = /^(?:绑定|关联)(?:本|这个|此|该)?群(?:到|为|至)?[ ：]{0,2}([^\n，。]{0,40})$/u.exec(text)
  if (bind) {
    const campaign = bind[1]?.trim()
    return { intent: 'bind-group', ...(campaign ? { campaign } : {}) }
  }
  const decide =
    /^(同意|通过申请|批准|拒绝|不同意|驳回)(?:绑定|申请|加入)?[ ：第]{0,2}([0-9]{1,6}|[一二三四五六七八九十]{1,3})号?(?:申请|绑定)?$/u.exec(
      text,
    )
  if (decide) {
    const number = toNumber(decide[2] ?? '')
    if (number !== undefined && number > 0)
      return { intent: 'decide-binding', number, approve: !/拒|不|驳/u.test(decide[1] ?? '') }
  }
  const choose = /^(?:切换|换|转)(?:到|至|成)[ ：]{0,2}([^\n，。？]{2,40})$/u.exec(text)
  const campaign = choose?.[1]?.trim()
  if (campaign && (/^切换/u.test(text) || /行动|整治|排查|攻坚|专项/u.test(campaign)))
    return { intent: 'choose-campaign', campaign }
  return readPerson(r, text)
}

function readPerson(r: Reading, text: string): Understanding | undefined {
  const m =
    /^(?:你好|您好|大家好|各位好)?[ ，！]{0,2}(?:我是|我叫|本人是?|本人叫)[ ：]{0,2}([^\n？吗]{2,40})$/u.exec(
      text,
    )
  if (!m?.[1]) return undefined
  const phone = /(?<!\d)(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)/u.exec(m[1])
  const rest = (phone ? m[1].replace(phone[0], ' ') : m[1])
    .replace(/(?:电话|手机号?|联系电话)[：: 是]{0,2}/gu, ' ')
    .trim()
  const offset = r.text.indexOf(rest)
  const unit = r.names.find((n) => n.kind === 'unit' && offset >= 0 && n.start === offset)
  const words = (unit ? rest.slice(unit.end - unit.start) : rest).split(/[ ，、]+/u).filter(Boolean)
  const last = (words.at(-1) ?? '').replace(/^的/u, '')
  const title = titles.exec(last)
  const name =
    title && title.index + title[0].length < last.length ? last.slice(title.index + title[0].length) : last
  if (!person.test(name) || notNames.test(rest) || office.test(name)) return undefined
  if (!phone && !unit && !title && name.length > 4) return undefined
  if (!phone && !unit && words.length > 1) return undefined
  return { intent: 'bind-person', name, ...(phone ? { phone: `${phone[1]}${phone[2]}${phone[3]}` } : {}) }
}
