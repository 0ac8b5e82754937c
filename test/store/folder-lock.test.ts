import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockFolder } from '../../src/store/database/folder-lock.ts'
import { openStore } from '../../src/store/open.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qinghuan-lock-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A process that does nothing until it is killed. */
function idleProcess() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'])
  return {
    pid: String(child.pid),
    async kill() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

const lockFile = () => join(folder, 'in-use')

describe('the folder of the embedded database', () => {
  it('belongs to one program, and to the next when that has let go', async () => {
    const release = await lockFolder(folder)
    await expect(lockFolder(folder)).rejects.toThrow('正在被另一个清患程序')
    await release()
    await (
      await lockFolder(folder)
    )()
    expect(await readdir(folder)).toEqual([])
  })

  it('is refused while another living program has it, with the number of that program', async () => {
    const other = idleProcess()
    await writeFile(lockFile(), other.pid)
    await expect(lockFolder(folder)).rejects.toThrow(other.pid)
    expect(await readFile(lockFile(), 'utf8')).toBe(other.pid)
    await other.kill()
  })

  it('is taken over from a program that was killed', async () => {
    const other = idleProcess()
    await writeFile(lockFile(), other.pid)
    await other.kill()
    const release = await lockFolder(folder)
    expect(await readFile(lockFile(), 'utf8')).toBe(String(process.pid))
    await release()
  })

  it('is taken over in a container, where the killed program had the same number', async () => {
    await writeFile(lockFile(), String(process.pid))
    await (
      await lockFolder(folder)
    )()
  })

  it('is taken over when the power failed before the number was written', async () => {
    await writeFile(lockFile(), '')
    await (
      await lockFolder(folder)
    )()
  })

  it('goes to one of several that find it left behind at the same moment', async () => {
    const other = idleProcess()
    await other.kill()
    for (let round = 0; round < 20; round += 1) {
      await writeFile(lockFile(), other.pid)
      const tries = await Promise.allSettled(Array.from({ length: 5 }, () => lockFolder(folder)))
      const got = tries.flatMap((tried) => (tried.status === 'fulfilled' ? [tried.value] : []))
      expect(got).toHaveLength(1)
      for (const release of got) await release()
    }
    expect(await readdir(folder)).toEqual([])
  })

  it('goes to one of several processes that find it left behind at the same moment', async () => {
    const dead = idleProcess()
    await dead.kill()
    await writeFile(lockFile(), dead.pid)
    const script = new URL('../support/lock-and-wait.ts', import.meta.url).pathname
    const children = Array.from({ length: 4 }, () =>
      spawn(process.execPath, ['--import', 'tsx', script, folder], { stdio: ['pipe', 'pipe', 'inherit'] }),
    )
    const answers = await Promise.all(
      children.map(async ({ stdout }) => String((await once(stdout, 'data'))[0]).trim()),
    )
    expect(answers.sort()).toEqual(['locked', 'refused', 'refused', 'refused'])
    for (const child of children) child.kill('SIGKILL')
    await Promise.all(children.map((child) => (child.exitCode === null ? once(child, 'exit') : undefined)))
  }, 30_000)

  it('is let go when the database in it cannot be opened', async () => {
    await writeFile(join(folder, 'database'), 'a file where a folder should be')
    await expect(openStore({ dataDir: folder })).rejects.toThrow()
    expect(await readdir(folder)).toEqual(['database'])
  })

  it('is let go when the database is closed, and keeps what was written', async () => {
    const first = await openStore({ dataDir: folder })
    await expect(openStore({ dataDir: folder })).rejects.toThrow('正在被另一个清患程序')
    await first.db.region.create({ data: { id: 'r', name: '某旗' } })
    await first.close()
    const second = await openStore({ dataDir: folder })
    expect(await second.db.region.count()).toBe(1)
    await second.close()
  }, 60_000)
})
