/** The longest message that is read; what comes after says nothing to a bot and costs time. */
export const MAX_LENGTH = 20_000

// Traditional characters that people from older input methods and voice recognition send, pairwise.
const traditional =
  '樓號單棟層門間車電動氣燈線火災隱檢發現處個問題沒報週月鎮鄉縣東關雜堆佔據鎖壞損過開滅栓閉門燃風機寫應該請說這來為達標誌識責嚴違規圍擋廠庫倉廳網國園華麗錦繡龍騰濱學書業區時點劃總計罰單務訓練複復查驗還場認領綁統輛條實裡裏後無幾誰麼樣麗給與從對會總戶員見體聯絡滿陽貨舊鐵鄰擺準'
const simplified =
  '楼号单栋层门间车电动气灯线火灾隐检发现处个问题没报周月镇乡县东关杂堆占据锁坏损过开灭栓闭门燃风机写应该请说这来为达标志识责严违规围挡厂库仓厅网国园华丽锦绣龙腾滨学书业区时点划总计罚单务训练复复查验还场认领绑统辆条实里里后无几谁么样丽给与从对会总户员见体联络满阳货旧铁邻摆准'
const traditionalPattern = new RegExp(
  `[${[...traditional].filter((c, i) => c !== [...simplified][i]).join('')}]`,
  'gu',
)
const toSimplified = new Map([...traditional].map((c, i) => [c, [...simplified][i] ?? c]))

// Slips of the phone keyboard (same sound, wrong character) that would hide a key word. Same length on both
// sides, so that places cut from the text stay where they are.
const slips: readonly (readonly [string, string])[] = [
  ['消火拴', '消火栓'],
  ['消防拴', '消防栓'],
  ['消火检', '消火栓'],
  ['电屏车', '电瓶车'],
  ['电平车', '电瓶车'],
  ['电频车', '电瓶车'],
  ['电评车', '电瓶车'],
  ['灭火气', '灭火器'],
  ['灭火汽', '灭火器'],
  ['烟敢', '烟感'],
  ['楼到里', '楼道里'],
  ['楼到堆', '楼道堆'],
  ['己整改', '已整改'],
  ['以整改', '已整改'],
  ['己改', '已改'],
  ['以改完', '已改完'],
  ['己经', '已经'],
  ['己清', '已清'],
  ['己完成', '已完成'],
  ['己拆', '已拆'],
  ['整该', '整改'],
  ['复察', '复查'],
  ['审请', '申请'],
  ['申清', '申请'],
  ['延其', '延期'],
  ['隐换', '隐患'],
  ['隐幻', '隐患'],
  ['因患', '隐患'],
  ['预期的', '逾期的'],
  ['与期', '逾期'],
  ['帐号', '账号'],
  ['挂帐', '挂账'],
  ['台帐', '台账'],
  ['周抱', '周报'],
  ['零抱告', '零报告'],
]
const slipTable = new Map(slips)
const slipPattern = new RegExp(slips.map(([wrong]) => wrong).join('|'), 'gu')

const punctuation: Readonly<Record<string, string>> = {
  ',': '，',
  ';': '；',
  ':': '：',
  '(': '（',
  ')': '）',
  '!': '！',
  '?': '？',
}

// Control characters, joiners, marks, private use, lone surrogates: nothing to read in them.
const silent = /[\p{Cf}\p{Cc}\p{M}\p{Co}\p{Cs}\p{Cn}]/gu
const pictures = /[\p{Extended_Pictographic}\u{1F1E6}-\u{1F1FF}\u{20E3}]/gu

// Most messages hold nothing else; looking once is cheaper than two rounds of replacing.
const tidy = /^[\n\x20-\x7e\u4e00-\u9fff\u3001-\u3011\uff01-\uff5e“”‘’·]*$/u

const strip = (text: string): string =>
  tidy.test(text)
    ? text
    : text.replace(silent, (c) => (c === '\n' ? c : c === '\t' ? ' ' : '')).replace(pictures, ' ')

/**
 * Brings a message to one way of writing: half-width digits and letters, Chinese punctuation, simplified
 * characters, no emoji, single spaces, `\n` between lines. Normalising twice changes nothing more.
 */
export function normalise(raw: string): string {
  const cut = raw.length > MAX_LENGTH ? raw.slice(0, MAX_LENGTH) : raw
  const circled = cut
    .replace(/\r\n?|[\u2028\u2029\u0085\v\f]/g, '\n')
    .replace(/[\u2460-\u2473]/g, (c) => `(${c.charCodeAt(0) - 0x245f})`)
  return strip(strip(circled).normalize('NFKC'))
    .replace(traditionalPattern, (c) => toSimplified.get(c) ?? c)
    .replace(slipPattern, (wrong) => slipTable.get(wrong) ?? wrong)
    .replace(/[,;:()!?]/g, (c, at: number, all: string) =>
      isBetweenDigits(c, at, all) ? c : (punctuation[c] ?? c),
    )
    .replace(/[–−‐‑]/g, '-')
    .replace(/[｡．]/g, '。')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim()
    .slice(0, MAX_LENGTH)
}

/** A clock time keeps its colon, so "18:00" stays one word. */
function isBetweenDigits(c: string, at: number, all: string): boolean {
  return c === ':' && /\d/.test(all[at - 1] ?? '') && /\d/.test(all[at + 1] ?? '')
}
