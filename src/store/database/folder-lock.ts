import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** The folders that this process holds: after a restart in a container the killed one had the same process id. */
const held = new Set<string>()

/**
 * Makes this process the only one that uses the folder: two programs on one embedded database would destroy it.
 * Answers how to let go. A lock that a killed process left behind is taken over.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(resolve(folder), 'in-use')
  if (held.has(path)) throw inUse(folder, process.pid)
  held.add(path)
  try {
    await mkdir(folder, { recursive: true })
    while (!(await create(path))) {
      const holder = await readHolder(path)
      if (holder === undefined) continue
      const pid = Number(holder)
      if (pid !== process.pid && isRunning(pid)) throw inUse(folder, pid)
      await removeStale(path, holder)
    }
  } catch (error) {
    held.delete(path)
    throw error
  }
  return async () => {
    await rm(path, { force: true })
    held.delete(path)
  }
}

function inUse(folder: string, pid: number): Error {
  return new Error(
    `${folder} 正在被另一个清患程序（进程 ${pid}）使用。请先停掉它，或改用 PostgreSQL（DATABASE_URL）。`,
  )
}

/** True when the lock was free and is ours now. */
async function create(path: string): Promise<boolean> {
  try {
    await writeFile(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

/** What stands in the lock; undefined when it has just been let go. */
async function readHolder(path: string): Promise<string | undefined> {
  let content: string | undefined
  // Between making the file and writing into it lies a moment; whoever is in it is alive.
  for (let look = 0; look < 20; look += 1) {
    content = await readFile(path, 'utf8').catch((error: unknown) => {
      if (isCode(error, 'ENOENT')) return undefined
      throw error
    })
    if (content !== '') return content
    await pause(25)
  }
  return content
}

/** Removes a dead process's lock. Moved aside first: of several who find it dead, none removes the lock of another. */
async function removeStale(path: string, holder: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return
    throw error
  }
  const moved = await readFile(aside, 'utf8')
  // Somebody took it over between our look and our move: it goes back.
  if (moved !== holder) await writeFile(path, moved, { flag: 'wx' })
  await rm(aside, { force: true })
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isCode(error, 'EPERM')
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
