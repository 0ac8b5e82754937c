import { actionWords, type Action, type Measure } from '../../../../domain/submissions/activities.ts'
import type { Understanding } from '../../types.ts'
import { toNumber } from '../../text/numbers.ts'
import { unitsOf, type Reading } from '../../text/reading.ts'

const words = actionWords.map(([word]) => word).join('|')
const head = new RegExp(
  `^(?:我们?(?:单位|镇|街道|社区|村|局|公司)?)?(?:今天|今日|昨天|本周|这周|本月|这个月|上午|下午|晚上)?(?:又|共|已)?(?:开展了?|组织了?|进行了?|搞了?|报一?下?)?(?:了)?(${words})(?:行动|活动)?(?:了|共|：|，| )*`,
  'u',
)
const number = '(\\d{1,6}|[一二两三四五六七八九十百千零]{1,7})'
const things =
  '(?:宣传单|传单|宣传资料|资料|海报|公告|横幅|标语|短信|视频|信息|明白纸|告知书|承诺书|群众|居民|住户|小区|楼栋|单位|商户)'
const part = new RegExp(
  `^(?:(?:入户|走访|上门|覆盖|受众|参与|参加|发放|张贴|悬挂|发布|推送|播放|发|贴|共|计|约|累计|排查|清理|开展|组织)了?){0,3}${things}?共?[ ]?${number}[ ]?[多余]?(人次|场次|户次|户|家|次|场|轮|处|个|栋|人|名|份|张|本|册|条|篇|块)${things}?[，。、；和 ]*`,
  'u',
)
const measureOf: Readonly<Record<string, Measure>> = {
  次: 'times',
  场: 'times',
  场次: 'times',
  轮: 'times',
  户: 'households',
  户次: 'households',
  家: 'places',
  处: 'places',
  个: 'places',
  栋: 'places',
  人: 'people',
  名: 'people',
  人次: 'people',
  份: 'copies',
  张: 'copies',
  本: 'copies',
  册: 'copies',
  条: 'posts',
  篇: 'posts',
  块: 'posts',
}

/** 敲门行动 320户, 三查三清 2次 6个小区, 敲门行动情况: whole sentences about one action only. */
export function readActivities(r: Reading): Understanding | undefined {
  const text = r.text.trim().replace(/[。！~ ]+$/gu, '')
  if (
    text.length > 80 ||
    /[？?吗]|谁|没有|明天|下周|准备|打算|计划|要求|请各/u.test(text.replace(/怎么样了?[？?]?$/u, ''))
  )
    return undefined
  const [unit] = unitsOf(r)
  const own = unit?.start === 0 ? text.slice(unit.end).replace(/^[ ，：的]+/u, '') : text
  const of = unit?.start === 0 ? { unit: unit.id } : {}
  const asked = new RegExp(
    `^(${words}|活动)(?:行动|活动)?(?:的)?(?:情况|进展|进度|统计|怎么样了?[？?]?|汇总|数据)$`,
    'u',
  ).exec(own)?.[1]
  if (asked !== undefined) {
    const action = actionOf(asked)
    return { intent: 'activity-status', ...(action ? { action } : {}), ...of }
  }
  // What one unit says of another is no figure of its own.
  if (unit?.start === 0 && unit.id !== r.from.unit) return undefined
  const m = head.exec(own)
  const action = m?.[1] ? actionOf(m[1]) : undefined
  if (!m || !action) return undefined
  const counts: Partial<Record<Measure, number>> = {}
  let rest = own.slice(m[0].length)
  while (rest !== '') {
    const piece = part.exec(rest)
    const measure = measureOf[piece?.[2] ?? '']
    const value = toNumber(piece?.[1] ?? '')
    if (!piece || measure === undefined || value === undefined) return undefined
    counts[measure] = (counts[measure] ?? 0) + value
    rest = rest.slice(piece[0].length)
  }
  return Object.keys(counts).length > 0 ? { intent: 'record-activity', action, counts } : undefined
}

const actionOf = (word: string): Action | undefined => actionWords.find(([each]) => each === word)?.[1]
