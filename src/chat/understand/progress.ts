import type { CountKey, Counts } from './types.ts'
import { findNumbers, type NumberHit } from './text/numbers.ts'
import { indexWords, scanWords } from './text/words.ts'

type Tag = CountKey | 'skip' | 'cumulative' | 'current' | 'among'

// What stands before (or right after) a number and says what was counted. Longest word wins, so 责令整改 (an order
// on paper) is not 整改 and 限期整改 (still open) is neither.
const table: readonly (readonly [Tag, string])[] = [
  [
    'inspected',
    '瞅了 瞅 跑 摸 摸了 走 走了 转 转了 逛了 排摸 摸查 排查了 检查了 巡查了 走访了 巡 巡了 查看 查验 核查 入户 上门 上户 检查场所 检查单位 检查门店 检查企业 检查对象 检查点位 检查商户 检查学校 检查户数 排查场所 排查单位 排查户数 巡查门店 巡查点位 复查单位 检查总数 排查总数 检查量 看 瞧了 过了一遍 普查 清查 抽检 自检 检了 checked inspected check 人员密集场所 检查人员密集场所 安检 入户安检 入户检查 入户排查 检查 排查 查 查了 巡查 走访 抽查 自查 摸排 摸底 检查数 排查数 去了 跑了 看了 督导 督查 夜查 巡检 覆盖 检查单位 检查家数 检查场所 检查小区',
  ],
  [
    'found',
    '毛病 揪出 揪出来 逮到 抓到 抓出 挑出 挑出来 查到 查实 查摆 摸出 排出 患 隐 有问题 问题隐患 隐患问题 查见 梳理 梳理出 发现隐患 发现问题 隐患总数 问题总数 问题数 计有问题 新增隐患 新增问题 占道问题 用电隐患 列出 找到 挖出 登记 新登记 录入 交办隐患 found issues issue 隐患 问题 发现 隐患数 查出 排查出 排查隐患 检查出 查处隐患 发现数 查找 找出 排查发现 检查发现 巡查发现 排查出隐患 上报隐患 登记隐患 新增 不符合项',
  ],
  [
    'rectified',
    '搞定 拾掇 拾掇利索 收拾 改脱 改好了 改掉 弄好 弄完 整了 整好 整完 整好了 销 销了 销掉 销案 闭环 闭环了 清掉 纠正 督促整改 督促改正 督促 当场督改 责成整改 完成整治 已改者 改完了 处理完 处理好 处置 已处置 落实 解决了 结了 办结了 消了 消号 已闭环 整改完毕 整改好 改毕 办完 复查合格 现场督改 立即整改 当场整治 即改 立改 fixed closed 整改 改 改了 已改 办结 销号 督改 当场改 当场整改 现场整改 立行立改 立查立改 即查即改 已处理 处理 整改数 已整改 完成整改 整改完成 整改到位 消除 解决 化解 落实整改 已解决 已消除 整改隐患 消除隐患 督促整改 督改隐患 整改问题 解决问题 处理隐患 办结隐患 销号隐患 已办结 已销号 完成 已完成 改完 改好 整治 当场消除 清零',
  ],
  [
    'outstanding',
    '尚欠 欠 尚剩 仍有 待改 待销 还欠 未闭环 没闭环 没销 未改完 剩余未改 未处理 没处理 没弄 没弄完 没搞完 未解决 没解决 未落实 尚在整改 还在改 还在整改 整改推进中 推进中 跟进中 在整改 持续整改 open pending 未整改 没整改 没改 未改 未完成 没完成 剩余 剩余隐患 剩 剩下 剩余问题 尚余 余 其余 还剩 正在整改 整改中 限期整改 限期改正 挂账 还有 待整改 尚未 尚未整改 尚有 还差 未办结 未销号 正在改 在改 没改完 没整改完 未整改数 未整改隐患 挂账隐患 未整改到位 剩的 限期 正在处理 正在推进 正在办理 还没改 还没整改 未销',
  ],
  [
    'notices',
    '限期整改通知 整改通知书 责令书 督办函 提醒函 告知单 隐患通知书 整改告知书 检查记录 开单 开具 下单 开出 发单 发出 下发 下达 发放通知书 发放整改通知书 通知书 文书 整改单 责令整改 责令改正 责令限期整改 整改通知 整改通知书 告知书 限改通知 责令限期改正 下发通知 下发文书 法律文书 下达通知书 下发整改 责改 隐患告知单 下达文书 通知单 整改通知单 隐患整改通知书 责令整改通知书 督办单 发整改通知 交办单 提示函',
  ],
  [
    'fines',
    '当场处罚 简易处罚 开罚单 罚了 处罚了 行政拘留 立案查处 办案 罚没案件 警告 处罚 罚 行政处罚 立案 罚单 罚款 查处 立案处罚 立案查处 拘留',
  ],
  [
    'people',
    '人数 出动人数 监督员 消防监督员 执法人员 参检人员 检查力量 组员 警员 民辅警 辅警 队员 消防员 组织 工作力量 党员 志愿者 楼长 出警 干警 共出动 值守人员 参与人数 两级干部 出动 出动人员 警力 投入 人次 人手 执法人员 检查人员 人员 出动人次 出动警力 投入人员 投入警力 派出 网格员 民警 干部 工作人员 执法力量 检查力量',
  ],
  ['vehicles', '车辆 警车 执法车 消防车 出动车辆 车次 用车 巡逻车 台次'],
  [
    'drills',
    '拉动演练 疏散演习 灭火演练 应急演习 拉练 桌面推演 实操演练 演练了 演练 疏散演练 消防演练 应急演练 应急疏散演练 演习 实战演练',
  ],
  [
    'trained',
    '参训学员 参加培训 受教 学员 参训人员 培训了 培训员工 培训群众 培训医护人员 培训学员 训练 授课 听课 培训 参训 受训 轮训 培训人员 培训人次',
  ],
  [
    'skip',
    '销售 经销 营销 登记表 看好 看望 组织学习 组织观看 落实责任 检查组 工作组 专班 小组 巡查组 督导组 入户宣传 约谈 专题会 会议 召开 发放 张贴 宣传单 宣传册 海报 宣传 推送 悬挂 播放 拆除 清理 清除 清运 拖移 拖走 拖离 违停 搬离 劝离 电动车 电瓶车 拆 增设 新增充电 新建 安装 更换 配备 整改率 完成率 参加 参与 参演 罚没 计划 拟 下周 下步 下一步 建立 关停 取缔 查封 临时查封 关闭 曝光 约见 暂扣 扣押 微信 短信 入户 横幅 条幅 视频 万元 资金 受教育 改成 改为 批次',
  ],
  [
    'cumulative',
    '总共累计 自行动开展以来 活动以来 整治以来 累积 从开始到现在 累计 总计 行动以来 开展以来 截至目前 截止目前 截至 今年以来 行动开展以来 专项行动以来 迄今 至今',
  ],
  [
    'current',
    '这周 这个月 这月 本阶段 这个礼拜 这礼拜 今晚 昨晚 本周 本月 本期 今日 今天 昨日 昨天 本旬 这周 上周 其中本周 本次 当日 本半月 新增 本季度',
  ],
  ['among', '其中'],
]
const index = indexWords(
  table.flatMap(([tag, words]) => words.split(' ').map((word) => [word, tag] as const)),
)

