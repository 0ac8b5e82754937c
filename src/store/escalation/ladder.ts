import type { DecidedStep, LadderStep, StepState } from '../../domain/ladder.ts'
import { toJson } from '../database/json.ts'
import type { Hazard } from '../hazards.ts'
import type { Tx } from '../open.ts'

export type LadderSubject = 'report' | 'hazard'

/** What a step goes by, as it was when it was reached. */
export type Evidence = Readonly<{
  /** 周报（第7期）, or 12号. */
  name: string
  dueAt: string
  days: number
  failed: number
}>

/** One step of one overdue matter as it stands. */
export type Step = Readonly<{
  id: bigint
  campaignId: string
  subject: LadderSubject
  subjectId: string
  unitId: string
  step: LadderStep
  round: number
  state: StepState
  failed: number
  cause: string | null
  evidence: Evidence
  draft: string | null
  statement: string | null
  statementAt: Date | null
  statementById: string | null
  reachedAt: Date
  hearUntil: Date | null
  holdUntil: Date | null
  askedAt: Date | null
  decidedAt: Date | null
  decidedById: string | null
  circularId: bigint | null
  settledAt: Date | null
}>

export type NewStep = Pick<
  Step,
  | 'campaignId'
  | 'subject'
  | 'subjectId'
  | 'unitId'
  | 'step'
  | 'round'
  | 'state'
  | 'failed'
  | 'cause'
  | 'evidence'
  | 'draft'
  | 'hearUntil'
  | 'statement'
  | 'statementAt'
  | 'statementById'
>

/**
 * Writes down the steps that were reached, each with its ledger entry, in one statement. A step that is there already
 * stays as it is and is not answered: nothing is reached twice in one round.
 */
export async function record(
  tx: Tx,
  steps: readonly NewStep[],
  now: Date,
): Promise<
  readonly Readonly<{ subject: LadderSubject; subjectId: string; unitId: string; step: LadderStep }>[]
> {
  if (steps.length === 0) return []
  return tx.$queryRaw`
    WITH written AS (
      INSERT INTO ladder_step (campaign_id, subject, subject_id, unit_id, step, round, state, failed, cause, evidence,
        draft, hear_until, statement, statement_at, statement_by_id, reached_at)
      SELECT s."campaignId", s.subject, s."subjectId", s."unitId", s.step, s.round, s.state, s.failed, s.cause,
        s.evidence, s.draft, s."hearUntil", s.statement, s."statementAt", s."statementById", ${now}
      FROM jsonb_to_recordset(${toJson(steps)}::jsonb) AS s ("campaignId" text, subject text, "subjectId" text,
        "unitId" text, step text, round int, state text, failed int, cause text, evidence jsonb, draft text,
        "hearUntil" timestamptz, statement text, "statementAt" timestamptz, "statementById" text)
      ON CONFLICT (campaign_id, subject, subject_id, unit_id, step, round) DO NOTHING
      RETURNING *
    ), entered AS (
      INSERT INTO ledger_entry (campaign_id, subject, subject_id, type, data, by_id, at)
      SELECT campaign_id, 'ladder', id::text, CASE state WHEN 'reached' THEN 'StepReached' ELSE 'StepPrepared' END,
        evidence || jsonb_build_object('step', step, 'unitId', unit_id, 'subject', subject, 'subjectId', subject_id,
          'cause', cause), NULL, ${now}
      FROM written ORDER BY id
    )
    SELECT subject, subject_id AS "subjectId", unit_id AS "unitId", step FROM written ORDER BY id`
}

/** The records of every matter that is on the ladder, or that was and may come back; oldest first. */
export async function standings(db: Tx, campaignId: string): Promise<readonly Step[]> {
  const rows = await db.ladderStep.findMany({
    where: { campaignId, OR: [{ settledAt: null }, { subject: 'hazard' }] },
    orderBy: { id: 'asc' },
  })
  return rows.map(asStep)
}

