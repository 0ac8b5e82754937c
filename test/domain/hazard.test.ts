import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DomainError } from '../../src/domain/errors.ts'
import {
  decide,
  initialStatus,
  type HazardActor,
  type HazardCommand,
  type HazardFacts,
  type HazardStatus,
} from '../../src/domain/hazard.ts'
import { roles, type Role } from '../../src/domain/roles.ts'

const dueAt = new Date('2026-11-27T18:00:00+08:00')
const later = new Date('2026-11-30T18:00:00+08:00')

function hazard(facts: Partial<HazardFacts> = {}): HazardFacts {
  return {
    code: 'YC-0012',
    status: 'to-rectify',
    dueAt,
    foundById: 'zhao',
    foundUnitId: 'dongqiao',
    localityId: 'chengguan',
    responsibleId: 'anju',
    rectifiedById: null,
    ...facts,
  }
}

function person(id: string, unitId: string, ...held: readonly Role[]): HazardActor {
  return { id, unitId, roles: held }
}

const people = {
  property: person('li', 'anju', 'property'),
  otherProperty: person('wu', 'jinxiu', 'property'),
  town: person('liu', 'chengguan', 'liaison'),
  otherTown: person('gao', 'qingshi', 'liaison'),
  finder: person('zhao', 'dongqiao', 'grid'),
  reinspector: person('chen', 'xiaofang', 'reinspector'),
  office: person('zhang', 'xiaoanwei', 'office'),
  supervisor: person('he', 'zhengfu', 'supervisor'),
  leader: person('wang', 'zhengfu', 'leader'),
  admin: person('it', 'zhengfu', 'admin'),
}
type Who = keyof typeof people

const commands: Readonly<Record<HazardCommand['type'], HazardCommand>> = {
  Acknowledge: { type: 'Acknowledge' },
  Decline: { type: 'Decline' },
  SubmitRectification: { type: 'SubmitRectification', photos: 1 },
  PassReinspection: { type: 'PassReinspection' },
  FailReinspection: { type: 'FailReinspection', dueAt: later },
  Amend: { type: 'Amend' },
  Void: { type: 'Void' },
}

/** Who may do what in which state; everything that is not listed is refused. */
const allowed: Readonly<
  Record<
    HazardCommand['type'],
    Readonly<{ who: readonly Who[]; from: readonly HazardStatus[]; to: HazardStatus | 'same' }>
  >
> = {
  Acknowledge: { who: ['property', 'town', 'office'], from: ['to-rectify', 'rectifying'], to: 'rectifying' },
  Decline: { who: ['property', 'town', 'office'], from: ['to-rectify', 'rectifying'], to: 'same' },
  SubmitRectification: {
    who: ['property', 'town', 'office'],
    from: ['to-rectify', 'rectifying'],
    to: 'to-reinspect',
  },
  PassReinspection: {
    who: ['town', 'reinspector', 'office', 'supervisor'],
    from: ['to-reinspect'],
    to: 'closed',
  },
  FailReinspection: {
    who: ['town', 'reinspector', 'office', 'supervisor'],
    from: ['to-reinspect'],
    to: 'rectifying',
  },
  Amend: { who: ['finder', 'office'], from: ['to-rectify', 'rectifying', 'to-reinspect'], to: 'same' },
  Void: { who: ['finder', 'office'], from: ['to-rectify', 'rectifying', 'to-reinspect'], to: 'void' },
}

const states: readonly HazardStatus[] = ['to-rectify', 'rectifying', 'to-reinspect', 'closed', 'void']
const table = states.flatMap((status) =>
  (Object.keys(commands) as HazardCommand['type'][]).flatMap((type) =>
    (Object.keys(people) as Who[]).map((who) => ({ status, type, who })),
  ),
)

describe('who may do what with a hazard', () => {
  test.each(table)('$status: $type by $who', ({ status, type, who }) => {
    const rule = allowed[type]
    const facts = hazard({ status, rectifiedById: status === 'to-reinspect' ? 'li' : null })
    if (rule.who.includes(who) && rule.from.includes(status)) {
      expect(decide(facts, commands[type], people[who]).status).toBe(rule.to === 'same' ? status : rule.to)
    } else {
      expect(() => decide(facts, commands[type], people[who])).toThrow(DomainError)
    }
  })
})

describe('re-inspection', () => {
  const waiting = hazard({ status: 'to-reinspect', rectifiedById: 'li' })

  test.each([
    ['the rectifier', people.property],
    ['a colleague of the rectifier', person('li2', 'anju', 'reinspector')],
    ['the rectifier, now of the brigade', person('li', 'xiaofang', 'reinspector')],
  ])('is refused to %s with the reason', (_, by) => {
    expect(() => decide(waiting, commands.PassReinspection, by)).toThrow(
      expect.objectContaining({ code: 'reinspection.own_work' }),
    )
  })

  test('that fails gives the new limit, and one that passes keeps the old', () => {
    expect(decide(waiting, commands.FailReinspection, people.reinspector).dueAt).toBe(later)
    expect(decide(waiting, commands.PassReinspection, people.reinspector).dueAt).toBe(dueAt)
  })
})

describe('a rectification', () => {
  test('without a photo is refused', () => {
    expect(() => decide(hazard(), { type: 'SubmitRectification', photos: 0 }, people.property)).toThrow(
      expect.objectContaining({ code: 'rectification.needs_evidence' }),
    )
  })

  test('of a hazard without a responsible unit may come from the locality or the finder', () => {
    const nobodys = hazard({ responsibleId: null })
    expect(decide(nobodys, commands.SubmitRectification, people.town).status).toBe('to-reinspect')
    expect(decide(nobodys, commands.SubmitRectification, people.finder).status).toBe('to-reinspect')
    expect(() => decide(nobodys, commands.SubmitRectification, people.property)).toThrow(DomainError)
  })
})

describe('fixed on the spot', () => {
  test('closes at once when another unit saw it done, and waits for a second pair of eyes otherwise', () => {
    expect(initialStatus({ fixedOnSpot: true, foundUnitId: 'dongqiao', responsibleId: 'anju' })).toBe(
      'closed',
    )
    expect(initialStatus({ fixedOnSpot: true, foundUnitId: 'anju', responsibleId: 'anju' })).toBe(
      'to-reinspect',
    )
    expect(initialStatus({ fixedOnSpot: false, foundUnitId: 'dongqiao', responsibleId: 'anju' })).toBe(
      'to-rectify',
    )
  })
})

test('whatever happens, a closed or void hazard never changes and a leader never changes anything', () => {
  const anyActor = fc.record({
    id: fc.string(),
    unitId: fc.constantFrom('anju', 'chengguan', 'xiaofang'),
    roles: fc.subarray([...roles]),
  })
  const anyCommand = fc.constantFrom(...Object.values(commands))
  fc.assert(
    fc.property(
      anyActor,
      anyCommand,
      fc.constantFrom<HazardStatus>('closed', 'void'),
      (by, command, status) => {
        expect(() => decide(hazard({ status }), command, by)).toThrow(DomainError)
      },
    ),
  )
  fc.assert(
    fc.property(anyCommand, fc.constantFrom(...states), (command, status) => {
      expect(() =>
        decide(hazard({ status }), command, { id: 'wang', unitId: 'anju', roles: ['leader'] }),
      ).toThrow(DomainError)
    }),
  )
})
