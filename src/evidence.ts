import { mkdir, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { evidencePack } from './chat/intents/proof/dossier.ts'
import { loadConfig } from './config.ts'
import { zip } from './documents/zip.ts'
import { directoryCache } from './store/directory.ts'
import * as hazards from './store/hazards.ts'
import * as ledger from './store/ledger.ts'
import { mediaStore } from './store/media.ts'
import type { Store } from './store/open.ts'
import { seal } from './store/sealing/seal.ts'
import { endWith, withStore } from './with-store.ts'

const USAGE = `用法：
  npm run evidence -- 编号 --out 文件夹        例如 npm run evidence -- YC-0012 --out ./YC-0012
  npm run evidence -- 编号 --out 名字.zip      打成一个压缩包
`

/** The command line of evidence packs. Answers the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const asked = askedOf(args)
  if (!asked) {
    process.stderr.write(USAGE)
    return 2
  }
  if (existsSync(asked.out)) {
    process.stderr.write(`${asked.out} 已经存在，换一个名字，免得新旧混在一起。\n`)
    return 2
  }
  return withStore((store) => write(store, asked.code, asked.out))
}

function askedOf(args: readonly string[]): Readonly<{ code: string; out: string }> | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { out: { type: 'string' } },
      allowPositionals: true,
    })
    const [code, ...rest] = positionals
    return code && values.out && rest.length === 0 ? { code: code.toUpperCase(), out: values.out } : undefined
  } catch {
    return undefined
  }
}

async function write(store: Store, code: string, out: string): Promise<number> {
  const { db } = store
  const known = await db.hazard.findUnique({ where: { code }, select: { id: true, campaignId: true } })
  const campaign = known && (await db.campaign.findUnique({ where: { id: known.campaignId } }))
  const hazard = campaign && (await hazards.find(db, code, campaign.regionId))
  if (!hazard) {
    process.stderr.write(`没有编号 ${code}。编号要写全，例如 YC-0012。\n`)
    return 1
  }
  const now = new Date()
  await ledger.append(db, {
    campaignId: hazard.campaignId,
    subject: 'hazard',
    subjectId: String(hazard.id),
    type: 'EvidenceExported',
    data: { to: 'command-line' },
    byId: null,
    at: now,
  })
  await seal(store)
  const media = mediaStore(join(loadConfig(process.env).dataDir, 'media'))
  const { files, photos } = await evidencePack({
    db,
    hazard,
    now,
    directory: await directoryCache().current(db, campaign.regionId),
    photo: (hash) => media.get(db, hash),
    mostBytes: Infinity,
  })
  if (out.toLowerCase().endsWith('.zip')) await writeFile(out, zip(files, now))
  else
    for (const [name, content] of files) {
      await mkdir(dirname(join(out, name)), { recursive: true })
      await writeFile(join(out, name), content)
    }
  process.stdout.write(
    `已写好 ${out}：案卷、照片${photos}张、台账封存和核验方法。内含个人信息，请妥善保管。\n`,
  )
  return 0
}

await endWith(main(process.argv.slice(2)))
