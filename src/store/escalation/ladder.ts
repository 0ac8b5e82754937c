import type { DecidedStep, LadderStep, StepState } from '../../domain/ladder.ts'
import { toJson } from '../database/json.ts'
import { asHazard, type Hazard } from '../hazards/rows.ts'
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

/**
 * The records of every matter that is on the ladder, or that was and may come back; oldest first. There are many, every
 * morning: Prisma's models would cost more than all that is thought about them.
 */
export async function standings(db: Tx, campaignId: string): Promise<readonly Step[]> {
  return db.$queryRaw<Step[]>`
    SELECT id, campaign_id AS "campaignId", subject, subject_id AS "subjectId", unit_id AS "unitId", step, round, state,
      failed, cause, evidence, draft, statement, statement_at AS "statementAt", statement_by_id AS "statementById",
      reached_at AS "reachedAt", hear_until AS "hearUntil", hold_until AS "holdUntil", asked_at AS "askedAt",
      decided_at AS "decidedAt", decided_by_id AS "decidedById", circular_id AS "circularId", settled_at AS "settledAt"
    FROM ladder_step WHERE campaign_id = ${campaignId} AND (settled_at IS NULL OR subject = 'hazard') ORDER BY id`
}

/** One unit's report of one period, as a key. */
export function reportKey(of: Readonly<{ duty: string; period: string; unitId: string }>): string {
  return JSON.stringify([of.duty, of.period, of.unitId])
}

/** Which reports of a campaign have come in, by their keys. */
export async function reportedIn(db: Tx, campaignId: string): Promise<ReadonlySet<string>> {
  const rows = await db.$queryRaw<{ duty: string; period: string; unitId: string }[]>`
    SELECT duty, period, unit_id AS "unitId" FROM report WHERE campaign_id = ${campaignId} AND version = 1`
  return new Set(rows.map(reportKey))
}

/** Hazards that still have to be rectified and are past their limit, or have failed re-inspection or 回头看 twice. */
export async function hazardsOnLadder(db: Tx, campaignId: string, now: Date): Promise<readonly Hazard[]> {
  const rows = await db.hazard.findMany({
    where: {
      campaignId,
      status: { in: ['to-rectify', 'rectifying'] },
      OR: [
        { dueAt: { lt: now } },
        { failCount: { gte: 2 } },
        { reboundCount: { gte: 2 } },
        { failCount: { gte: 1 }, reboundCount: { gte: 1 } },
      ],
    },
    orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map(asHazard)
}

/** The status and failures of hazards by id. */
export async function hazardStates(
  db: Tx,
  ids: readonly number[],
): Promise<ReadonlyMap<number, Pick<Hazard, 'status' | 'failCount' | 'reboundCount' | 'responsibleId'>>> {
  if (ids.length === 0) return new Map()
  const rows = await db.hazard.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, status: true, failCount: true, reboundCount: true, responsibleId: true },
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

/** The open 提级 of which whoever stands above the units has not been told yet; oldest first. */
export async function untoldEscalations(db: Tx, campaignId: string): Promise<readonly Step[]> {
  const rows = await db.ladderStep.findMany({
    where: { campaignId, step: 'escalate', settledAt: null, state: 'reached', askedAt: null },
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
