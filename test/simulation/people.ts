import type { Line } from './town.ts'

/** What somebody will say, so many minutes after he heard something. */
export type Deed = Readonly<{ minutes: number; by: string; text: string; sent?: 'photo' | 'file' }>

/** Somebody of the county: what he does about something that he has heard. `week` counts from 0. */
type Habit = (heard: string, week: number, line: Line) => readonly Deed[]

const HOUR = 60
const DAY = 24 * HOUR

/** Everything that a liaison is asked for in that message and how it is answered in the words that the bot suggests. */
function answers(by: string, heard: string, week: number, minutes: number): readonly Deed[] {
  const found = (week % 4) + 1
  const deeds: Omit<Deed, 'by' | 'minutes'>[] = []
  if (/周报（/u.test(heard))
    deeds.push({ text: week % 5 === 4 ? '周报 零报告' : `周报 检查${found + 3} 发现${found} 整改${found}` })
  if (/半月报（/u.test(heard)) {
    if (!/还差整改台账/u.test(heard))
      deeds.push({ text: `半月报 检查${found + 8} 发现${found} 整改${found}` })
    deeds.push({ text: '附台账' })
  }
  for (const name of ['季度评估', '工作方案', '通道整治总结'])
    if (heard.includes(name)) deeds.push({ text: `交 ${name}`, sent: 'file' })
  if (heard.includes('网格员培训')) deeds.push({ text: '网格员培训已完成', sent: 'photo' })
  if (heard.includes('隐患整改率')) deeds.push({ text: '隐患整改率 100%' })
  if (/征求意见|电动自行车管理办法/u.test(heard)) deeds.push({ text: '无意见' })
  if (/还没报值守人/u.test(heard)) deeds.push({ text: '值守 5月1日到5日 王小虎 13800000091' })
  if (/已到岗/u.test(heard)) deeds.push({ text: /回「([^」]*已到岗)」/u.exec(heard)?.[1] ?? '已到岗' })
  return deeds.map((deed, index) => ({ ...deed, by, minutes: minutes + 3 * index }))
}

/** Answers on the day itself, within the hour or so, and to what comes only once at once. */
const punctual =
  (by: string, minutes: number): Habit =>
  (heard, week) =>
    /今天\d|今天（|征求意见|值守|到岗/u.test(heard) ? answers(by, heard, week, minutes) : []

/** Does nothing before the deadline has passed, and then answers the chase. */
const late =
  (by: string, minutes: number): Habit =>
  (heard, week) =>
    /已截止/u.test(heard) || /值守|到岗/u.test(heard) ? answers(by, heard, week, minutes) : []

const silent: Habit = () => []

/** Numbers of the hazards that a message names: 12号. */
const numbers = (heard: string): readonly string[] => [
  ...new Set(heard.match(/\d+号(?!楼|院|线|门)/gu) ?? []),
]

/** Has the hazard rectified so many minutes after he has heard of it. */
const rectifies =
  (by: string, minutes: number): Habit =>
  (heard) =>
    /请整改|复查未通过/u.test(heard)
      ? numbers(heard)
          .slice(0, 1)
          .map((code) => ({ minutes, by, text: `${code}已改`, sent: 'photo' }))
      : []

/** Waits until it is overdue, and then does one at a time. */
const dawdles =
  (by: string): Habit =>
  (heard) =>
    /已逾期/u.test(heard)
      ? numbers(heard)
          .slice(0, 1)
          .map((code) => ({ minutes: 5 * HOUR, by, text: `${code}已改`, sent: 'photo' }))
      : []

/** Looks at what is said to be rectified; every third one fails the first time. */
const reinspects =
  (by: string, failed = new Set<string>()): Habit =>
  (heard) =>
    /请复查/u.test(heard)
      ? numbers(heard)
          .slice(0, 1)
          .map((code) => ({
            minutes: 5 * HOUR,
            by,
            text:
              Number(code.slice(0, -1)) % 3 === 0 && !failed.has(code) && failed.add(code)
                ? `${code}不合格，没清干净`
                : `${code}合格`,
          }))
      : []

const prefixes = new Map([
  ['消防通道专项整治', 'TD'],
  ['高层住宅专项整治', 'GC'],
  ['三年行动', 'SN'],
])

