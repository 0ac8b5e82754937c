// Half a year of one county in some minutes: `npm run half-year -- [weeks] [folder]`. Prints how many messages a person
// and week the bot started, and writes what the office, the leaders, and a punctual, a late and a silent unit have read.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { account, reading } from './account.ts'
import { play } from './play.ts'

const weeks = Number(process.argv[2] ?? 26)
const folder = process.argv[3] ?? 'data/half-year'

const readers = {
  'u-zhang': 'office',
  'u-sun': 'office-2',
  'u-wang-jianguo': 'leader',
  'u-luheng': 'leader-of-the-late',
  'u-liu': 'punctual',
  'u-hu': 'late',
  'u-luo': 'silent',
  'u-song': 'reinspector',
  'u-zhou': 'property-silent',
  'u-li': 'property-punctual',
  'u-guo': 'on-leave',
  'u-lixin': 'handed-over',
  cidCounty: 'group',
} as const

const began = performance.now()
const played = await play(weeks)
await mkdir(folder, { recursive: true })
for (const [who, name] of Object.entries(readers))
  await writeFile(join(folder, `${name}.txt`), `${reading(played, who)}\n`)
console.table(
  account(played, weeks, [
    '张磊',
    '孙燕',
    '王建国',
    '陆恒',
    '刘敏',
    '胡波',
    '董浩',
    '罗斌',
    '李祥',
    '周凯',
    '宋佳',
  ]),
)
console.log(`${weeks} weeks in ${Math.round((performance.now() - began) / 1000)} s; read ${folder}/*.txt`)
