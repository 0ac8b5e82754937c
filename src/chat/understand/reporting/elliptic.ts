import type { CountKey, Counts } from '../types.ts'
import type { NumberHit } from '../text/numbers.ts'
import type { CountReading } from './progress.ts'

// 「今天3家，2处，当场都弄好」「28家 12处 10消 2悬」「6人3家」: in a report the measure alone says what was counted.
const places =
  /^[ ]?(?:[家户院店铺所厂摊]|网点|点位|台区|处所|门店|铺面|商户|单位|项目|学校|院校|园校|(?:个)(?:[大小]?(?:店|铺子?|铺面|商户|院子?|小区|村子?|网?点位?|项目|台区|单位|场所|楼盘|卫生室|企业|学校|寺|厂子?|工地|摊位?|库|站|作业面|area)))(?!里|内|门|主|长|墙)/u
const findings = /^[ ]?(?:个?(?:小)?(?:问题|毛病|隐患)|[处条样桩]|[个项](?=[，。；、 改清销消整全都当]|$))/u
const people = /^[ ]?(?:个人|号人|人次|人|名)(?=[\d，。；、 和跟去看跑查一二三四五六七八九十]|$)/u
const cars =
  /^[ ]?(?:[台辆部]?(?:车次?|皮卡|警车)|台次|车次|[台辆](?=[，。；、 ]|$))(?!位|棚|库|道|间|主|辆)/u
const papers = /^[ ]?(?:[张份])(?:整改单|通知书?|文书|单子|告知书?)/u
const done =
  /^[ ]?[处条个项样桩件]?(?:已经?|都|也|全)?(?:给)?(?:办[掉完结妥]|弄[好掉完妥]|整[改好完]|改[好完掉]|清|消|销|纠|闭环|收尾|了结|完结|落了|落实|解决|搞定)/u
const open = /^[ ]?[处条个项样桩件]?(?:还|尚)?(?:没|未|挂|悬|压|剩|欠|等着?|待)/u
const doneBefore = /(?:办妥|完结|了结|收尾|弄掉|清掉|清|消|销|完|落|已纠)[：: ]?$/u
const openBefore = /(?:挂|悬|余|剩|欠)[：: ]?$/u
const peopleBefore = /(?:^|[，。；、 ])(?:出?人|警力|出警)[：: ]?$/u
const carsBefore = /(?:^|[，。；、 ])(?:出?车|警车|巡车)[：: ]?$/u
const foundBefore = /(?:^|[，。；、 ])(?:患|病|坏)[：: ]?$/u
const lecture = /培训|听课|上课|受训|讲|学/u
/** Clauses whose numbers count other things. */
const aside =
  /[组队](?![织员])|宣传|传单|发放|张贴|约谈|会议|拆除|清理|清运|拖|劝离|安装|更换|配备|加装|万元|资金|视频|转发|条幅|横幅|得分|满分|第\d|计划|下周|下步|累计/u
/** Everything found was put right: 全清, 当周清零, 都弄妥. */
const all =
  /(?:^|[，。；、 ])(?:当[场周天日月]|现场|全部?|都|均|已)+(?:给)?(?:他们)?(?:清零?|消|销|弄[好妥完]|搞[定好完]|办[妥完结]|改[好完了]?|整[改好完]|落实|扭过来|纠正|闭环|解决)(?:了|啦|掉|完)?(?=[，。；！ （(]|$)/u

/** The counts of a report with those numbers added that only their measure, or a bare verb beside them, explains. */
export function withElliptic(text: string, reading: CountReading): CountReading {
  if (reading.cumulative || reading.onlyCumulative || /累计|截至|以来/u.test(text)) return reading
  const counts: Partial<Record<CountKey, number>> = { ...reading.counts }
  const keys = new Map(reading.keys)
  let named = reading.named
  const put = (key: CountKey, value: number): void => {
    if (counts[key] !== undefined) return
    counts[key] = value
    named++
  }
  for (const number of reading.left) {
    const key = keyOf(text, number, counts)
    if (!key) continue
    keys.set(number.start, key)
    put(key, number.value)
  }
  if (counts.found !== undefined && counts.rectified === undefined && all.test(text))
    put('rectified', counts.found)
  return { ...reading, counts, named, keys }
}

function keyOf(text: string, number: NumberHit, counts: Counts): CountKey | undefined {
  const before = text.slice(Math.max(0, number.start - 8), number.start)
  const after = text.slice(number.end, number.end + 12)
  // No further back than a long clause, so that a message of figures only is not read again for each of them.
  const lead = text.slice(Math.max(0, number.start - 40), number.start)
  const clause =
    (/[^，。；\n ]*$/u.exec(lead)?.[0] ?? '') +
    text.slice(number.start, number.end) +
    (/^[^，。；\n ]*/u.exec(after)?.[0] ?? '')
  if (aside.test(clause) || /[第a-zA-Z\-/.:：%％]$/u.test(before.replace(/[：:]$/u, ''))) return undefined
  if (
    /^[ ]?(?:月|日|号|年|点|时|分|元|万|%|％|楼|栋|幢|座|单元|层|期|米|天|小时|周|\.\d|[-/]\d)/u.test(after)
  )
    return undefined
  if (done.test(after)) return 'rectified'
  if (open.test(after)) return 'outstanding'
  if (papers.test(after)) return /罚单/u.test(clause) ? 'fines' : 'notices'
  if (people.test(after)) return lecture.test(clause) ? 'trained' : 'people'
  if (cars.test(after)) return 'vehicles'
  if (places.test(after)) return 'inspected'
  if (findings.test(after) && (counts.inspected !== undefined || counts.people !== undefined)) return 'found'
  if (!/^[，。；、 \n）)]|^$|^[一-鿿]/u.test(after)) return undefined
  if (peopleBefore.test(before)) return 'people'
  if (carsBefore.test(before)) return 'vehicles'
  if (foundBefore.test(before)) return 'found'
  if (counts.found === undefined && counts.inspected === undefined) return undefined
  if (doneBefore.test(before)) return 'rectified'
  if (openBefore.test(before)) return 'outstanding'
  return undefined
}
