import { parseCampaignFile } from '../../../src/campaign-file/parse.ts'
import { openStore } from '../../../src/store/open.ts'
import { loadCampaign } from '../../../src/usecases/load-campaign.ts'

/** A generated county: how many people register hazards, and on which platform. As many others are told of them. */
export type County = Readonly<{ people: number; platform: 'dingtalk' | 'wecom' }>

const DAY_MS = 24 * 60 * 60 * 1000
const TOWNS = 32
const places = (
  '河东 河西 城南 城北 东关 西关 新城 老街 锦绣 翠湖 阳光 滨河 金桥 银杏 龙泉 凤鸣 ' +
  '平安 和谐 幸福 团结 光明 胜利 文昌 学府 站前 桥北 桥南 柳林 梅园 松山 云峰 石桥'
).split(' ')
const ends =
  '花园 家园 苑 小区 佳苑 名苑 雅苑 嘉园 新村 公寓 华府 花苑 豪庭 新居 雅居 丽景 名城 新城里 春天里 怡景'.split(
    ' ',
  )
const faults = [
  '楼道里堆满纸箱',
  '消防车通道被私家车堵住了',
  '楼道灭火器过期没压力',
  '一楼大厅有电动车充电',
  '消火栓箱里没有水带',
  '楼梯间的应急灯不亮',
  '常闭式防火门用砖头顶着',
  '有人从窗户拉线给电瓶车充电',
]

/** The most people for whom the county has communities of different names. */
export const MOST_PEOPLE = places.length * ends.length

/** The name of a community of the generated county; there are as many as people who register. */
export function communityName(index: number): string {
  // Eight places with four endings each make a block of 32.
  const [block, within] = [Math.floor(index / 32), index % 32]
  const place = (within % 8) + 8 * (block % 4)
  const end = Math.floor(within / 8) + 4 * Math.floor(block / 4)
  return `${places[place]}${ends[end]}`
}

/** What a sender says the n-th time: 河东花园3号楼2单元楼道里堆满纸箱. Says the same again only after hundreds of times. */
export function sentence({ people }: Pick<County, 'people'>, sender: number, n: number): string {
  const community = communityName((sender + n * 7) % people)
  return `${community}${(n % 17) + 1}号楼${(n % 4) + 1}单元${faults[(sender + n) % faults.length]}`
}

/** Platform user ids: people who send, and managers of the property companies, who are responsible. */
export const senderId = (index: number): string => `s${index}`
export const managerId = (index: number): string => `m${index}`

/** Creates the schema in an empty database and loads the generated county into it, everybody bound. */
export async function prepareDatabase(databaseUrl: string, county: County, now: Date): Promise<void> {
  const parsed = parseCampaignFile(campaignFile(county, now))
  if (!parsed.ok) throw new Error(`the generated campaign file is wrong: ${JSON.stringify(parsed.faults)}`)
  const store = await openStore({ databaseUrl, poolSize: 2 })
  try {
    await store.transaction((tx) => loadCampaign(tx, parsed.campaign, now))
  } finally {
    await store.close()
  }
}

function campaignFile({ people, platform }: County, now: Date): string {
  const day = (offset: number): string => new Date(now.getTime() + offset * DAY_MS).toISOString().slice(0, 10)
  const lines = (count: number, line: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => `  - ${line(index)}`).join('\n')
  const each = (line: (index: number) => string): string => lines(people, line)
  return `region: { key: bench, name: 云川县 }
campaign: { key: bench, title: 高层住宅整治, issuer: 县政府办, codePrefix: YC, starts: ${day(-10)}, ends: ${day(60)} }
units:
  - { key: office, name: 消安委办, kind: office }
  - { key: fire, name: 消防救援大队, kind: fire, parent: office }
${lines(TOWNS, (i) => `{ key: town-${i}, name: ${['东', '南', '西', '北'][i % 4]}${numeral(i)}镇, kind: township, parent: office }`)}
${each((i) => `{ key: property-${i}, name: ${numeral(i)}安物业, kind: property }`)}
people:
  - { key: admin, name: 张磊, unit: office, roles: [office, admin], phone: 13800000001, ${platform}: admin }
  - { key: reinspector, name: 郭强, unit: office, roles: [reinspector], ${platform}: reinspector }
${each((i) => `{ key: sender-${i}, name: 刘${numeral(i)}, unit: town-${i % TOWNS}, roles: [liaison], ${platform}: ${senderId(i)} }`)}
${each((i) => `{ key: manager-${i}, name: 王${numeral(i)}, unit: property-${i}, roles: [property], ${platform}: ${managerId(i)} }`)}
communities:
${each((i) => `{ key: community-${i}, name: ${communityName(i)}, unit: town-${i % TOWNS}, property: property-${i} }`)}
categories:
  - { key: fire-lane, limitDays: 3 }
  - { key: evacuation, limitDays: 3 }
duties: []
`
}

/** A number as letters of a name, to the base of eight: 0 甲甲, 1 甲乙, … 64 乙甲甲 */
function numeral(index: number): string {
  const signs = '甲乙丙丁戊己庚辛'
  return [...index.toString(8).padStart(2, '0')].map((digit) => signs[Number(digit)] ?? '').join('')
}