/** The office: chases by hand now and then, puts off the first proposals and releases the later ones. */
const office: Habit = (heard, week) => {
  const deeds: Deed[] = []
  const by = 'u-zhang'
  if (/未报\d|还差/u.test(heard) && heard.includes('再催一次') && week % 4 === 3)
    deeds.push({ minutes: 20, by, text: '再催一次' })
  for (const section of heard.split(/\*\*[一二三四五]、\*\*/u)) {
    const what = /已到「拟(通报|约谈|挂牌)」/u.exec(section)?.[1]
    const prefix =
      /〔先不发，缓3天 ([A-Z]+)〕/u.exec(section)?.[1] ?? prefixes.get(/【(.+?)】/u.exec(section)?.[1] ?? '')
    if (what && prefix)
      deeds.push({ minutes: 30, by, text: `${week % 3 === 0 ? '先不发，缓3天' : `发${what}`} ${prefix}` })
  }
  return deeds
}

const songInspects = reinspects('u-song')

/** Everybody who does something about what he hears, by account. Who is not here only listens. */
export const habits: Readonly<Record<string, Habit>> = {
  'u-liu': punctual('u-liu', 40),
  'u-xu': punctual('u-xu', 90),
  'u-lin': punctual('u-lin', 200),
  'u-gao': punctual('u-gao', 30),
  'u-lixin': punctual('u-lixin', 30),
  'u-ma': punctual('u-ma', 60),
  'u-guo': punctual('u-guo', 25),
  'u-song': (heard, week, line) => [
    ...(/^（代/u.test(heard) ? punctual('u-song', 60)(heard, week, line) : []),
    ...songInspects(heard, week, line),
  ],
  'u-tang': punctual('u-tang', 100),
  'u-deng': punctual('u-deng', 300),
  'u-cao': punctual('u-cao', 15),
  'u-feng': punctual('u-feng', 45),
  'u-chen': punctual('u-chen', 55),
  'u-hu': late('u-hu', 5 * HOUR),
  'u-dong': late('u-dong', DAY),
  'u-luo': silent,
  'u-li': rectifies('u-li', 26 * HOUR),
  'u-yao': rectifies('u-yao', 30 * HOUR),
  'u-wu': dawdles('u-wu'),
  // Nothing for a quarter of a year, then one a day.
  'u-zhou': (heard, week, line) => (week < 13 ? [] : dawdles('u-zhou')(heard, week, line)),
  'u-zhang': office,
}

/** What people do of their own accord, whatever they have heard: so many days after the first Monday, at a time. */
export function diary(
  weeks: number,
): readonly Readonly<{ day: number; time: string; by: string; text: string }>[] {
  const found = Array.from({ length: weeks }, (_, week) => [
    { day: 7 * week, time: '10:20', by: 'u-zhao', text: `阳光花园${week + 1}号楼1单元楼道堆满纸箱` },
    {
      day: 7 * week + 1,
      time: '15:10',
      by: 'u-jiang',
      text: `翡翠湾${week + 1}号楼门口消防车道被私家车占用`,
    },
    ...(week % 2 === 0
      ? [{ day: 7 * week + 2, time: '09:40', by: 'u-zhao', text: `锦绣城${week + 1}栋消火栓箱里没有水带` }]
      : []),
    ...(week % 3 === 0
      ? [{ day: 7 * week + 3, time: '16:00', by: 'u-zhao', text: `幸福里${week + 1}号楼楼道有电动车充电` }]
      : []),
    ...(week % 4 === 1
      ? [
          {
            day: 7 * week + 3,
            time: '11:30',
            by: 'u-wang-laigen',
            text: `滨河新村${week + 1}栋楼道堆放旧家具`,
          },
        ]
      : []),
  ]).flat()
  return [
    ...found,
    { day: 35, time: '09:10', by: 'u-guo', text: '请假到4月17日，由宋佳代办' },
    { day: 50, time: '10:00', by: 'u-lin', text: '收到' },
    { day: 63, time: '11:00', by: 'u-gao', text: '联络员换成李新 13800000099' },
    { day: 63, time: '14:00', by: 'u-lixin', text: '我是 李新 13800000099' },
    { day: 70, time: '08:50', by: 'u-sun', text: '这个月打扰了谁' },
    { day: 91, time: '09:50', by: 'u-wang-jianguo', text: '双柳镇怎么样' },
  ].filter(({ day }) => day < 7 * weeks)
}
