// Generates the Prisma client when the schema is newer than it. Generating needs no engine binary; naming
// an engine that does nothing keeps Prisma from downloading one, so this works in closed networks too.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))
const stamp = at('../src/store/generated/.schema-hash')
const { version } = createRequire(import.meta.url)('prisma/package.json')
const hash = createHash('sha256')
  .update(version)
  .update(readFileSync(at('schema.prisma')))
  .digest('hex')

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== hash) {
  const cli = createRequire(import.meta.url).resolve('prisma/build/index.js')
  const run = spawnSync(process.execPath, [cli, 'generate', '--schema', at('schema.prisma')], {
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
    encoding: 'utf8',
  })
  if (run.status !== 0) {
    process.stderr.write(`${run.stdout}${run.stderr}`)
    process.exit(run.status ?? 1)
  }
  writeFileSync(stamp, hash)
}