/** One unit's report of one period, as a key. */
export function reportKey(of: Readonly<{ duty: string; period: string; unitId: string }>): string {
  return JSON.stringify([of.duty, of.period, of.unitId])
}

/** Which reports of a campaign have come in, by their keys. */
export async function reportedIn(db: Tx, campaignId: string): Promise<ReadonlySet<string>> {
  const rows = await db.report.findMany({
    where: { campaignId, version: 1 },
    select: { duty: true, period: true, unitId: true },
  })
  return new Set(rows.map(reportKey))
}

/** Hazards that still have to be rectified and are past their limit, or have failed re-inspection twice. */
export async function hazardsOnLadder(db: Tx, campaignId: string, now: Date): Promise<readonly Hazard[]> {
  const rows = await db.hazard.findMany({
    where: {
      campaignId,
      status: { in: ['to-rectify', 'rectifying'] },
      OR: [{ dueAt: { lt: now } }, { failCount: { gte: 2 } }],
    },
    orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map((row) => ({ ...row, status: row.status as Hazard['status'] }))
}

/** The status and failures of hazards by id. */
export async function hazardStates(
  db: Tx,
  ids: readonly number[],
): Promise<ReadonlyMap<number, Pick<Hazard, 'status' | 'failCount' | 'responsibleId'>>> {
  if (ids.length === 0) return new Map()
  const rows = await db.hazard.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, status: true, failCount: true, responsibleId: true },
  })
  return new Map(rows.map(({ id, status, ...row }) => [id, { ...row, status: status as Hazard['status'] }]))
}

/** What waits for the office, locked until the transaction ends; oldest first. */
export async function lockWaiting(tx: Tx, campaignId: string): Promise<readonly Step[]> {
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM ladder_step
    WHERE campaign_id = ${campaignId} AND settled_at IS NULL AND state IN ('prepared', 'held')
    ORDER BY id FOR UPDATE`
  return byIds(tx, rows)
}

/** What waits for the office; oldest first. */
export async function waiting(db: Tx, campaignIds: readonly string[]): Promise<readonly Step[]> {
  const rows = await db.ladderStep.findMany({
    where: { campaignId: { in: [...campaignIds] }, settledAt: null, state: { in: ['prepared', 'held'] } },
    orderBy: { id: 'asc' },
  })
  return rows.map(asStep)
}

/** The open steps of one unit from `escalate` on, about which it may state its side; locked. */
export async function lockOfUnit(tx: Tx, unitId: string): Promise<readonly Step[]> {
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM ladder_step
    WHERE unit_id = ${unitId} AND settled_at IS NULL AND (state IN ('prepared', 'held') OR step = 'escalate')
    ORDER BY id FOR UPDATE`
  return byIds(tx, rows)
}

