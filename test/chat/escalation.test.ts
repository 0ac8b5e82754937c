import { expect, test } from 'vitest'
import { leadersOf, type NamedLeaders } from '../../src/chat/intents/ladder/notices.ts'
import type { Directory, Person, Unit } from '../../src/store/directory.ts'

const unit = (id: string, parentId: string | null): Unit => ({
  id,
  name: id,
  kind: 'street',
  parentId,
  aliases: [],
})
const person = (
  id: string,
  unitId: string,
  given: Readonly<{ leads?: true; reachable?: boolean }> = {},
): Person => ({
  id,
  regionId: 'county',
  name: id,
  title: null,
  unitId,
  roles: given.leads ? ['leader'] : ['liaison'],
  accounts: [{ platform: 'dingtalk', userId: id, reachable: given.reachable ?? true }],
})

/** A street under the county, with a mayor above it. */
function told(people: readonly Person[], named: NamedLeaders = []): readonly string[] {
  const directory = {
    units: new Map([unit('county', null), unit('street', 'county')].map((each) => [each.id, each])),
    people: new Map([person('mayor', 'county', { leads: true }), ...people].map((each) => [each.id, each])),
  } as unknown as Directory
  return leadersOf(directory, named, 'street').map(({ id }) => id)
}

const principal = { unitId: 'street', role: 'principal', personId: 'head' }
const deputy = { unitId: 'street', role: 'deputy', personId: 'deputy' }

test('what is taken up goes to the 分管领导, not to the 主要领导 as well', () => {
  expect(told([person('head', 'street'), person('deputy', 'street')], [principal, deputy])).toEqual([
    'deputy',
  ])
})

test('to the 主要领导 where no 分管领导 can be reached', () => {
  const away = person('deputy', 'street', { reachable: false })
  expect(told([person('head', 'street'), away], [principal, deputy])).toEqual(['head'])
  expect(told([person('head', 'street')], [principal, { ...deputy, personId: null }])).toEqual(['head'])
})

test('to whoever has the role of a leader there where nobody was named', () => {
  expect(told([person('chief', 'street', { leads: true }), person('liaison', 'street')])).toEqual(['chief'])
})

test('to the body above where the unit has no leader that can be reached', () => {
  expect(told([person('liaison', 'street')])).toEqual(['mayor'])
})
