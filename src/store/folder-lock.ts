import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Makes this process the only one that uses the folder: two programs on one embedded database would destroy it.
 * Answers how to let go. A lock that a killed process left behind is taken over.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, 'in-use')
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const file = await open(path, 'wx')
      await file.writeFile(String(process.pid))
      await file.close()
      return () => rm(path, { force: true })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      const holder = Number(await readFile(path, 'utf8').catch(() => ''))
      if (holder !== process.pid && isRunning(holder)) {
        throw new Error(
          `${folder} 正在被另一个清患程序（进程 ${holder}）使用。请先停掉它，或改用 PostgreSQL（DATABASE_URL）。`,
        )
      }
      await rm(path, { force: true })
    }
  }
  throw new Error(`${folder} 正在被另一个清患程序使用。`)
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