const countable =
  /^[ ]?(?:多|余)?[ ]?(个人(?!员)|(?:栋|幢)(?=[，。；、 ]|$)|处|个|家次|户次|家|户|人次|人|名|台次|台|车次|辆次|辆|份|起|次|场次|场|条|项|张|间|所|单位|点位|件|本|班次|期|支|组|批)/u
const never =
  /^[ ]?(?:月|日|号|年|点|时|分(?!部)|元|万|%|％|周|期|层|楼|栋|幢|座|单元|度|步|岁|天|小时|米|平|公里|公斤|块钱|季度|阶段|小场所|小单位|合一|是|\.\d|[:：]\d)/u

export type CountReading = Readonly<{
  counts: Counts
  cumulative?: Counts
  /** How many numbers found their key: what tells a report from a passing number. */
  named: number
  onlyCumulative: boolean
}>

/** The totals of a report. Numbers that are neither named nor measured in things that are counted are left alone. */
export function readCounts(text: string): CountReading {
  const numbers = findNumbers(text)
  const words = scanWords(text, index)
  const now: Partial<Record<CountKey, number>> = {}
  const total: Partial<Record<CountKey, number>> = {}
  let cumulative = false
  let sawCurrent = false
  let among = false
  let named = 0
  let w = 0
  let previousEnd = 0
  let carried: { tag: Tag; start: number; end: number }[] = []
  let last: CountKey | undefined
  const put = (key: CountKey, value: number) => {
    const into = cumulative ? total : now
    if (into[key] !== undefined && among) return
    into[key] ??= value
    named++
    last = key
  }
  for (const [i, number] of numbers.entries()) {
    const before: { tag: Tag; start: number; end: number }[] = carried
    carried = []
    for (let next = words[w]; next && next.start < number.start; next = words[++w]) {
      if (next.tag === 'cumulative') cumulative = true
      else if (next.tag === 'current') {
        cumulative = false
        sawCurrent = true
      } else if (next.tag === 'among') among = true
      if (next.word === '新增') before.push({ tag: 'found', start: next.start, end: next.end })
      else if (next.tag !== 'cumulative' && next.tag !== 'current' && next.tag !== 'among') before.push(next)
    }
    // No further back than a long clause: a message of figures only must not be read again for each of them.
    const gap = text.slice(Math.max(previousEnd, number.start - 120), number.start)
    if (/[。；\n]/u.test(gap)) {
      among = /其中/u.test(gap)
      last = undefined
    }
    const after = text.slice(number.end, Math.min(number.end + 14, numbers[i + 1]?.start ?? text.length))
    if (before.at(-1)?.tag === 'trained') last = 'trained'
    const key = keyOf(number, gap, before, after, last, text)
    // 九小场所 and 26日 count nothing: what stands before them still speaks for the next number.
    if (!key && never.test(after) && !countable.test(after)) carried = before.slice(-8)
    else previousEnd = number.end
    if (key && !(among && key === 'found')) put(key, number.value)
  }
  if (
    /(?:全部|均|都)(?:已经?)?(?:当场)?(?:完成)?(?:整改|改完|改好|改了|办结|销号|督促整改)/u.test(text) &&
    now.found !== undefined
  ) {
    if (now.rectified === undefined) named++
    now.rectified ??= now.found
  }
  if (
    /(?:未|没有?)(?:发现|查出|排查出|检查出|见)(?:任何|新|明显|重大|消防|安全|火灾)*(?:隐患|问题)|(?:都|均)(?:没|无)(?:啥|什么|有)?(?:问题|隐患)|无隐患/u.test(
      text,
    ) &&
    named > 0
  ) {
    now.found ??= 0
  }
  const hasNow = Object.keys(now).length > 0
  const hasTotal = Object.keys(total).length > 0
  if (hasTotal && !hasNow) return { counts: total, named, onlyCumulative: true }
  void sawCurrent
  return { counts: now, named, onlyCumulative: false, ...(hasTotal ? { cumulative: total } : {}) }
}

