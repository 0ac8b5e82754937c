import { beforeAll, describe, expect, it } from 'vitest'
import { exposureGrounds } from '../../src/domain/hazards/exposure.ts'
import { byGrading, consequenceOf, levels } from '../../src/domain/hazards/grading.ts'
import { hazardStatuses, isUnrectified, majorStages } from '../../src/domain/hazards/hazard.ts'
import * as hazards from '../../src/store/hazards.ts'
import type { Hazard } from '../../src/store/hazards.ts'
import { exposable } from '../../src/store/hazards/exposure.ts'
import { countByGrade, ofGrade } from '../../src/store/hazards/grades.ts'
import { county, fillCounty, found, moment } from '../support/county-rows.ts'
import { databases, useStore } from '../support/databases.ts'

describe.each(databases)('grades and exposure, asked of $name', (database) => {
  const the = useStore(database)
  const all: Hazard[] = []
  beforeAll(async () => {
    await fillCounty(the())
    await the().transaction(async (tx) => {
      for (const status of hazardStatuses)
        for (const majorStage of [null, ...majorStages])
          for (const consequence of [null, ...levels]) {
            const difficulty = [null, ...levels][all.length % 4] ?? null
            const refusedAt = all.length % 3 === 0 ? moment('2026-11-24 10:00') : null
            const hazard = await hazards.insert(tx, found({ status }))
            const facts = { majorStage, consequence, difficulty, refusedAt }
            all.push(await hazards.save(tx, hazard, facts))
          }
    })
  })
  const filter = { campaignId: county.campaign }
  const gradeOf = (hazard: Hazard) => ({
    difficulty: hazard.difficulty,
    consequence: consequenceOf(hazard),
  })

  it('counts by the grades of the rules, and brings the same hazards', async () => {
    const graded = all.filter((each) => isUnrectified(each.status) && consequenceOf(each) !== null)
    const counted = await countByGrade(the().db, filter)
    expect(counted.reduce((sum, each) => sum + each.hazards, 0)).toBe(graded.length)
    for (const { hazards: count, ...grade } of counted) {
      const meant = graded.filter((each) => JSON.stringify(gradeOf(each)) === JSON.stringify(grade))
      expect(count).toBe(meant.length)
      const brought = await ofGrade(the().db, filter, grade, 100)
      expect(brought.map(({ id }) => id).toSorted()).toEqual(meant.map(({ id }) => id).toSorted())
      for (const each of brought) expect(byGrading(gradeOf(each), grade)).toBe(0)
    }
  })

  it('brings everything among which the rules find what may be exposed', async () => {
    const meant = all.filter((each) => exposureGrounds(each).length > 0)
    const brought = (await exposable(the().db, county.campaign)).filter(
      (each) => exposureGrounds(each).length > 0,
    )
    expect(meant.length).toBeGreaterThan(20)
    expect(brought.map(({ code }) => code).toSorted()).toEqual(meant.map(({ code }) => code).toSorted())
  })
})