/** The steps that a circular was about; locked. */
export async function lockOfCircular(tx: Tx, circularId: bigint): Promise<readonly Step[]> {
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM ladder_step WHERE circular_id = ${circularId} ORDER BY id FOR UPDATE`
  return byIds(tx, rows)
}

/** How many matters stand on which step, unit by unit: each matter on its highest. */
export async function overview(
  db: Tx,
  campaignId: string,
): Promise<readonly Readonly<{ unitId: string; step: LadderStep; matters: number }>[]> {
  return db.$queryRaw`
    SELECT unit_id AS "unitId", step, count(*)::int AS matters FROM (
      SELECT DISTINCT ON (subject, subject_id, unit_id) unit_id, step FROM ladder_step
      WHERE campaign_id = ${campaignId} AND settled_at IS NULL AND state <> 'withdrawn'
      ORDER BY subject, subject_id, unit_id, id DESC
    ) highest GROUP BY unit_id, step ORDER BY unit_id, step`
}

/** Which units have a released step of that kind that is not taken back. */
export async function releasedUnits(
  db: Tx,
  campaignId: string,
  step: DecidedStep,
): Promise<ReadonlySet<string>> {
  const rows = await db.ladderStep.findMany({
    where: { campaignId, step, state: 'released' },
    select: { unitId: true },
    distinct: ['unitId'],
  })
  return new Set(rows.map(({ unitId }) => unitId))
}

/** How many first reports of each unit, of periods that are over, came in time. */
export async function onTimeByUnit(
  db: Tx,
  campaignId: string,
  now: Date,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.report.groupBy({
    by: ['unitId'],
    where: { campaignId, version: 1, late: false, dueAt: { lt: now } },
    _count: true,
  })
  return new Map(rows.map(({ unitId, _count }) => [unitId, _count]))
}

export type Outcome = Readonly<{ hazards: number; rectified: number; rebounds: number }>

/** What became of the hazards of each unit: those that it must rectify, and those in its area; each counts once. */
export async function outcomeByUnit(db: Tx, campaignId: string): Promise<ReadonlyMap<string, Outcome>> {
  const rows = await db.$queryRaw<(Outcome & Readonly<{ unitId: string }>)[]>`
    SELECT unit_id AS "unitId", count(*)::int AS hazards,
      count(*) FILTER (WHERE status IN ('to-reinspect', 'closed'))::int AS rectified,
      sum(fail_count)::int AS rebounds
    FROM (
      SELECT responsible_id AS unit_id, status, fail_count FROM hazard
      WHERE campaign_id = ${campaignId} AND status <> 'void' AND responsible_id IS NOT NULL
      UNION ALL
      SELECT locality_id, status, fail_count FROM hazard
      WHERE campaign_id = ${campaignId} AND status <> 'void' AND locality_id IS NOT NULL
        AND locality_id IS DISTINCT FROM responsible_id
    ) of GROUP BY unit_id`
  return new Map(rows.map(({ unitId, ...outcome }) => [unitId, outcome]))
}

export type StepChanges = Partial<
  Pick<
    Step,
    | 'state'
    | 'cause'
    | 'statement'
    | 'statementAt'
    | 'statementById'
    | 'holdUntil'
    | 'askedAt'
    | 'decidedAt'
    | 'decidedById'
    | 'circularId'
    | 'draft'
  >
>

/** Saves what changed on several steps at once. */
export async function save(tx: Tx, ids: readonly bigint[], changes: StepChanges): Promise<void> {
  if (ids.length > 0) await tx.ladderStep.updateMany({ where: { id: { in: [...ids] } }, data: changes })
}

/** Takes steps off the ladder, each with its ledger entry. A released one stays on record as released. */
export async function settle(tx: Tx, ids: readonly bigint[], why: string, now: Date): Promise<void> {
  if (ids.length === 0) return
  await tx.$executeRaw`
    WITH gone AS (
      UPDATE ladder_step SET settled_at = ${now}, state = CASE state WHEN 'released' THEN state ELSE 'settled' END
      WHERE id = ANY(${ids.map(String)}::bigint[]) AND settled_at IS NULL AND state <> 'withdrawn' RETURNING *
    )
    INSERT INTO ledger_entry (campaign_id, subject, subject_id, type, data, by_id, at)
    SELECT campaign_id, 'ladder', id::text, 'StepSettled',
      jsonb_build_object('step', step, 'unitId', unit_id, 'subject', subject, 'subjectId', subject_id, 'why', ${why}::text),
      NULL, ${now}
    FROM gone ORDER BY id`
}

async function byIds(db: Tx, rows: readonly Readonly<{ id: bigint }>[]): Promise<readonly Step[]> {
  if (rows.length === 0) return []
  const found = await db.ladderStep.findMany({
    where: { id: { in: rows.map(({ id }) => id) } },
    orderBy: { id: 'asc' },
  })
  return found.map(asStep)
}

type Row = Awaited<ReturnType<Tx['ladderStep']['findMany']>>[number]

function asStep(row: Row): Step {
  return {
    ...row,
    subject: row.subject as LadderSubject,
    step: row.step as LadderStep,
    state: row.state as StepState,
    evidence: row.evidence as Evidence,
  }
}