function keyOf(
  number: NumberHit,
  gap: string,
  before: readonly { tag: Tag; start: number; end: number }[],
  after: string,
  last: CountKey | undefined,
  text: string,
): CountKey | undefined {
  // 抽查0045 names a hazard.
  if (/^0\d{2,}$/.test(number.written)) return undefined
  const m = countable.exec(after)
  const measure = (m?.[1] ?? '').replace('个人', '人').replace(/^([家户])次$/u, '$1')
  if (!measure && never.test(after)) return undefined
  if (/[栋幢]/u.test(measure) && near0(before, number.start) !== 'inspected') return undefined
  if (measure === '期' || measure === '班次' || measure === '支') return undefined
  if (/第$/u.test(gap) || /[第a-zA-Z\-/]$/u.test(gap)) return undefined
  const since =
    number.start - gap.length + Math.max(0, ...['，', '。', '；', '、', '\n'].map((c) => lastBreak(gap, c)))
  const clause = before.filter((b) => b.end > since)
  // "检查充装站、门店9家": a list of kinds between the key and its number.
  const near =
    clause.length === 0 &&
    /^[家户所个]$/u.test(measure) &&
    before.at(-1)?.tag === 'inspected' &&
    !/[，。；]/u.test(text.slice(before.at(-1)?.end ?? 0, number.start))
      ? before
      : clause
  const right = after.slice(m?.[0].length ?? 0).split(/[，。；、\n]/u)[0] ?? ''
  const left = text.slice(since, number.start)
  if (measure === '') {
    // A bare number needs its key right before it: "隐患13", "改11", "检查数：27".
    if (number.chinese && number.value < 2 && !/[：:]$/u.test(gap)) return undefined
    const tag = near.at(-1)
    if (!tag || tag.tag === 'skip' || number.start - tag.end > 6) return undefined
    const tail = text.slice(tag.end, number.start)
    if (!/^(?:[了共计为是有数量：: 、应该已总完成到位出者约达一栏的]|人员|小区|单位|家数|数)*$/u.test(tail))
      return undefined
    return pick(near, '', right)
  }
  // Shops that sell electric bikes are still shops that were checked.
  if (
    /^[家户所]$/u.test(measure) &&
    near.some((b) => b.tag === 'inspected') &&
    /^(?:skip|people)$/u.test(near.at(-1)?.tag ?? '') &&
    !/约谈|查封|关停|取缔|拆/u.test(left)
  )
    return 'inspected'
  if (
    near.some((b) => b.tag === 'skip') &&
    !near.some((b, i) => b.tag !== 'skip' && i === near.length - 1 && b.tag !== 'vehicles')
  )
    return undefined
  if (measure === '元') return undefined
  // 责令整改77处 orders; only papers are counted.
  if (near.at(-1)?.tag === 'notices' && /^(?:处|条|项|个)$/u.test(measure) && /责令|责改|责成/u.test(left))
    return undefined
  const tag = pick(near, measure, right)
  if (tag === 'fines' && /元/u.test(after.slice(0, 3))) return undefined
  if (tag) return fits(tag, measure, left, right)
  // Nothing before it: the noun after it says what it is.
  const noun = scanWords(right.slice(0, 8), index).find(
    (h) => h.tag !== 'current' && h.tag !== 'cumulative' && h.tag !== 'among',
  )
  if (noun && noun.tag !== 'skip')
    return noun.start <= 3 ? fits(noun.tag as CountKey, measure, left, right) : undefined
  if (last === 'trained' && /^(?:人次|人|名)$/u.test(measure)) return 'trained'
  if (last === 'people' && /^(?:台次|车次|辆次|辆|台)$/u.test(measure) && /车/u.test(left + right))
    return 'vehicles'
  return undefined
}

