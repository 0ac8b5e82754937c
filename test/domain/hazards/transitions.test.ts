import { describe, expect, test } from 'vitest'
import { DomainError } from '../../../src/domain/errors.ts'
import { decide } from '../../../src/domain/hazards/decide.ts'
import { initialMajorStage, initialStatus } from '../../../src/domain/hazards/hazard.ts'
import { commands, hazard, later, now, people, person, states } from './walk.ts'

describe('re-inspection', () => {
  test.each([
    ['the rectifier', people.property],
    ['a colleague of the rectifier', person('li2', 'anju', 'reinspector')],
    ['the rectifier, now of the brigade', person('li', 'xiaofang', 'reinspector')],
  ])('is refused to %s with the reason', (_, by) => {
    for (const type of ['PassReinspection', 'FailReinspection'] as const)
      expect(() => decide(states.待复查, commands[type], by, now)).toThrow(
        expect.objectContaining({ code: 'reinspection.own_work' }),
      )
  })

  test('that fails counts, says why and gives a new limit; one that passes says who closed it and when', () => {
    const failed = decide(states.待复查, commands.FailReinspection, people.reinspector, now).next
    expect(failed).toMatchObject({ failCount: 1, failReason: '又堆上了', dueAt: later, rectifiedById: null })
    const passed = decide(states.待复查, commands.PassReinspection, people.reinspector, now).next
    expect(passed).toMatchObject({ closedAt: now, closedById: 'chen', rectifiedById: 'li' })
  })

  test('回头看 that fails counts as a rebound and forgets who had closed it', () => {
    const { next } = decide(states.已销号, commands.FailLookBack, people.reinspector, now)
    expect(next).toMatchObject({
      reboundCount: 1,
      failCount: 0,
      closedAt: null,
      closedById: null,
      dueAt: later,
    })
  })
})

describe('a rectification', () => {
  test('without a photo is refused', () => {
    const bare = { type: 'SubmitRectification', photos: 0 } as const
    expect(() => decide(hazard(), bare, people.property, now)).toThrow(
      expect.objectContaining({ code: 'rectification.needs_evidence' }),
    )
  })

  test('of a hazard without a responsible unit may come from the locality or the finder', () => {
    const nobodys = hazard({ responsibleId: null })
    expect(decide(nobodys, commands.SubmitRectification, people.town, now).next.status).toBe('to-reinspect')
    expect(decide(nobodys, commands.SubmitRectification, people.finder, now).next.status).toBe('to-reinspect')
    expect(() => decide(nobodys, commands.SubmitRectification, people.property, now)).toThrow(DomainError)
  })

  test('makes a pending extension pointless', () => {
    const { next } = decide(states.延期待批, commands.SubmitRectification, people.property, now)
    expect(next.extension).toBeNull()
  })
})

describe('an extension', () => {
  const ask = commands.AskExtension
  test('moves the limit and keeps the measures once it is granted, and nothing when it is not', () => {
    const granted = decide(states.延期待批, commands.GrantExtension, people.office, now).next
    expect(granted).toMatchObject({ dueAt: later, measures: '加灭火器', extensionCount: 1, extension: null })
    const refused = decide(states.延期待批, commands.RefuseExtension, people.office, now).next
    expect(refused).toMatchObject({ dueAt: states.延期待批.dueAt, extensionCount: 0, extension: null })
  })

  test.each([
    ['to an earlier day', { ...ask, to: new Date('2026-11-26T18:00:00+08:00') }, 'extension.not_later'],
    [
      'after the notice period',
      { ...ask, latest: new Date('2026-11-24T18:00:00+08:00') },
      'extension.too_late',
    ],
  ])('%s is refused', (_, command, code) => {
    expect(() => decide(hazard(), command, people.property, now)).toThrow(expect.objectContaining({ code }))
  })

  test('is not granted by whoever has asked for it, nor after its own day', () => {
    const own = decide(hazard(), ask, people.office, now).next
    expect(() => decide(own, commands.GrantExtension, people.office, now)).toThrow(
      expect.objectContaining({ code: 'extension.own' }),
    )
    const colleague = person('sun', 'xiaoanwei', 'office')
    expect(decide(own, commands.GrantExtension, colleague, now).next.dueAt).toEqual(later)
    const after = new Date(later.getTime() + 1)
    expect(() => decide(own, commands.GrantExtension, colleague, after)).toThrow(
      expect.objectContaining({ code: 'extension.over' }),
    )
  })
})

describe('a transfer', () => {
  test('makes the receiver responsible from its receipt on, and one for enforcement does not', () => {
    const received = decide(states.移交未收, commands.AcceptTransfer, people.receiver, now).next
    expect(received).toMatchObject({ responsibleId: 'gongan', transfer: { receivedAt: now.toISOString() } })
    const referred = decide(
      hazard(),
      { type: 'ReferRefusal', unitId: 'gongan', reason: null },
      people.town,
      now,
    ).next
    expect(referred).toMatchObject({ refusedAt: now, transfer: { kind: 'enforcement', unitId: 'gongan' } })
    const taken = decide(referred, commands.AcceptTransfer, people.receiver, now).next
    expect(taken.responsibleId).toBe('anju')
    expect(() => decide(taken, commands.ReferRefusal, people.town, now)).toThrow(
      expect.objectContaining({ code: 'refusal.referred' }),
    )
  })

  test('to whoever has it already is refused', () => {
    for (const unitId of ['anju', 'gongan'])
      expect(() =>
        decide(states.移交未收, { type: 'HandOver', unitId, reason: null }, people.office, now),
      ).toThrow(expect.objectContaining({ code: 'transfer.same' }))
  })
})

describe('a twin', () => {
  test.each([
    ['itself', { id: 12, code: 'YC-0012', status: 'to-rectify' }, 'merge.self'],
    ['a closed one', { id: 9, code: 'YC-0009', status: 'closed' }, 'merge.into_settled'],
  ] as const)('is not merged into %s', (_, into, code) => {
    expect(() => decide(hazard(), { type: 'Merge', into }, people.office, now)).toThrow(
      expect.objectContaining({ code }),
    )
  })
})

describe('a new hazard', () => {
  const found = { fixedOnSpot: false, foundUnitId: 'dongqiao', responsibleId: 'anju' }
  test('fixed on the spot closes when another unit saw it done, and waits for a second pair of eyes otherwise', () => {
    expect(initialStatus({ ...found, fixedOnSpot: true })).toBe('closed')
    expect(initialStatus({ ...found, fixedOnSpot: true, foundUnitId: 'anju' })).toBe('to-reinspect')
    expect(initialStatus(found)).toBe('to-rectify')
  })

  test('that was only heard of is to be confirmed, and one called major is suspected to be', () => {
    expect(initialStatus({ ...found, hearsay: true })).toBe('to-confirm')
    expect(initialMajorStage('major')).toBe('suspected')
    expect(initialMajorStage('general')).toBeNull()
  })
})
