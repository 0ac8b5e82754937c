import type { Router } from '@koa/router'
import { createHash, randomUUID } from 'node:crypto'
import { OapiError, readJson, textOf } from '../http.ts'
import type { SandboxPerson } from '../types.ts'
import type { Guards } from './wire/guards.ts'

/** The organisation's directory (KB0117, KB0056); people outside it are not found. */
export function addDirectory(router: Router, people: readonly SandboxPerson[], guards: Guards): void {
  const staff = people.filter((person) => !person.outsider)

  router.post('/topapi/v2/user/getbymobile', guards.oapi, async (ctx) => {
    const body = await readJson(ctx, new OapiError(400002, '参数错误'))
    const mobile = textOf(body['mobile'])
    if (!/^(\+?\d{1,4}-)?\d{5,15}$/.test(mobile)) throw new OapiError(40104, '无效的手机号码')
    const person = staff.find((each) => each.mobile === mobile)
    if (!person) throw new OapiError(60121, '找不到该用户')
    ctx.body = answer({ userid: person.userId, exclusive_account_userid_list: [] })
  })

  router.post('/topapi/v2/user/get', guards.oapi, async (ctx) => {
    const body = await readJson(ctx, new OapiError(400002, '参数错误'))
    const person = staff.find((each) => each.userId === textOf(body['userid']))
    if (!person) throw new OapiError(33012, '无效的USERID')
    ctx.body = answer({
      userid: person.userId,
      unionid: createHash('sha256').update(`union ${person.userId}`).digest('base64url').slice(0, 22),
      name: person.name,
      title: person.title,
      ...(person.mobile === undefined ? {} : { mobile: person.mobile }),
      dept_id_list: [1],
      active: true,
      admin: false,
    })
  })
}

function answer(result: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { errcode: 0, errmsg: 'ok', result, request_id: randomUUID() }
}
