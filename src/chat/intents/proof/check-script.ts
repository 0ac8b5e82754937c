/** The little program in every evidence pack by which a third party computes all hashes anew. Node only, no packages. */
export const CHECK_SCRIPT = `// 用法：node 核验.mjs（在本文件夹里运行）。重新计算每张照片和每条台账的哈希。
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
const here = (name) => new URL(name, import.meta.url)
const sha256 = (content) => createHash('sha256').update(content).digest('hex')
const { entries, photos } = JSON.parse(readFileSync(here('台账封存.json'), 'utf8'))
let wrong = 0
const tell = (good, what) => { if (!good) wrong += 1; console.log((good ? '相符　' : '不符！') + what) }
for (const { position, before, entry, hash } of entries)
  if (hash) tell(sha256(before + '\\n' + entry) === hash, '封存链第' + position + '环')
  else console.log('未封存　' + entry.slice(0, 40))
for (const { file, sha256: hash } of photos)
  if (existsSync(here(file))) tell(sha256(readFileSync(here(file))) === hash, file)
  else console.log('未附　　' + file)
console.log(wrong === 0 ? '全部相符。' : '有' + wrong + '处不符。')
process.exitCode = wrong === 0 ? 0 : 1
`
