/** What a column of a pasted table holds, as far as its head or its form says. */
type Column = 'number' | 'where' | 'what' | 'who' | 'due' | 'plain'

const heads: readonly (readonly [Column, RegExp])[] = [
  ['number', /^(?:序号?|No|no|NO)\.?$/u],
  ['due', /^(?:整改|完成|办结|要求)?(?:期限|时限|截止(?:日期|时间)?|完成(?:时间|日期)|时间要求|整改时间)$/u],
  ['who', /^(?:整改|责任|落实|牵头)(?:单位|部门|主体|方|人)?$/u],
  [
    'where',
    /^(?:小区|社区|楼栋|单元|部位|位置|地点|场所|点位|地址|具体位置|隐患位置|隐患部位|隐患地点|小区名称|单位名称|场所名称|检查对象|受检单位|检查单位|被查单位|所在小区)$/u,
  ],
  [
    'what',
    /^(?:隐患|问题|隐患描述|存在(?:的)?(?:隐患|问题)|问题描述|隐患内容|问题隐患|隐患情况|具体问题|主要问题)$/u,
  ],
]
const head =
  /^[（(]?(?:序|编|单位|小区|社区|名称|部位|位置|地点|隐患|问题|责任|期限|时限|状态|结论|结果|检查|排查|整改|复查|发现|通知|文书|处罚|罚|出动|培训|演练|原因|延期|申请|日期|时间|备注|类别|数量|项目|姓名|部门|手机|电话|值班|情况|描述|场所|已|未|查|改|人员|车|楼|乡镇|街道|类型|意见|完成|办结|意见|剩余|预算)[^\d，。；]{0,8}$/u
const date =
  /^(?:20\d\d[-/.年])?\d{1,2}(?:[-/.]|月)\d{1,2}[日号]?(?:之?前|以前)?$|^[一二三四五六七八九十\d]{1,3}(?:个工作日|天|日|周|小时)(?:之|以)?内$|^(?:本|下)?周[一二三四五六日末]前?$|^(?:本|\d{1,2}|[一二三四五六七八九十]{1,2})?月底前?$/u
const office = /(?:物业|公司|街道|镇|乡|局|大队|社区|居委会|办)$/u

const cellsOf = (line: string): readonly string[] => {
  if (line.includes('\t')) return line.split(/\t+/u).map((c) => c.trim())
  const bars = line.split(/[|｜│]+/u)
  if (bars.length >= 3) return bars.map((c) => c.trim()).filter((c) => c !== '' && !/^[-:]+$/u.test(c))
  const slashes = line.split(/[/／]/u)
  // 御景湾/3栋/漏气: words between slashes. 2026/11/5 and 24/7 are none.
  const worded = slashes.filter((c) => /[\u4e00-\u9fff]/u.test(c)).length
  if (slashes.length >= 3 && worded * 3 >= slashes.length * 2 && slashes.every((c) => c.trim().length <= 24))
    return slashes.map((c) => c.trim())
  return [line]
}

// 检查 | 14
const pair = /^[ ]*([\u4e00-\u9fff]{1,10})[ ]*[|｜│][ ]*(\d+[ ]?[\u4e00-\u9fff]{0,3})[ ]*$/gmu

/**
 * Writes rows of a pasted table as sentences: places and finding together, the rest with the name of its column.
 * Text without rows comes back as it is.
 */
export function unfold(raw: string): string {
  if (raw.length > 20_000 || !/[\t|｜│/／]/u.test(raw)) return raw
  const paired = raw.replace(pair, '$1$2')
  const lines = paired.split('\n')
  let columns: readonly string[] | undefined
  const out: string[] = []
  let rows = 0
  for (const line of lines) {
    const cells = cellsOf(line)
    if (cells.length < 2) {
      out.push(line)
      continue
    }
    if (!columns && cells.every((c) => head.test(c)) && lines.length > 1) {
      columns = cells
      continue
    }
    rows++
    out.push(columns ? withHeads(cells, columns) : withoutHeads(cells))
  }
  return rows === 0 ? paired : out.join('\n')
}

function withHeads(cells: readonly string[], columns: readonly string[]): string {
  let text = ''
  for (const [i, cell] of cells.entries()) {
    if (cell === '' || cell === '/' || cell === '-') continue
    const name = columns[i] ?? ''
    const kind = heads.find(([, pattern]) => pattern.test(name))?.[0] ?? 'plain'
    if (kind === 'number') continue
    if (kind === 'where') text += cell
    else if (kind === 'what') text += `${cell}，`
    else if (kind === 'who') text += `责任单位：${cell}，`
    else if (kind === 'due') text += `期限：${cell}，`
    else if (/^(?:类别|项目|指标|内容)$/u.test(name) && /^\d+$/u.test(cells[i + 1] ?? '')) text += cell
    else if (
      /^(?:编号|隐患编号|状态|整改情况|结论|结果|复查结果|复查结论|单位|类别|数量|乡镇|街道)$/u.test(name)
    )
      text += `${/结论|结果/u.test(name) ? '复查' : ''}${cell}，`
    else if (i === 0 && cells.length === 2 && /^\d+$/u.test(cells[1] ?? '')) text += cell
    else text += /^\d+[^\d]?$/u.test(cell) ? `${name}${cell}，` : `${name}：${cell}，`
  }
  return text.replace(/，$/u, '。')
}

function withoutHeads(cells: readonly string[]): string {
  let text = ''
  let open = true
  for (const [i, cell] of cells.entries()) {
    if (cell === '') continue
    if (i === 0 && /^\d{1,3}[.、]?$/u.test(cell) && cells.length > 2) {
      text += `${cell.replace(/\D/gu, '')}、`
      continue
    }
    if (date.test(cell)) text += `，期限：${cell}`
    else if (i > 1 && office.test(cell) && cell.length <= 10) text += `，责任单位：${cell}`
    else if (open || text === '') text += cell
    else text += `，${cell}`
    // Places run on until words that are no place end them.
    open = open && cell.length <= 14 && !/^(?:已|未|现场|当场|请|限|由)/u.test(cell) && place.test(cell)
  }
  return `${text}。`
}

const place =
  /(?:小区|花园|家园|苑|城|湾|里|院|公寓|[栋幢座楼层室库道口房间厅侧边门院区场所店馆厂单元梯井台]|[AB]区|[#＃])$|^\d{1,3}(?:[-－]\d{1,3})*$/u
