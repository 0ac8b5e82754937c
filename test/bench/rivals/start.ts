import type { WayName } from '../ways/way.ts'
import type { Steps } from './bot.ts'
import { openApp } from './doors/app.ts'
import { openSocket } from './doors/socket.ts'
import { openWebhook } from './doors/webhook.ts'

const doors = { webhook: openWebhook, app: openApp, socket: openSocket } as const

// A rival is told on its command line: port, database, way, address of the sink.

/** The database that this process was started for. */
export function databaseUrl(): string {
  return process.argv[3] ?? ''
}

/** Opens the door that this process was started for, with these steps behind it. */
export function start(steps: Steps): void {
  const [port, , way, sinkUrl = ''] = process.argv.slice(2)
  doors[way as WayName]({ port: Number(port), sinkUrl, steps })
}
