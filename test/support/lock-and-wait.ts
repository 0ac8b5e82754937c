// Locks the folder that it is given, says how that went, and holds on until it is killed.
import { lockFolder } from '../../src/store/database/folder-lock.ts'

const said = await lockFolder(process.argv[2] ?? '').then(
  () => 'locked',
  () => 'refused',
)
process.stdout.write(`${said}\n`)
setInterval(() => undefined, 1000)
