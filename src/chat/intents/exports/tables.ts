import { DomainError } from '../../../domain/errors.ts'
import { may } from '../../../domain/roles.ts'
import { safeName } from '../../../domain/submissions/file-type.ts'
import { day, dayOf, formatMoment } from '../../../domain/time/calendar.ts'
import { spanOf } from '../../../domain/time/spans.ts'
import type { Campaign } from '../../../store/directory.ts'
import { ledgerSize } from '../../../store/hazards/ledger-rows.ts'
import * as hazards from '../../../store/hazards.ts'
import * as ledger from '../../../store/ledger.ts'
import { MOST_ROWS } from '../../exports/book.ts'
import type { Making, Scope } from '../../exports/making.ts'
import { unitName } from '../../saying/names.ts'
import { say, type Answer } from '../../saying/speech.ts'
import { currentCampaign, requireMay, type KnownScene } from '../../scene.ts'
import type { Period, Understanding } from '../../understand/types.ts'

/** 「导出台账」「导出城关镇的台账」: the ledger as a table, one-to-one; the office everybody's, a unit its own. */
export async function exportLedger(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'export' }>,
): Promise<Answer> {
  return exportTable(scene, said, '整改台账', (scope) => ({ what: 'ledger', scope }))
}

/** 「两个清单」「三个清单」: 问题隐患、整改责任, and 制度措施 as a third. */
export async function exportLists(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'export-lists' }>,
): Promise<Answer> {
  const { lists } = said
  return exportTable(scene, said, lists === 2 ? '两个清单' : '三个清单', (scope) => ({
    what: 'lists',
    lists,
    scope,
  }))
}

async function exportTable(
  scene: KnownScene,
  said: Readonly<{ unit?: string; period?: Period }>,
  name: string,
  make: (scope: Scope) => Making,
): Promise<Answer> {
  requireMay(scene, 'export')
  const campaign = currentCampaign(scene)
  const scope = scopeOf(scene, campaign, said)
  const { campaignId, unitId, span } = scope
  const whose = `${unitId === undefined ? '全部单位' : unitName(scene.directory, unitId)}${scope.open ? '，公开版' : ''}`
  const size = await ledgerSize(scene.tx, { campaignId, unitId }, span)
  if (size === 0)
    return { reply: say(`${name}（${whose}${span ? `，${span.name}` : ''}）：没有登记的隐患，没有表可导。`) }
  await ledger.append(scene.tx, {
    campaignId,
    subject: 'campaign',
    subjectId: campaignId,
    type: 'LedgerExported',
    data: {
      table: name,
      unitId: unitId ?? null,
      rows: Math.min(size, MOST_ROWS),
      phones: scope.phones,
      open: scope.open ?? false,
    },
    byId: scene.person.id,
    at: scene.now,
    eventId: scene.eventId,
  })
  return {
    reply: say(
      [
        `${name}（${whose}）：${await totals(scene, scope, size)}。`,
        ...(size > MOST_ROWS
          ? [
              `一张表最多${MOST_ROWS}处，这次放编号最前的${MOST_ROWS}处；其余请按单位导出，例如「导出城关镇的台账」。`,
            ]
          : []),
        ...(scope.open ? ['公开版里没有人名、电话和复查意见，公开前请再看一遍描述。'] : []),
        '表格做好就发给您，一般半分钟内。',
      ].join('\n'),
    ),
    files: [{ name: fileName(scene, campaign, name, scope), making: make(scope) }],
  }
}

async function totals({ tx, now }: KnownScene, scope: Scope, size: number): Promise<string> {
  const { campaignId, unitId, span } = scope
  if (span) return `${span.name}发现${size}处`
  const { closed, overdue } = await hazards.tally(tx, { campaignId, unitId }, now)
  return `截至${formatMoment(now, now)}，共${size}处，已销号${closed}处${overdue > 0 ? `，逾期${overdue}处` : ''}`
}

/** 「导出台账 公开版」: the twin of a table that everybody may read. */
function isOpen({ text }: KnownScene): boolean {
  return /公开|公示|对外/u.test(text)
}

/** The office, supervisors and leaders may have everybody's; everybody else his own unit's. */
function scopeOf(
  scene: KnownScene,
  campaign: Campaign,
  said: Readonly<{ unit?: string; period?: Period }>,
): Scope {
  const { person, directory, now } = scene
  const sees = may(person.roles, 'export-all')
  const unitId = said.unit ?? (sees ? undefined : person.unitId)
  if (!sees && unitId !== person.unitId)
    throw new DomainError('export.own_only', { unit: unitName(directory, person.unitId) })
  return {
    regionId: directory.regionId,
    campaignId: campaign.id,
    ...(unitId === undefined ? {} : { unitId }),
    ...(said.period ? { span: spanOf(said.period, now, campaign.plan.stages, day(campaign.startsOn)) } : {}),
    readerUnitId: person.unitId,
    ...(isOpen(scene)
      ? { open: true as const, many: true as const, phones: false }
      : { phones: person.roles.includes('office') }),
    asOf: now,
  }
}

/** 消防车道整治-整改台账-城关镇-20261126.xlsx. */
function fileName({ directory, now }: KnownScene, campaign: Campaign, name: string, scope: Scope): string {
  const whose = scope.unitId === undefined ? [] : [unitName(directory, scope.unitId)]
  const open = scope.open ? ['公开版'] : []
  const stem = [
    [...campaign.title].slice(0, 24).join(''),
    name,
    ...whose,
    ...open,
    dayOf(now).replaceAll('-', ''),
  ]
  return safeName(`${stem.join('-')}.xlsx`)
}
