/** The meanings that open talk is weighed for. What has a closed form (更正, 延期, 移交, 收到…) is read by its grammar. */
export const meanings = [
  'register-hazard',
  'report-progress',
  'confirm-rectified',
  'reinspect',
  'query',
  'none',
] as const
export type Meaning = (typeof meanings)[number]

/** The short names of the meanings in the table. */
export type Column = 'reg' | 'rep' | 'con' | 'rei' | 'que' | 'none'
type Row = Readonly<{ why: string } & Partial<Record<Column, number>>>

/** What every meaning starts with: what is written down has to be earned. */
export const start = { reg: -4, rep: -3, con: -2.5, rei: -1, que: -2.5, none: 0 }

/** By how much a meaning that writes data must outweigh saying nothing: chatter written down is the worst error. */
export const lead = 0.5

/**
 * What each feature weighs for each meaning: positive speaks for it, negative against. Set by hand in halves, on the
 * labelled messages of test/corpus but for those that its README calls unseen.
 */
// prettier-ignore
const table = {
  // Where and what: a finding names a place, a thing and what is wrong with it.
  compound: { why: 'a finding and a finished job name a compound of the directory; so does a question', reg: 2, con: 1, que: 1 },
  building: { why: 'a building, floor, gate or way tells where inside', reg: 1.5, con: 0.5 },
  thereabouts: { why: '阳光那边: a place is pointed at, and will be asked for', reg: 1 },
  site: { why: 'a shop, school or factory stands for a place of its own', reg: 1 },
  thing: { why: 'something that can be at fault is named', reg: 1 },
  fault: { why: 'words say that something is wrong', reg: 2 },
  fine: { why: 'words say that something is in order', reg: -1.5 },
  ordered: { why: 'a unit is told to see to it', reg: 1.5 },
  deadline: { why: 'a day is set by which it must be done', reg: 1 },
  onSpot: { why: 'what was put right while somebody looked was found by him', reg: 2, con: -1 },
  graded: { why: '重大隐患 and 一般隐患 are grades of findings', reg: 2 },
  listed: { why: '问题：, 如下: what follows are findings', reg: 2 },
  specific: { why: 'a number inside a named compound: somebody stood there', reg: 1 },
  plainFinding: { why: 'an inspector names a thing in a place and nothing else', reg: 1.5 },
  several: { why: 'two and more findings are no slip of the reading', reg: 1.5 },
  placed: { why: 'a finding says where', reg: 1 },
  nowhere: { why: 'a fault without a place is talk about faults', reg: -4 },
  lenient: { why: 'no word of fault was found, only a thing', reg: -2 },
  finding: { why: '发现, 看见, 举报: verbs of finding and of telling', reg: 1.5 },
  firm: { why: '责令, 特此报告, 检查发现: the style of records', reg: 2 },
  courtesy: { why: 'greetings open reports and chatter alike', none: 0.5 },
  numbered: { why: 'findings in a numbered list', reg: 2, rep: 0.5 },
  inspector: { why: 'who inspects by office finds and judges, and seldom closes', reg: 1, con: -1.5, rei: 1 },
  // Totals.
  counts: { why: 'a number has found what it counts', rep: 4 },
  manyCounts: { why: 'two such numbers are a report and no question', rep: 3, reg: -2, con: -3, que: -3 },
  period: { why: '本周, 今日: a report and its time', rep: 1 },
  totals: { why: '周报, 出动, 共: words of reports', rep: 1 },
  nil: { why: '零报告, 本周无新增: nil in so many words', rep: 6, que: -4 },
  onlyCodes: { why: 'a lone number of 弄好 beside codes is a code itself', rep: -3 },
  // What is done or judged.
  codes: { why: 'what has a number exists already: done, judged or asked after', con: 2, rei: 1, que: 1, reg: -2, rep: -1 },
  done: { why: 'a verb of repair with its completion', con: 3 },
  ownersDone: { why: 'the fault itself is told as gone by who looks after it', con: 2, reg: -3 },
  askCheck: { why: '请复查: done by the owner, not judged yet', con: 2, rei: -4 },
  visit: { why: 'a visit and a verdict', rei: 4 },
  verdictWord: { why: '合格, 打回: words of verdicts', rei: 1.5 },
  stillOpen: { why: '还没改 without a number changes nothing', none: 1, con: -1 },
  // Questions are never data.
  questionMark: { why: 'a question mark at the end', que: 3 },
  subject: { why: 'what the bot can tell: overdue, ranking, how far', que: 2, con: -0.5 },
  percent: { why: 'a rate is told, not asked for', que: -3 },
  title: { why: 'a short title that ends in what is wanted: 河西超期数', que: 2.5 },
  midQuestion: { why: 'a rhetorical question, and then something else', que: 1, reg: -0.5 },
  questionWord: { why: '多少, 谁, 哪些', que: 2.5, reg: -1.5, rep: -1.5, con: -1.5, rei: -1.5 },
  questionTail: { why: '吗, 了没有', que: 3 },
  bareName: { why: '那河东街道呢: a bare name that asks', que: 4 },
  softTail: { why: '呢 asks and softens alike', que: 1 },
  lookUp: { why: '帮我看看, 列出来', que: 3 },
  outside: { why: 'law, prices, telephone numbers: not the bot’s to answer', que: -5 },
  // Talk about the campaign that records nothing.
  announcement: { why: '通知, 请各单位, 抓紧: told to everybody', none: 3 },
  meeting: { why: 'meetings and what was said in them', none: 2 },
  hearsay: { why: '听说, 新闻, elsewhere', none: 2 },
  secondHand: { why: 'rumours, denied or unchecked', none: 4 },
  intention: { why: 'what somebody is going to do', none: 3.5 },
  smallTalk: { why: 'greetings, thanks, meals, phones', none: 1.5 },
  unreal: { why: 'if, imagine, wish', none: 4 },
  business: { why: 'buying, selling, other public notices', none: 3 },
  knowledge: { why: 'rules, shares, lore', none: 3 },
  blame: { why: 'who is to blame', none: 4 },
  rhetoric: { why: 'exhortations and comparisons', none: 4 },
  gathering: { why: 'departures, roll calls, who takes part', none: 3 },
  weakCount: { why: 'one number and no word of inspection: 去了三个地方', rep: -2.5 },
  habit: { why: 'what happens often and somewhere', none: 5 },
  aboutNumbers: { why: 'talk about how numbers are written', none: 3 },
} satisfies Record<string, Row>
export type FeatureId = keyof typeof table
export const weights: Readonly<Record<FeatureId, Row>> = table
