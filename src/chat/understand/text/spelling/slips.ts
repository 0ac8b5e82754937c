import { looksAlike } from './shapes.ts'
import { soundsAlike } from './sounds.ts'

// Words of the trade that a wrong character would hide. One that sounds alike is put right wherever the rest of the
// word stands; the words are long enough that nothing else is likely to be meant.
const terms =
  '消火栓 消防栓 灭火器 防火门 防火卷帘 卷帘门 应急灯 应急照明 疏散指示 安全出口 消防通道 消防车道 消防车通道 疏散通道 消防电梯 消防水池 消防水箱 消防水泵 排烟风机 排烟口 送风口 喷淋头 喷淋泵 微型消防站 消控室 消防控制室 电动车 电瓶车 电动自行车 充电桩 充电器 配电箱 配电室 配电房 液化气 煤气罐 防盗网 防盗窗 登高面 登高场地 楼梯间 楼梯口 地下室 地下车库 电缆井 管道井 插线板 探测器 报警器 闭门器 水泵房 限高杆 外保温 保温层 通知书 零报告 整改完 未整改 没整改 挂牌督办 消防演练 责任单位 私拉乱接 私拉电线 飞线充电 堆杂物 违章建筑 易燃物 值班员 值班室 消防设施 消防器材'.split(
    ' ',
  )
const byFirst = new Map<string, string[]>()
const bySecond = new Map<string, string[]>()
for (const term of terms) {
  for (const [map, at] of [
    [byFirst, 0],
    [bySecond, 1],
  ] as const) {
    const key = term[at] ?? ''
    const bucket = map.get(key)
    if (bucket) bucket.push(term)
    else map.set(key, [term])
  }
}
const exact = new Set(terms)

// Short words and characters that look alike: too short to be found by sound alone, so each is written down. Same
// length on both sides, so that places cut from the text stay where they are.
const pairs: readonly (readonly [string, string])[] = [
  ['消火检', '消火栓'],
  ['消火双', '消火栓'],
  ['电频车', '电瓶车'],
  ['灭火气', '灭火器'],
  ['灭火汽', '灭火器'],
  ['电悌', '电梯'],
  ['电提', '电梯'],
  ['烟敢', '烟感'],
  ['按纽', '按钮'],
  ['喷林', '喷淋'],
  ['楼到里', '楼道里'],
  ['楼到堆', '楼道堆'],
  ['地下事', '地下室'],
  ['杂勿', '杂物'],
  ['朵物', '杂物'],
  ['过其了', '过期了'],
  ['以经', '已经'],
  ['完必', '完毕'],
  ['整该', '整改'],
  ['整政', '整改'],
  ['复察', '复查'],
  ['付查', '复查'],
  ['审请', '申请'],
  ['申清', '申请'],
  ['延其', '延期'],
  ['隐换', '隐患'],
  ['隐幻', '隐患'],
  ['陷患', '隐患'],
  ['因患', '隐患'],
  ['引患', '隐患'],
  ['预期的', '逾期的'],
  ['与期', '逾期'],
  ['于期未', '逾期未'],
  ['帐号', '账号'],
  ['挂帐', '挂账'],
  ['台帐', '台账'],
  ['周抱', '周报'],
  ['木周', '本周'],
  ['木月', '本月'],
  ['月低', '月底'],
  ['演炼', '演练'],
  ['照骗', '照片'],
  ['汇抱', '汇报'],
  ['号接', '号楼'],
  ['号搂', '号楼'],
  ['号缕', '号楼'],
  ['单园', '单元'],
  ['单员', '单元'],
  ['收刭', '收到'],
  ['巳清', '已清'],
  ['巳整', '已整'],
  ['巳改', '已改'],
  ['巳经', '已经'],
  ['都己', '都已'],
  ['均己', '均已'],
  ['改了投', '改了没'],
  ['投有', '没有'],
  ['亲情况', '新情况'],
  ['亲增', '新增'],
  ['刭期', '到期'],
  ['停术', '停水'],
  ['并车', '电车'],
  ['管到井', '管道井'],
  ['楼遒', '楼道'],
  ['灭火嚣', '灭火器'],
  ['消火拴', '消火栓'],
  ['消防拴', '消防栓'],
  ['没消号', '没销号'],
  ['未消号', '未销号'],
  ['安全岀口', '安全出口'],
  ['通首', '通道'],
  ['人经', '已经'],
  ['整攻', '整改'],
  ['拆徐', '拆除'],
]
const table = new Map(pairs)
const pattern = new RegExp(pairs.map(([wrong]) => wrong).join('|'), 'gu')
// 以整改, 以改完 and 己改 mean 已; 予以整改, 可以改 and 自己改 do not.
const monthEnd = /(?<=[周月])未(?=之?前|以前|完成|整改完)/gu
const already =
  /(?<![予加可所给难足得])以(?=整改|改完|改好|清理|处理|完成|拆除|更换|修复|搬走)|(?<![自知各])己(?=经|整|改|清|完|拆|处|换|搬|修|办|销|落)/gu

// 3拣1单元, 12冻, 5懂: what stands between a number and the rest of an address is a building.
const building =
  /(?<=[0-9一二三四五六七八九十])[拣冻懂动洞凍練拣](?=[0-9一二三四五六七八九十]{1,4}(?:单|楼|层|室|号)|[东西南北]|的|楼|门|一|二|三|负|地|顶|，|$)/gu
const vehicles = /(?<=车.{0,4}[0-9一二三四五六七八九十])[两量](?=$|[，。；！ ])/gu

/** Puts right the slips that would hide a word of the trade. The text keeps its length. */
export function mend(text: string): string {
  const plain = text
    .replace(pattern, (wrong) => table.get(wrong) ?? wrong)
    .replace(already, '已')
    .replace(monthEnd, '末')
    .replace(building, '栋')
    .replace(vehicles, '辆')
  let out = ''
  let from = 0
  for (let i = 0; i + 2 < plain.length; i++) {
    const term =
      termAt(plain, i, byFirst.get(plain[i] ?? '')) ?? termAt(plain, i, bySecond.get(plain[i + 1] ?? ''))
    if (!term) continue
    out += plain.slice(from, i) + term
    from = i + term.length
    i = from - 1
  }
  return from === 0 ? plain : out + plain.slice(from)
}

/** A term that stands at the place with one wrong character that sounds right; undefined when it stands there as it should. */
function termAt(text: string, at: number, candidates: readonly string[] | undefined): string | undefined {
  for (const term of candidates ?? []) {
    let wrong = -1
    let k = 0
    for (; k < term.length; k++) {
      if (text[at + k] === term[k]) continue
      if (wrong >= 0) break
      wrong = k
    }
    if (k < term.length || wrong < 0) continue
    if (exact.has(text.slice(at, at + term.length))) continue
    const [said, meant] = [text[at + wrong] ?? '', term[wrong] ?? '']
    if (soundsAlike(said, meant) || (term.length >= 3 && looksAlike(said, meant))) return term
  }
  return undefined
}
