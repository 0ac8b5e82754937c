import { parseCampaignFile } from '../../src/campaign-file/parse.ts'
import { openStore } from '../../src/store/open.ts'
import { loadCampaign } from '../../src/usecases/load-campaign.ts'

/** People who register hazards, and as many people of responsible units who are told of them. */
export const SENDERS = 32

const DAY_MS = 24 * 60 * 60 * 1000
const places = ['河东', '河西', '城南', '城北', '东关', '西关', '新城', '老街']
const ends = ['花园', '家园', '苑', '小区']
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

/** The name of a community of the generated county; there are as many as senders. */
export function communityName(index: number): string {
  return `${places[index % places.length]}${ends[Math.floor(index / places.length) % ends.length]}`
}

/** What a sender says the n-th time: 河东花园3号楼2单元楼道里堆满纸箱. Says the same again only after hundreds of times. */
export function sentence(sender: number, n: number): string {
  const community = communityName((sender + n * 7) % SENDERS)
  return `${community}${(n % 17) + 1}号楼${(n % 4) + 1}单元${faults[(sender + n) % faults.length]}`
}

/** DingTalk user ids: people who send, and managers of the property companies, who are responsible. */
export const senderId = (index: number): string => `s${index}`
export const managerId = (index: number): string => `m${index}`

/** The secret with which the bench signs, as DingTalk would. */
export const SECRET = 'invented-bench-secret'

/** Creates the schema in an empty database and loads the generated county into it, everybody bound. */
export async function prepareDatabase(databaseUrl: string, now: Date): Promise<void> {
  const parsed = parseCampaignFile(campaignFile(now))
  if (!parsed.ok) throw new Error(`the generated campaign file is wrong: ${JSON.stringify(parsed.faults)}`)
  const store = await openStore({ databaseUrl, poolSize: 2 })
  try {
    await store.transaction((tx) => loadCampaign(tx, parsed.campaign, now))
  } finally {
    await store.close()
  }
}

function campaignFile(now: Date): string {
  const day = (offset: number): string => new Date(now.getTime() + offset * DAY_MS).toISOString().slice(0, 10)
  const each = (line: (index: number) => string): string =>
    Array.from({ length: SENDERS }, (_, index) => `  - ${line(index)}`).join('\n')
  return `region: { key: bench, name: 云川县 }
campaign: { key: bench, title: 高层住宅整治, issuer: 县政府办, codePrefix: YC, starts: ${day(-10)}, ends: ${day(60)} }
units:
  - { key: office, name: 消安委办, kind: office }
  - { key: fire, name: 消防救援大队, kind: fire, parent: office }
${each((i) => `{ key: town-${i}, name: ${['东', '南', '西', '北'][i % 4]}${numeral(i)}镇, kind: township, parent: office }`)}
${each((i) => `{ key: property-${i}, name: ${numeral(i)}安物业, kind: property }`)}
people:
  - { key: admin, name: 张磊, unit: office, roles: [office, admin], phone: 13800000001, dingtalk: admin }
${each((i) => `{ key: sender-${i}, name: 刘${numeral(i)}, unit: town-${i}, roles: [liaison], dingtalk: ${senderId(i)} }`)}
${each((i) => `{ key: manager-${i}, name: 王${numeral(i)}, unit: property-${i}, roles: [property], dingtalk: ${managerId(i)} }`)}
communities:
${each((i) => `{ key: community-${i}, name: ${communityName(i)}, unit: town-${i}, property: property-${i} }`)}
categories:
  - { key: fire-lane, limitDays: 3 }
  - { key: evacuation, limitDays: 3 }
duties: []
`
}

/** A number as letters of a name: 0 甲甲, 1 甲乙, … */
function numeral(index: number): string {
  const signs = '甲乙丙丁戊己庚辛'
  return `${signs[Math.floor(index / 8)]}${signs[index % 8]}`
}
