import type { Understanding } from '../types.ts'
import type { Reading } from '../text/reading.ts'

const none =
  /(?:无|没有?)(?:其他|其它)?(?:补充|修改)$|(?:无|没有?|没啥|没什么)(?:其他|其它|不同|补充|修改|任何|反馈)?(?:的)?(?:修改|反馈|补充)?(?:意见|异议|建议)|(?:同意|赞成)(?:该|此|本|这个)?(?:方案|文件|通知|征求意见稿|稿子|办法)/u
const lead =
  /^(?:[^。：\n]{0,24}?)(?:意见(?:是|为|如下)|提(?:出)?(?:如下)?(?:意见|建议)[一二两三四五\d]?[条点个]?|反馈意见|修改意见|意见建议|意见反馈|反馈|意见|建议|提(?:一|个|几)?(?:条|点|个)?(?:意见|建议)?)[（(]?[\d一二三]?[)）]?(?:(?:如下|有)?[：: ，]{1,2}|是[：: ，]?)/u
const suggesting =
  /^(?:我(?:们|局|镇|单位|街道|公司)?)?(?:建议|提议|希望|提(?:一|个)(?:条|点|个)(?:意见|建议)?|有(?:个|一点|一条)(?:意见|建议))[：:，]?/u
// "方案第五条建议删掉…": the opinion names the paragraph first and is kept whole.
const pointed =
  /^[^，。]{0,12}(?:第[一二三四五六七八九十\d]{1,3}[条款页项]|方案|通知稿|征求意见稿)[^，。]{0,8}(?:建议|应改|应当|请改|请删|请加|改为|改成|删)/u
const paper =
  /方案|条|款|文件|稿|表述|改为|改成|删|增加|加上|明确|写|报送|周报|时间|频次|职责|分工|要求|口径|统一|流程|期限|半月报|标准|名单|附件|表格|格式|机制|考核|制度|培训|经费|奖|加强|增设|配备|巡逻|巡查|照片|附|对比|销号|标注|口径|材料|表|合并|细化|调整|推迟|简化/u

/** Opinions on a draft: none at all, or the words without their lead-in. */
export function readFeedback(r: Reading): Understanding | undefined {
  const { text } = r
  const plain = text.replace(/[ 。！\n]/gu, '')
  // 接龙 of opinions: each line is somebody's, and they all say nothing.
  if (/意见(?:征集|征求|反馈)|征求意见/u.test(text) && /[：:]无$/u.test(plain) && !/[？?]/u.test(plain))
    return { intent: 'feedback', none: true }
  if (
    plain.length <= 30 &&
    /方案|征求意见稿|意见稿|文件稿|通知稿|办法|细则|稿子|初稿|草案/u.test(plain) &&
    /(?:^|[^不])(?:同意|赞成|没问题|没有问题|可行|认可)[✓了啦的]*$|无意见|没意见|无异议/u.test(plain) &&
    !/[？?吗谁]|请|尽快/u.test(plain)
  )
    return { intent: 'feedback', none: true }
  if (/^(?:意见)?反馈(?:意见)?：?无$/u.test(plain)) return { intent: 'feedback', none: true }
  if (none.test(plain) && plain.length <= 40 && !/[？?]|吗$|居民意见|业主意见|请|尽快|各/u.test(plain))
    return { intent: 'feedback', none: true }
  if (
    /[？?]|吗$|请各|各单位(?:请|于|尽快|抓紧)|意见(?:反馈)?(?:截止|抓紧|尽快|请)|征求.{0,4}意见(?:稿)?.{0,6}(?:发|已|请)|居民意见|业主.{0,4}意见|谁|哪些/u.test(
      text,
    )
  )
    return undefined
  // 方案里头每天巡查两次有点多，能不能改成一次: the paper, and what should be otherwise.
  const inPaper =
    /^[^。]{0,16}?(?:方案|文件|稿子?|通知|办法|细则)(?:里头?|里面|中|上)(?:的|，| |嗯|呢)*/u.exec(text)
  if (
    inPaper &&
    /能不能|可不可以|能否|可否|改成|改为|有点|太|应该?|最好|建议|删|加/u.test(text) &&
    paper.test(text) &&
    r.codes.length === 0
  )
    return { intent: 'feedback', opinion: text.slice(inPaper[0].length) }
  // 对《…方案》提一条：…
  const about = /^(?:[^。：]{0,12})?对《[^》]{2,30}》(?:的?(?:意见|建议)|提[^：]{0,8})[：:](.{4,})$/su.exec(
    text,
  )
  if (about?.[1]) return { intent: 'feedback', opinion: about[1] }
  const led = lead.exec(text.slice(0, 60))
  if (
    led &&
    /反馈意见|修改意见|意见建议|意见|建议|提/u.test(led[0]) &&
    !/整改意见|处理意见/u.test(led[0]) &&
    r.codes.length === 0
  ) {
    const opinion = text
      .slice(led[0].length)

      .replace(/^[：: ，]+/u, '')
      .replace(/^(?:建议)[：:，]?/u, (m) => (led[0].includes('建议') ? '' : m))
    if (opinion.length >= 3 && paper.test(opinion)) return { intent: 'feedback', opinion }
  }
  if (pointed.test(text) && paper.test(text) && r.codes.length === 0)
    return { intent: 'feedback', opinion: text }
  const suggested = suggesting.exec(text)
  if (suggested && paper.test(text) && r.codes.length === 0 && r.names.every((n) => n.kind !== 'community')) {
    const opinion = text.slice(suggested[0].length).trim()
    if (opinion.length >= 3) return { intent: 'feedback', opinion }
  }
  return undefined
}

/** The opinion that the words are, when they are one: without their lead-in. */
export function feedbackSaid(r: Reading): Understanding {
  const plain = r.text.replace(/[ 。！\n]/gu, '')
  if (none.test(plain) && plain.length <= 40) return { intent: 'feedback', none: true }
  const led = lead.exec(r.text.slice(0, 60)) ?? suggesting.exec(r.text)
  return { intent: 'feedback', opinion: r.text.slice(led?.[0].length ?? 0).trim() }
}
