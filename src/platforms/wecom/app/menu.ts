import { createHash } from 'node:crypto'
import { PlatformError } from '../../../chat/outgoing.ts'
import { errorName } from '../../../ports/log.ts'
import type { Log } from '../../../ports/log.ts'
import type { Menu, WecomClient } from '../api/client.ts'
import { operatorHint } from '../api/errors.ts'
import type { WecomSettings } from '../settings.ts'

/** What is kept of the menu from one start of the program to the next. */
export type MenuMemory = Readonly<{ read(): Promise<unknown>; write(mark: string): Promise<void> }>

/**
 * Gives the app its menu, if it is another than the last one given to it. An app that cannot hear gets none: nobody
 * would answer. Never rejects: without a menu everything else still works, so a failure is a line in the log.
 */
export async function publishMenu(
  given: Readonly<{
    menu: Menu
    settings: WecomSettings
    client: WecomClient
    memory: MenuMemory
    log: Log
  }>,
): Promise<void> {
  const { menu, settings, client, memory, log } = given
  const { app, apiBase } = settings
  if (!app?.callback) return
  const mark = createHash('sha256')
    .update(JSON.stringify([apiBase, app.corpId, app.agentId, menu]))
    .digest('hex')
  try {
    if ((await memory.read()) === mark) return
    await client.createMenu(menu)
    await memory.write(mark)
    log.info({}, '企业微信：应用菜单已更新')
  } catch (error) {
    const code = error instanceof PlatformError ? error.code : errorName(error)
    // The client has said already what the operator has to do.
    if (operatorHint(code) === undefined)
      log.warn({ code }, '企业微信：应用菜单这次没有建成，收发消息不受影响，下次启动会再试')
  }
}
