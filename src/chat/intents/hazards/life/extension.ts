import { DomainError } from '../../../../domain/errors.ts'
import { decide } from '../../../../domain/hazards/decide.ts'
import { formatDue } from '../../../../domain/time/calendar.ts'
import * as hazards from '../../../../store/hazards.ts'
import { askExtension, decideExtension } from '../../../../usecases/hazards/extension.ts'
import { harmless, withoutPhones } from '../../../saying/harmless.ts'
import { shortNumber, unitName, whereabouts } from '../../../saying/names.ts'
import { say, type Answer, type DialogState } from '../../../saying/speech.ts'
import { actor, currentCampaign, requireMay, type KnownScene } from '../../../scene.ts'
import { readExtensionParts } from '../../../understand/commands/hazard-life.ts'
import type { Understanding } from '../../../understand/types.ts'
import { drawn, notice, numberOf, standing, toRole, toUnits } from './telling.ts'
import { dueInstant } from '../register.ts'

type Wanted = Extract<DialogState, { kind: 'extension' }>

/** 「12号延期到5月20日，原因：…，临时措施：…」: goes to the office; what is missing is asked for once. */
export async function requestExtension(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'request-extension' }>,
): Promise<Answer> {
  requireMay(scene, 'rectify')
  const code = await oneCode(scene, said)
  return proceed(scene, {
    kind: 'extension',
    code,
    ...(said.due ? { due: said.due } : {}),
    ...readExtensionParts(spoken(scene)),
  })
}

/** The words that were asked for: by their labels, or the one part that was missing; undefined when they are none. */
export async function continueExtension(
  scene: KnownScene,
  wanted: Wanted,
  said: Understanding,
): Promise<Answer | undefined> {
  const isAnswer =
    said.intent === 'none' ||
    said.intent === 'request-extension' ||
    said.intent === 'confirm-rectified' ||
    (said.intent === 'hazard-life' && said.said.act === 'measures') ||
    said.intent === 'register-hazard'
  const codes = 'codes' in said ? (said.codes ?? []) : []
  if (!isAnswer || scene.text.trim() === '' || codes.some((code) => code !== wanted.code)) return undefined
  // Without a number of its own 「已改」 would be another matter; with photos it is.
  if (said.intent === 'confirm-rectified' && (codes.length > 0 || scene.pictures.length > 0)) return undefined
  const due = said.intent === 'request-extension' ? (said.due ?? wanted.due) : wanted.due
  const labelled = readExtensionParts(spoken(scene))
  const parts = Object.keys(labelled).length > 0 ? labelled : unlabelled(spoken(scene).trim(), wanted)
  return proceed(scene, { ...wanted, ...(due ? { due } : {}), ...parts })
}

/** Bare words answer the first part that is missing; what protects is often said in the same breath. */
function unlabelled(text: string, wanted: Wanted): Partial<Wanted> {
  if (wanted.reason) return { measures: text.slice(0, 300) }
  if (wanted.measures) return { reason: text.slice(0, 300) }
  const cut = /[，。；\n](?=(?:期间|临时|先|每天|安排|加派|增加|派|专人|加强))/u.exec(text)
  if (!cut) return { reason: text.slice(0, 300) }
  return { reason: text.slice(0, cut.index).slice(0, 300), measures: text.slice(cut.index + 1).slice(0, 300) }
}

/** The words as they may be repeated. */
function spoken({ text }: KnownScene): string {
  return harmless(withoutPhones(text))
}

async function proceed(scene: KnownScene, wanted: Wanted): Promise<Answer> {
  const { code, due, reason, measures } = wanted
  const n = numberOf(code)
  if (due && reason && measures) return hand(scene, { code, due, reason, measures })
  // The rules say no before anything is asked for.
  const found = await hazards.find(scene.tx, code, scene.directory.regionId)
  if (!found) throw new DomainError('hazard.not_found', { code })
  const to = due ? dueInstant(due) : new Date(8.64e15)
  decide(found, { type: 'AskExtension', to, reason: '', measures: '', latest: null }, actor(scene), scene.now)
  const missing = [
    due ? '' : '延到哪天',
    reason ? '' : '原因',
    measures ? '' : '延期期间的临时防范措施',
  ].filter(Boolean)
  const example = [
    due ? '' : `${n}延期到 月 日`,
    reason ? '' : '原因：等配件到货',
    measures ? '' : '临时措施：专人看守，每天巡查两次',
  ].filter(Boolean)
  return {
    reply: say(`${n}延期还差：${missing.join('、')}。请一次回齐，例如「${example.join('，')}」。`),
    dialog: wanted,
  }
}

