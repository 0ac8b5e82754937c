import { readFileSync } from 'node:fs'
import { calendarOf, tableOf } from './campaign-file/calendar.ts'
import { formatFaults, parseCampaignFile } from './campaign-file/parse.ts'
import { publishedDays } from './domain/time/published-days.ts'

const USAGE = `用法：
  npm run --silent calendar -- 文件           看这个行动所有的截止时间和提醒
  npm run --silent calendar -- 文件 --json    同样的内容，给程序读
`

/** The command line of the preview: what a campaign file makes due and has said. Answers the exit code. */
function main(args: readonly string[]): number {
  const paths = args.filter((arg) => !arg.startsWith('--'))
  const options = args.filter((arg) => arg.startsWith('--'))
  const [path] = paths
  if (path === undefined || paths.length > 1 || options.some((option) => option !== '--json')) {
    process.stderr.write(USAGE)
    return 2
  }
  const text = textOf(path)
  if (text === undefined) {
    process.stderr.write(`读不到文件 ${path}，请核对路径。\n`)
    return 1
  }
  const parsed = parseCampaignFile(text)
  if (!parsed.ok) {
    process.stderr.write(`${path} 有${parsed.faults.length}处要改：\n${formatFaults(parsed.faults)}\n`)
    return 1
  }
  const table = publishedDays()
  if (options.length > 0) {
    const rows = calendarOf(parsed.campaign, table).map((row) => JSON.stringify(row))
    process.stdout.write(rows.length === 0 ? '[]\n' : `[\n${rows.join(',\n')}\n]\n`)
  } else process.stdout.write(`${tableOf(parsed.campaign, table).join('\n')}\n`)
  return 0
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

// Whoever reads only the first lines closes the pipe early.
process.stdout.on('error', () => process.exit())
process.exitCode = main(process.argv.slice(2))
