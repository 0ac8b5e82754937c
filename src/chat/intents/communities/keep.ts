import { lackingIn } from '../../../domain/communities/file.ts'
import { field, howToWrite, type Facts, type FieldKey } from '../../../domain/communities/fields.ts'
import { DomainError } from '../../../domain/errors.ts'
import { dayOf, daysBetween, formatDay, type Day } from '../../../domain/time/calendar.ts'
import * as coverage from '../../../store/communities/coverage.ts'
import * as files from '../../../store/communities/files.ts'
import type { Community } from '../../../store/directory.ts'
import { keepFile } from '../../../usecases/communities/keep-file.ts'
import { nameSteward } from '../../../usecases/communities/name-steward.ts'
import { watchCommunity } from '../../../usecases/communities/watch-community.ts'
import { withoutPhones } from '../../saying/harmless.ts'
import { unitName } from '../../saying/names.ts'
import type { KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import type { CommunitySaid } from '../../understand/commands/places/said.ts'
import { example } from './file.ts'

type Said<A extends CommunitySaid['act']> = Extract<CommunitySaid, { act: A }>

/** 「阳光花园 户数 860，楼长 3号楼 李某」. */
export async function keep(scene: KnownScene, place: Community, said: Said<'keep'>): Promise<Answer> {
  const { tx, directory, person, now, eventId, conversation } = scene
  const { property } = said
  if (property && typeof property === 'object' && 'unknown' in property)
    throw new DomainError('community.unknown_property', { name: property.unknown })
  const propertyId = property === undefined ? undefined : property === 'none' ? null : property.unit
  if (propertyId && directory.units.get(propertyId)?.kind !== 'property')
    throw new DomainError('community.unknown_property', { name: unitName(directory, propertyId) })
  // A phone number in a text field would be shown with it; who is to be called stands with the 楼长.
  const facts: Facts = Object.fromEntries(
    said.facts.map(({ key, value }) => [key, typeof value === 'string' ? withoutPhones(value) : value]),
  )
  const kept = await keepFile(
    tx,
    { directory, community: place, facts, ...(propertyId === undefined ? {} : { propertyId }), eventId },
    person,
    now,
  )
  const named: string[] = []
  for (const { building, name, phone = null } of said.stewards) {
    const put = await nameSteward(
      tx,
      { directory, community: place, building, name, phone, eventId },
      person,
      now,
    )
    if (put) named.push(`${building}楼长${conversation.kind === 'group' ? '' : ` ${name}`}`)
  }
  const stewards = (await files.stewardsOf(tx, [place.id])).get(place.id) ?? []
  const hasProperty = (propertyId === undefined ? place.propertyId : propertyId) !== null
  const lacking = lackingIn({ facts: kept.facts, hasProperty, stewards: stewards.length })
  const told = [
    ...(kept.propertyChanged ? [propertyId ? `物业 ${unitName(directory, propertyId)}` : '无物业'] : []),
    ...kept.changed.map((key) => `${field(key).label} ${shown(scene, key, kept.facts)}`),
    ...named,
  ]
  const [first] = lacking
  const next =
    first === undefined
      ? '档案已齐。'
      : `还缺${lacking.length}项：${lacking.slice(0, 4).join('、')}${lacking.length > 4 ? ' 等' : ''}，例如「${example(place, first)}」。`
  // Whoever writes the day down hears at once what stands in its way; the morning only tells of marks still ahead.
  const open = kept.changed.includes('depositDue') ? await coverage.openHazards(tx, place.id) : 0
  const blocked = open > 0 ? `还有${open}处隐患没销号，清零前保修金不能退。` : ''
  return {
    reply: say(
      told.length === 0
        ? `和${place.name}档案里的一样，没有变化。${next}`
        : `已记入${place.name}档案：${told.join('，')}。${blocked}${next}`,
    ),
  }
}

function shown({ conversation }: KnownScene, key: FieldKey, facts: Facts): string {
  const isPersonal = key === 'party' || key === 'responsible' || key === 'manager'
  return conversation.kind === 'group' && isPersonal ? '（已登记）' : String(facts[key] ?? '')
}

/** 「阳光花园档案 户数 很多」. */
export function wrongValue(place: Community, key: FieldKey): Answer {
  const { label } = field(key)
  return {
    reply: say(`没有记：${label}${howToWrite(key)}。请再发一次，例如「${example(place, label)}」。`),
  }
}

/** 「把阳光花园列入重点，每3天查一次」. */
export async function watch(scene: KnownScene, place: Community, said: Said<'watch'>): Promise<Answer> {
  const days = await watchCommunity(
    scene.tx,
    {
      community: place,
      on: said.on,
      ...(said.days === undefined ? {} : { days: said.days }),
      eventId: scene.eventId,
    },
    scene.person,
    scene.now,
  )
  if (days === undefined)
    return { reply: say(said.on ? `${place.name}已经在重点名单里。` : `${place.name}不在重点名单里。`) }
  return {
    reply: say(
      said.on
        ? `已把${place.name}列入重点名单，每${days}天查一次。查完发「检查${place.name}」。`
        : `已把${place.name}移出重点名单。`,
    ),
  }
}