const near0 = (before: readonly { tag: Tag; end: number }[], at: number): Tag | undefined => {
  const last = before.at(-1)
  return last && at - last.end <= 8 ? last.tag : undefined
}

const lastBreak = (gap: string, c: string): number => gap.lastIndexOf(c) + 1

/** The last word before the number decides; "整改隐患" and the noun after a verb give way to the verb. */
function pick(
  near: readonly { tag: Tag; start: number; end: number }[],
  measure: string,
  right: string,
): CountKey | undefined {
  const at = near.at(-1)
  if (!at || at.tag === 'skip' || at.tag === 'cumulative' || at.tag === 'current' || at.tag === 'among')
    return undefined
  const prior = near.at(-2)
  if (
    at.tag === 'found' &&
    prior &&
    at.start - prior.end <= 2 &&
    (prior.tag === 'rectified' || prior.tag === 'outstanding')
  )
    return prior.tag
  if (at.tag === 'outstanding' && /^(?:没|未|正在|还|尚|待|限期)/u.test(right)) return 'outstanding'
  if (at.tag === 'people' && prior?.tag === 'trained') return 'trained'
  if (at.tag === 'vehicles' && prior?.tag === 'skip') return undefined
  if (at.tag === 'people' && /^(?:辆|台|车)/u.test(measure)) return 'vehicles'
  if (at.tag === 'trained' && !/^(?:人|名|$)/u.test(measure)) return undefined
  return at.tag
}

function fits(tag: CountKey, measure: string, left: string, right: string): CountKey | undefined {
  if (/^(?:人次|人|名)$/u.test(measure)) {
    if (tag === 'trained' || tag === 'people' || tag === 'fines' || tag === 'notices') return tag
    if (tag === 'drills') return 'trained'
    if (tag === 'inspected') return /参加/u.test(left) ? undefined : 'people'
    return undefined
  }
  if (/^(?:台次|车次|辆次|辆|台)$/u.test(measure))
    return tag === 'vehicles' || (tag === 'people' && true) ? 'vehicles' : undefined
  if (/^(?:份|张|本)$/u.test(measure)) {
    if (tag === 'rectified' && /责令|下发|下达|整改/u.test(left)) return 'notices'
    return tag === 'notices' || tag === 'fines' ? tag : undefined
  }
  if (tag === 'people' || tag === 'vehicles' || tag === 'trained') return undefined
  if (tag === 'inspected' && /^(?:的)?(?:隐患|问题)/u.test(right)) return 'found'
  if (tag === 'inspected' && /^(?:次|场|期|组|批)/u.test(measure)) return undefined
  if (tag === 'found' && /^(?:家|户)$/u.test(measure) && !/隐患|问题/u.test(left)) return 'inspected'
  if (
    (tag === 'rectified' || tag === 'found') &&
    /^(?:的)?(?:还|正在|没|未|尚)(?:在)?(?:整改|改|完|处理)/u.test(right)
  )
    return 'outstanding'
  return tag
}
