// The thread of the press. A thread does not inherit the loader that reads TypeScript, however the program was started.
import { register } from 'tsx/esm/api'

register()
await import('./print.ts')
