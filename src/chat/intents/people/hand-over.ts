import { DomainError } from '../../../domain/errors.ts'
import { may } from '../../../domain/roles.ts'
import { load, type Person } from '../../../store/directory.ts'
import { findOrAdd } from '../../../usecases/people/find-or-add.ts'
import { completeHandOvers, handOver as change } from '../../../usecases/people/hand-over.ts'
import type { Platform } from '../../inbound.ts'
import { unitName } from '../../saying/names.ts'
import { requireMay, type KnownScene, type Scene } from '../../scene.ts'
import { leads } from '../../speaker.ts'
import { say, type Answer, type Notice } from '../../saying/speech.ts'
import type { Understanding } from '../../understand/types.ts'
import { briefing } from './brief.ts'

type Said = Extract<Understanding, { intent: 'hand-over' }>

/** 「联络员换成李某 13800000009」: by the liaison himself, or by the office for any unit. */
export async function handOver(scene: KnownScene, said: Said): Promise<Answer> {
  const { tx, directory, person, now, eventId } = scene
  const isLeader = leads(directory, person.id, person.unitId)
  if (!isLeader) requireMay(scene, 'hand-over')
  // Who only stands in for the liaison does not give his post away.
  const own = directory.people.get(person.id)?.roles ?? []
  const unitId = said.unit ?? (isLeader || own.includes('liaison') ? person.unitId : undefined)
  if (
    (!isLeader && !may(own, 'hand-over')) ||
    (unitId !== person.unitId && unitId && !own.includes('office'))
  )
    throw new DomainError('role.not_allowed')
  if (!unitId) throw new DomainError('handover.which_unit')
  const unit = unitName(directory, unitId)
  const liaisons = [...directory.people.values()].filter(
    (other) => other.unitId === unitId && other.roles.includes('liaison'),
  )
  const old = whoGives(scene, said, liaisons)
  if (old === 'several') return askWhich(scene, said, unit, liaisons)
  const input = { directory, unitId, name: said.to.name, phone: said.to.phone, eventId }
  const { person: to } = await findOrAdd(tx, input, person, now)
  const { complete } = await change(tx, { directory, unitId, old, to, eventId }, person, now)
  const words = old ? `${unit}联络员由${old.name}换成${to.name}` : `${unit}联络员定为${to.name}`
  const mine = old?.id === person.id
  const to4 = said.to.phone ? `（尾号${said.to.phone.slice(-4)}）` : ''
  if (!complete) {
    return {
      reply: say(
        [
          `已登记：${words}${to4}。`,
          `${to.name}还没有绑定，请${to.name}私聊我发「我是 ${to.name} 手机号」，绑定后马上生效。`,
          ...(old ? [`在那之前提醒仍发给${mine ? '您' : old.name}，期限不变。`] : []),
        ].join('\n'),
      ),
      dialog: null,
    }
  }
  return {
    reply: say(
      [
        `已办好：${words}。`,
        `在办的事和期限都不变，清单已发给${to.name}。${mine ? '之后的提醒不再发给您。这段时间辛苦了，谢谢！' : ''}`,
      ].join('\n'),
    ),
    tell: [
      await briefing({
        ...scene,
        unitId,
        to: { personId: to.id, personally: true },
        old: old?.name,
        key: `handed-over:${eventId}:to`,
      }),
      ...(old && !mine ? [thanks(old, unit, to.name, `handed-over:${eventId}:from`)] : []),
      {
        to: { regionRole: 'office' },
        speech: say(`${words}。以后联系${to.name}。`),
        key: `handed-over:${eventId}:office`,
      },
    ],
    dialog: null,
  }
}

function thanks(old: Readonly<{ id: string }>, unit: string, to: string, key: string): Notice {
  return {
    to: { personId: old.id, personally: true },
    speech: say(`${unit}联络员已由${to}接替，之后的提醒不再发给您。这段时间辛苦了，谢谢！`),
    key,
  }
}

/** Whose work it is: the named one's, the speaker's, or the only one's. */
function whoGives(
  { person, directory }: KnownScene,
  said: Said,
  liaisons: readonly Person[],
): Person | undefined | 'several' {
  if (said.old) {
    const named = liaisons.find(({ name }) => name === said.old)
    if (!named) throw new DomainError('handover.not_liaison', { name: said.old })
    return named
  }
  const self = liaisons.find(({ id }) => id === person.id)
  if (self) return directory.people.get(self.id)
  const others = liaisons.filter(({ name }) => name !== said.to.name)
  return others.length > 1 ? 'several' : others[0]
}

function askWhich(scene: KnownScene, said: Said, unit: string, liaisons: readonly Person[]): Answer {
  const to = `${said.to.name}${said.to.phone && scene.conversation.kind === 'direct' ? ` ${said.to.phone}` : ''}`
  const words = (old: string): string => `${unit}联络员由${old}换成${to}`
  return {
    reply: {
      kind: 'card',
      card: {
        title: `${unit}有${liaisons.length}位联络员，换哪一位？`,
        lines: [`点一下，或者回「${unit}联络员由${liaisons[0]?.name ?? ''}换成${said.to.name} 手机号」。`],
        actions: liaisons
          .slice(0, 4)
          .map(({ name }) => ({ label: `换${name}`.slice(0, 8), say: words(name) })),
      },
    },
  }
}

/** Somebody has joined: what waited for him is his from now on, and he hears it in one message. */
export async function takeOver(
  scene: Scene,
  joined: Readonly<{ id: string; name: string; regionId: string }>,
  account: Readonly<{ platform: Platform; userId: string }>,
): Promise<readonly Notice[]> {
  const { tx, now, eventId } = scene
  const taken = await completeHandOvers(tx, { personId: joined.id, regionId: joined.regionId, eventId }, now)
  if (taken.length === 0) return []
  const directory = await load(tx, joined.regionId)
  const tell: Notice[] = []
  for (const { unitId, fromId } of taken) {
    const old = fromId === null ? undefined : directory.people.get(fromId)
    const key = `taken-over:${eventId}:${unitId}`
    tell.push(await briefing({ ...scene, directory, unitId, to: { account }, old: old?.name, key }))
    if (old) tell.push(thanks(old, unitName(directory, unitId), joined.name, `${key}:thanks`))
    tell.push({
      to: { regionRole: 'office' },
      speech: say(
        `${unitName(directory, unitId)}联络员${joined.name}已绑定${old ? `，接替${old.name}` : ''}。以后联系${joined.name}。`,
      ),
      key: `${key}:office`,
    })
  }
  return tell
}
