import { dayOf, day, formatDay, type Day } from '../../../domain/time/calendar.ts'
import { DomainError } from '../../../domain/errors.ts'
import { faultOf } from '../../../domain/people/absence.ts'
import { may } from '../../../domain/roles.ts'
import type { Person } from '../../../store/directory.ts'
import { endLeave } from '../../../usecases/people/end-leave.ts'
import { colleaguesNamed, findOrAdd } from '../../../usecases/people/find-or-add.ts'
import { takeLeave } from '../../../usecases/people/take-leave.ts'
import { sayDays } from '../../saying/days.ts'
import { unitName } from '../../saying/names.ts'
import { requireMay, type KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import type { SaidPerson, Understanding } from '../../understand/types.ts'

type Said = Extract<Understanding, { intent: 'leave' }>

/** 「请假到3月5日，由李某代办」, of oneself, or by the office of somebody else. */
export async function leave(scene: KnownScene, said: Said): Promise<Answer> {
  requireMay(scene, 'leave')
  const person = whose(scene, said.who)
  const span = { from: day(said.from), until: day(said.until) }
  if (!said.standIn) return askWho(scene, person, span)
  const { tx, directory, now, eventId } = scene
  const { person: standIn } = await colleague(scene, person, said.standIn)
  const input = { directory, person, standIn, ...span, eventId }
  const { next } = await takeLeave(tx, input, scene.person, now)
  const days = sayDays(span.from, span.until, now)
  const own = person.id === scene.person.id
  const unit = unitName(directory, person.unitId)
  const reachable = standIn.accounts.some((account) => account.reachable)
  return {
    reply: say(
      [
        `已记下：${own ? '您' : `${unit}${person.name}`}${days}请假，由${standIn.name}代办。`,
        ...(next ? [`${standIn.name}那几天也有请假，由${next.name}接着代。`] : []),
        reachable
          ? `这段时间该私聊${own ? '您' : person.name}的事发给${standIn.name}，上报、整改也可以由${standIn.name}代办。`
          : `${standIn.name}还没有绑定，请${standIn.name}私聊我发「我是 ${standIn.name} 手机号」；绑定之前提醒仍发给${own ? '您' : person.name}。`,
        own
          ? '提前回来了就回「销假」；要改日期或换人，重新说一遍。'
          : `提前回来了请回「${person.name}销假」。`,
      ].join('\n'),
    ),
    tell: [
      {
        to: { personId: standIn.id, personally: true },
        speech: say(
          [
            `${unit}${person.name}${days}请假，由您代办。`,
            `这几天发给${person.name}的事会转给您，前面写着「（代${person.name}）」，照平常打字回就行。`,
            `现在有哪些事，发「我的待办」看；您不方便的话，请${person.name}换一位。`,
          ].join('\n'),
        ),
        key: `leave:${eventId}:stand-in`,
      },
      ...(own
        ? []
        : [
            {
              to: { personId: person.id, personally: true as const },
              speech: say(
                `消安委办已为您记下：${days}请假，由${standIn.name}代办。不对的话重新说一遍，或回「销假」。`,
              ),
              key: `leave:${eventId}:absent`,
            },
          ]),
    ],
    dialog: null,
  }
}

/** The speaker, or whom the office speaks of. */
function whose(scene: KnownScene, name: string | undefined): Person {
  const { directory, person } = scene
  if (name === undefined || name === person.name) return person
  if (!may(person.roles, 'leave-of-others')) throw new DomainError('role.not_allowed')
  const found = [...directory.people.values()].filter((other) => other.name === name)
  const [match, ...others] = found
  if (!match) throw new DomainError('person.not_in_roster', { name })
  if (others.length > 0) throw new DomainError('person.two_of_unit', { name })
  return match
}

/** The stand-in from the same unit; somebody with a phone number may be new to it. */
async function colleague(scene: KnownScene, person: Person, said: SaidPerson) {
  const { directory, eventId } = scene
  if (said.phone === undefined && colleaguesNamed(directory, person.unitId, said.name).length === 0) {
    throw new DomainError('absence.unknown_stand_in', { name: said.name })
  }
  const input = { directory, unitId: person.unitId, name: said.name, phone: said.phone, eventId }
  return findOrAdd(scene.tx, input, scene.person, scene.now)
}

/** No stand-in was named: one question, the colleagues as buttons. */
function askWho(scene: KnownScene, person: Person, span: Readonly<{ from: Day; until: Day }>): Answer {
  const { directory, now } = scene
  const own = person.id === scene.person.id
  const others = [...directory.people.values()]
    .filter(({ id, unitId, accounts }) => unitId === person.unitId && id !== person.id && accounts.length > 0)
    .filter(
      ({ id }) =>
        faultOf(
          { personId: person.id, standInId: id, ...span },
          { absences: directory.absences, today: dayOf(now) },
        ) === undefined,
    )
    .slice(0, 3)
  const who = own ? '' : person.name
  const words = `${who}${formatDay(span.from)}到${formatDay(span.until)}请假`
  const days = sayDays(span.from, span.until, now)
  // What can never be is refused before anybody is asked about it.
  const [anyone] = others
  const fault = faultOf(
    { personId: person.id, standInId: anyone?.id ?? '', ...span },
    { absences: directory.absences, today: dayOf(now) },
  )
  if (fault === 'past') throw new DomainError('absence.past')
  if (fault === 'reversed') throw new DomainError('absence.reversed')
  const title = `${days}请假，由谁代办？`
  const how = `直接回代办人姓名；名单里没有的带上手机号，例如「李某 13800000009」。`
  const dialog = {
    kind: 'leave' as const,
    from: span.from,
    until: span.until,
    ...(own ? {} : { who: person.name }),
  }
  if (others.length === 0)
    return { reply: say(`${title}\n${unitName(directory, person.unitId)}名单里没有别的人。${how}`), dialog }
  return {
    reply: {
      kind: 'card',
      card: {
        title,
        lines: [how],
        actions: others.map(({ name }) => ({ label: name.slice(0, 8), say: `${words}，由${name}代办` })),
      },
    },
    dialog,
  }
}

/** 「销假」「我回来了」. */
export async function endOfLeave(scene: KnownScene, said: Readonly<{ who?: string }>): Promise<Answer> {
  requireMay(scene, 'leave')
  const person = whose(scene, said.who)
  const { tx, directory, now, eventId } = scene
  const { standIn, began } = await endLeave(tx, { directory, person, eventId }, scene.person, now)
  const own = person.id === scene.person.id
  const unit = unitName(directory, person.unitId)
  return {
    reply: say(
      began
        ? `已销假，${own ? '欢迎回来' : `${person.name}的提醒恢复发给本人`}。${own ? '提醒从现在起发给您，发「我的待办」看有哪些事。' : ''}`
        : `已取消${own ? '您' : person.name}的请假。`,
    ),
    tell: standIn
      ? [
          {
            to: { personId: standIn.id, personally: true },
            speech: say(
              began
                ? `${unit}${person.name}已回来上班，之后的事不再转给您。这段时间辛苦了！`
                : `${unit}${person.name}的请假取消了，不用代办了。`,
            ),
            key: `leave-ended:${eventId}`,
          },
        ]
      : [],
  }
}
