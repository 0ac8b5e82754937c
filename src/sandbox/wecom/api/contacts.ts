import type { Router } from '@koa/router'
import { readJson, textOf, textsOf } from '../../http.ts'
import type { SandboxPerson } from '../../types.ts'
import { CgiError } from '../errors.ts'
import type { Ground } from '../ground.ts'
import { unitOf } from '../people.ts'
import { badJson } from './guards.ts'
import type { Guards } from './guards.ts'

/** Misses of getuserid in one day before it is blocked; a fifth of the organisation where that is more. */
const fewestMisses = 5

/** The directory (D95402, D90344, D101521). Mobiles are never told, as for every app made since 2022. */
export function addContacts(router: Router, ground: Ground, guards: Guards): void {
  const { members, now } = ground
  const { all, departments } = members
  let misses = { day: '', count: 0 }

  router.post('/cgi-bin/user/getuserid', guards.app, async (ctx) => {
    const mobile = textOf((await readJson(ctx, badJson()))['mobile'])
    if (mobile === '') throw new CgiError(40058, 'invalid Request Parameter, mobile')
    const day = now().toISOString().slice(0, 10)
    if (misses.day !== day) misses = { day, count: 0 }
    if (misses.count >= Math.max(fewestMisses, all.length / 5))
      throw new CgiError(45009, 'api freq out of limit')
    const person = all.find((each) => each.mobile === mobile)
    if (!person) {
      misses.count += 1
      throw new CgiError(46004, 'user not exist')
    }
    ctx.body = { errcode: 0, errmsg: 'ok', userid: person.userId }
  })

  router.get('/cgi-bin/user/get', guards.app, (ctx) => {
    const person = members.find(textOf(ctx.query['userid']))
    if (!person) throw new CgiError(60111, 'userid not found')
    ctx.body = {
      errcode: 0,
      errmsg: 'ok',
      ...briefOf(person),
      position: person.title.split('·').slice(1).join('·').trim(),
      main_department: departmentOf(person),
      status: 1,
      isleader: 0,
    }
  })

  router.get('/cgi-bin/user/simplelist', guards.app, (ctx) => {
    const department = departments.find((each) => String(each.id) === textOf(ctx.query['department_id']))
    if (!department) throw new CgiError(60003, 'department not found')
    ctx.body = { errcode: 0, errmsg: 'ok', userlist: department.members.map(briefOf) }
  })

  router.get('/cgi-bin/department/list', guards.app, (ctx) => {
    const id = textOf(ctx.query['id'])
    const shown = id === '' || id === '1' ? departments : departments.filter((each) => String(each.id) === id)
    ctx.body = {
      errcode: 0,
      errmsg: 'ok',
      department: shown.map((each) => ({
        id: each.id,
        name: each.name,
        department_leader: [],
        parentid: each.id === 1 ? 0 : 1,
        order: 100_000 - each.id,
      })),
    }
  })

  router.post('/cgi-bin/batch/openuserid_to_userid', guards.app, async (ctx) => {
    const ids = textsOf((await readJson(ctx, badJson()))['open_userid_list'])
    if (!ids || ids.length === 0 || ids.length > 1000)
      throw new CgiError(40058, 'invalid Request Parameter, open_userid_list')
    const known = ids.flatMap((id) => {
      const person = members.byOpenId(id)
      return person ? [{ open_userid: id, userid: person.userId }] : []
    })
    ctx.body = {
      errcode: 0,
      errmsg: 'ok',
      userid_list: known,
      invalid_open_userid_list: ids.filter((id) => !members.byOpenId(id)),
    }
  })

  const departmentOf = (person: SandboxPerson): number =>
    departments.find((each) => each.id > 1 && each.name === unitOf(person))?.id ?? 1
  const briefOf = (person: SandboxPerson) => ({
    userid: person.userId,
    name: person.name,
    department: [departmentOf(person)],
    open_userid: members.openIdOf(person.userId),
  })
}
