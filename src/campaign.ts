import { readFileSync } from 'node:fs'
import { formatFaults, parseCampaignFile } from './campaign-file/parse.ts'
import { remarksOn } from './campaign-file/remarks.ts'
import { publishedDays } from './domain/time/published-days.ts'
import type { Store } from './store/open.ts'
import { loadCampaign } from './usecases/load-campaign.ts'
import { endWith, withStore } from './with-store.ts'

const USAGE = `用法：
  npm run campaign -- check 文件     只检查，不载入
  npm run campaign -- load 文件      载入；再次载入就是更新，已有的台账都保留
  npm run campaign -- list           看已载入的行动
`

/** The command line of campaign files. Answers the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const [command, path] = args
  if (command === 'list' && !path) return withStore(list)
  if ((command !== 'load' && command !== 'check') || !path) {
    process.stderr.write(USAGE)
    return 2
  }
  const parsed = parseCampaignFile(readFileSync(path, 'utf8'))
  if (!parsed.ok) {
    process.stderr.write(
      `${path} 有${parsed.faults.length}处要改，没有载入：\n${formatFaults(parsed.faults)}\n`,
    )
    return 1
  }
  for (const remark of remarksOn(parsed.campaign, publishedDays())) process.stdout.write(`提示：${remark}\n`)
  if (command === 'check') {
    process.stdout.write(`${path} 检查通过。\n`)
    return 0
  }
  return withStore(async (store) => {
    const loaded = await store.transaction((tx) => loadCampaign(tx, parsed.campaign, new Date()))
    const { units, people, communities, isNew, leftUnits, leftPeople } = loaded
    process.stdout.write(
      `${isNew ? '已载入' : '已更新'}「${parsed.campaign.campaign.title}」：单位${units}个，人员${people}名，小区${communities}个。\n`,
    )
    if (leftUnits.length > 0)
      process.stdout.write(`名单里不再有：${leftUnits.join('、')}。以前的台账保留，以后不再要求报送。\n`)
    if (leftPeople.length > 0)
      process.stdout.write(
        `名单里不再有：${leftPeople.join('、')}。不再收提醒，也不能再上报；写回名单重新载入就恢复。\n`,
      )
    return 0
  })
}

async function list(store: Store): Promise<number> {
  const campaigns = await store.db.campaign.findMany({ orderBy: { startsOn: 'asc' } })
  for (const { title, codePrefix, startsOn, endsOn } of campaigns)
    process.stdout.write(`${codePrefix}\t${startsOn}～${endsOn}\t${title}\n`)
  if (campaigns.length === 0) process.stdout.write('还没有载入行动。\n')
  return 0
}

await endWith(main(process.argv.slice(2)))
