import type { Router } from '@koa/router'
import { wecomAppChat } from '../../chats.ts'
import { fieldsOf, readJson, textOf } from '../../http.ts'
import type { SandboxChat } from '../../types.ts'
import { CgiError } from '../errors.ts'
import type { Ground } from '../ground.ts'
import type { WeComOptions } from '../options.ts'
import { badJson } from './guards.ts'
import type { Guards } from './guards.ts'

type Item = NonNullable<SandboxChat['menu']>[number]

/** menu/create: up to three buttons with up to five below each, shown as one row under the app's chats. */
export function addMenu(
  router: Router,
  ground: Ground,
  needs: Readonly<{ app: NonNullable<WeComOptions['app']>; guards: Guards }>,
): void {
  router.post('/cgi-bin/menu/create', needs.guards.app, async (ctx) => {
    const agentId = textOf(ctx.query['agentid'])
    if (agentId === '') throw new CgiError(41011, 'agentid missing')
    if (agentId !== String(needs.app.agentId)) throw new CgiError(40056, 'invalid agentid')
    const menu = itemsOf((await readJson(ctx, badJson()))['button'], 3)
    const ids = ground.members.all.map(({ userId }) => wecomAppChat(userId, ground.wecom))
    ground.chats.setMenu(ids, menu)
    ground.changed()
    ctx.body = { errcode: 0, errmsg: 'ok' }
  })
}

function itemsOf(value: unknown, most: number): readonly Item[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > most)
    throw new CgiError(40058, 'invalid Request Parameter, button')
  return value.flatMap((each): readonly Item[] => {
    const button = fieldsOf(each)
    const name = textOf(button?.['name'])
    const key = textOf(button?.['key'])
    const url = textOf(button?.['url'])
    if (name === '') throw new CgiError(40058, 'invalid Request Parameter, button.name')
    if (button?.['sub_button'] !== undefined) return itemsOf(button['sub_button'], 5)
    if (button?.['type'] === 'view' && url !== '') return [{ name, url }]
    if (button?.['type'] !== 'click' || key === '' || Buffer.byteLength(key) > 128)
      throw new CgiError(40058, 'invalid Request Parameter, button.type')
    return [{ name, key }]
  })
}