async function hand(
  scene: KnownScene,
  asked: Readonly<{ code: string; due: string; reason: string; measures: string }>,
): Promise<Answer> {
  const { code, reason, measures } = asked
  const hazard = await askExtension(
    scene.tx,
    { code, to: dueInstant(asked.due), reason, measures, eventId: scene.eventId },
    actor(scene),
    { campaigns: scene.directory.campaigns, workdays: scene.workdays },
    scene.now,
  )
  const n = shortNumber(hazard)
  const lines = [
    `申请单位：${unitName(scene.directory, scene.person.unitId)}`,
    `原因：${reason}`,
    `期间临时措施：${measures}`,
    ...(hazard.dueAt !== null && hazard.dueAt < scene.now ? ['提醒：已过原期限才申请'] : []),
  ]
  return {
    reply: standing(scene, hazard, `${n}延期已报消安委办审批`, ['批了会告诉您。批准之前仍按原期限。']),
    tell: [
      toRole('extension', hazard, 'office', drawn(scene, hazard, 'approver', `${n}申请延期，请审批`, lines)),
    ],
    dialog: null,
    redraw: [hazard],
  }
}

/** 「同意12号延期」「不同意12号延期，理由：…」 by the office. */
export async function decideOnExtension(
  scene: KnownScene,
  said: Readonly<{ code: string; granted: boolean; reason?: string }>,
): Promise<Answer> {
  requireMay(scene, 'decide-extension')
  const { hazard, askedById } = await decideExtension(
    scene.tx,
    { code: said.code, granted: said.granted, reason: said.reason ?? null, eventId: scene.eventId },
    actor(scene),
    scene.directory.campaigns,
    scene.now,
  )
  const n = shortNumber(hazard)
  const due = hazard.dueAt ? formatDue(hazard.dueAt, scene.now) : '未定'
  const why = said.reason ? `理由：${said.reason}。` : ''
  const text = said.granted
    ? `${n}（${whereabouts(scene.directory, hazard)}）延期已批准，新期限：${due}。期间请落实临时措施：${hazard.measures ?? ''}。`
    : `${n}（${whereabouts(scene.directory, hazard)}）延期没有批准。${why}请按原期限整改：${due}。`
  const asker = askedById && scene.directory.people.get(askedById)
  const told = toUnits(scene, 'extended', hazard, [hazard.responsibleId], say(text))
  return {
    reply: standing(scene, hazard, said.granted ? `${n}延期已批准` : `${n}延期未批准`, ['已告诉申请单位。']),
    tell: [
      ...told,
      ...(asker && asker.unitId !== hazard.responsibleId && asker.id !== scene.person.id
        ? [notice('extended', hazard, { personId: asker.id }, say(text))]
        : []),
    ],
    dialog: null,
    redraw: [hazard],
  }
}

/** The one hazard that is meant: by its number, or the only one that the unit has to rectify there. */
async function oneCode(
  scene: KnownScene,
  said: Readonly<{ codes?: readonly string[]; community?: string }>,
): Promise<string> {
  const [code, ...more] = said.codes ?? []
  if (code && more.length === 0) return code
  const example = `${code ? numberOf(code) : '12号'}延期到 月 日，原因：…，临时措施：…`
  if (code) throw new DomainError('hazard.which', { example })
  const filter = {
    campaignId: currentCampaign(scene).id,
    responsibleId: scene.person.unitId,
    ...(said.community ? { communityId: said.community } : {}),
  }
  const [only, other] = await hazards.list(scene.tx, filter, 'unrectified', scene.now, 2)
  if (!only || other)
    throw new DomainError('hazard.which', {
      example: only ? example.replace('12号', shortNumber(only)) : example,
    })
  return only.code
}
