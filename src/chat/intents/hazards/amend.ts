import { DomainError } from '../../../domain/errors.ts'
import { interimNeed } from '../../../domain/hazards/interim.ts'
import { dayOf, formatDue } from '../../../domain/time/calendar.ts'
import type { Hazard, HazardChanges } from '../../../store/hazards.ts'
import * as hazards from '../../../store/hazards.ts'
import { changeHazard } from '../../../usecases/hazards/change-hazard.ts'
import { hazardCard } from '../../cards/hazard-card.ts'
import { categoryName, shortNumber, unitName, whereabouts } from '../../saying/names.ts'
import { actor, requireMay, type KnownScene } from '../../scene.ts'
import { say, type Answer, type Notice } from '../../saying/speech.ts'
import type { Understanding } from '../../understand/types.ts'
import { dueInstant } from './register.ts'

/** 「12号 期限改为5月20日」 and the other corrections of a registration, by whoever registered it or the office. */
export async function amend(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'amend-hazard' }>,
): Promise<Answer> {
  requireMay(scene, 'amend')
  if (said.unknownUnit) throw new DomainError('hazard.unknown_unit')
  const changes: HazardChanges = {
    ...(said.due ? { dueAt: futureDue(scene, said.due) } : {}),
    ...(said.responsible ? { responsibleId: knownUnit(scene, said.responsible) } : {}),
    ...(said.category ? { category: said.category } : {}),
    ...(said.place ? { place: said.place } : {}),
    ...(said.description ? { description: said.description } : {}),
  }
  if (Object.keys(changes).length === 0)
    throw new DomainError('amend.nothing', { code: said.codes[0] ?? '12号' })
  const amended: Hazard[] = []
  const tell: Notice[] = []
  const what = describe(scene, said)
  for (const code of said.codes) {
    const before = await hazards.lock(scene.tx, code, scene.directory.regionId)
    const input = {
      code,
      command: { type: 'Amend' } as const,
      changes,
      data: changes,
      eventId: scene.eventId,
    }
    const hazard = await changeHazard(scene.tx, input, actor(scene), scene.now)
    amended.push(hazard)
    if (hazard.responsibleId === before.responsibleId)
      tell.push(...tellChange(scene, hazard, what, said.due !== undefined && wantsMeasures(scene, hazard)))
    else tell.push(...(await tellHandover(scene, before, hazard)))
  }
  const unguarded = said.due ? amended.filter((hazard) => wantsMeasures(scene, hazard)) : []
  const [long] = unguarded
  return {
    reply: say(
      [
        `${amended.map(shortNumber).join('、')}已改。${what}。`,
        ...(long
          ? [
              `期限长了，还没有临时防范措施${long.responsibleId === scene.person.unitId ? `，请回「${shortNumber(long)}临时措施：……」` : '，已请整改单位定'}。`,
            ]
          : []),
      ].join('\n'),
    ),
    tell,
    dialog: null,
    redraw: amended,
  }
}

function describe(scene: KnownScene, said: Extract<Understanding, { intent: 'amend-hazard' }>): string {
  return [
    said.due ? `期限：${formatDue(dueInstant(said.due), scene.now)}` : '',
    said.responsible ? `整改单位：${unitName(scene.directory, said.responsible)}` : '',
    said.category ? `类别：${categoryName(said.category)}` : '',
    said.place ? `位置：${said.place}` : '',
    said.description ? `问题：${said.description}` : '',
  ]
    .filter(Boolean)
    .join('，')
}

function futureDue(scene: KnownScene, due: string): Date {
  const instant = dueInstant(due)
  if (instant < scene.now) throw new DomainError('hazard.due_past')
  return instant
}

function knownUnit(scene: KnownScene, unitId: string): string {
  if (!scene.directory.units.has(unitId)) throw new DomainError('hazard.unknown_unit')
  return unitId
}

/** Whether its limit is so far away now that something has to protect meanwhile, and nothing does. */
function wantsMeasures({ directory, now }: KnownScene, hazard: Hazard): boolean {
  const rules = directory.campaigns.find(({ id }) => id === hazard.campaignId)?.plan.hazards
  return rules !== undefined && interimNeed(hazard, rules, dayOf(now)) === 'measures'
}

function tellChange(scene: KnownScene, hazard: Hazard, what: string, wants: boolean): readonly Notice[] {
  if (!hazard.responsibleId || hazard.responsibleId === scene.person.unitId) return []
  const n = shortNumber(hazard)
  const speech = say(
    [
      `${n}（${whereabouts(scene.directory, hazard)}）有变动：${what}。`,
      ...(wants ? [`整改时间长，请定临时防范措施，回「${n}临时措施：……」。`] : []),
    ].join('\n'),
  )
  return [{ to: { unitId: hazard.responsibleId }, speech, key: `amended:${hazard.code}:${hazard.version}` }]
}

/** The new unit gets the whole matter, photos and all; the old one hears that it is relieved. */
async function tellHandover(scene: KnownScene, before: Hazard, hazard: Hazard): Promise<readonly Notice[]> {
  const n = shortNumber(hazard)
  const key = `handover:${hazard.code}:${hazard.version}`
  const photos = await hazards.photosOf(scene.tx, hazard.id)
  const card = hazardCard(hazard, 'rectifier', scene.directory, scene.now)
  const toNew: Notice[] = hazard.responsibleId
    ? [
        {
          to: { unitId: hazard.responsibleId },
          speech: {
            kind: 'card',
            card: { ...card, title: `${n}隐患请整改` },
            about: { hazardId: hazard.id, view: 'rectifier' },
          },
          pictures: photos.filter(({ step }) => step === 'before').map(({ hash }) => hash),
          key,
        },
      ]
    : []
  const relief = `${n}（${whereabouts(scene.directory, hazard)}）改由${unitName(scene.directory, hazard.responsibleId)}整改，您单位不用处理了。`
  const toOld: Notice[] = before.responsibleId
    ? [{ to: { unitId: before.responsibleId }, speech: say(relief), key: `${key}:relieved` }]
    : []
  return [...toNew, ...toOld]
}

/** 「12号作废」 by whoever registered it or the office; it stays in the ledger. */
export async function voidHazard(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'void-hazard' }>,
): Promise<Answer> {
  requireMay(scene, 'void')
  const voided: Hazard[] = []
  for (const code of said.codes) {
    const input = {
      code,
      command: { type: 'Void' } as const,
      data: { reason: said.reason ?? null },
      eventId: scene.eventId,
    }
    voided.push(await changeHazard(scene.tx, input, actor(scene), scene.now))
  }
  return {
    reply: say(`${voided.map(shortNumber).join('、')}已作废，台账里会留下记录。`),
    tell: voided.flatMap((hazard) =>
      hazard.responsibleId && hazard.responsibleId !== scene.person.unitId
        ? [
            {
              to: { unitId: hazard.responsibleId },
              speech: say(
                `${shortNumber(hazard)}（${whereabouts(scene.directory, hazard)}）已作废，不用整改了。`,
              ),
              key: `voided:${hazard.code}`,
            },
          ]
        : [],
    ),
    dialog: null,
    redraw: voided,
  }
}

/** 「12号已安排」: the unit is at it. Stops nothing but the doubt. */
export async function acknowledge(scene: KnownScene, codes: readonly string[]): Promise<Answer> {
  requireMay(scene, 'rectify')
  const taken: Hazard[] = []
  for (const code of codes) {
    taken.push(
      await changeHazard(
        scene.tx,
        { code, command: { type: 'Acknowledge' }, eventId: scene.eventId },
        actor(scene),
        scene.now,
      ),
    )
  }
  const [one] = taken
  const due = one?.dueAt ? `期限${formatDue(one.dueAt, scene.now)}，` : ''
  return {
    reply: say(
      `好的，${taken.map(shortNumber).join('、')}记为整改中。${due}改完回「${one ? shortNumber(one) : '12号'}已改」并附照片。`,
    ),
    redraw: taken,
  }
}

/** 「12号不是我们的」: nothing moves, the office is asked to decide. */
export async function decline(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'decline-hazard' }>,
): Promise<Answer> {
  requireMay(scene, 'rectify')
  const tell: Notice[] = []
  const names: string[] = []
  for (const code of said.codes) {
    const input = {
      code,
      command: { type: 'Decline' } as const,
      data: { reason: said.reason ?? null },
      eventId: scene.eventId,
    }
    const hazard = await changeHazard(scene.tx, input, actor(scene), scene.now)
    const n = shortNumber(hazard)
    names.push(n)
    const who = unitName(scene.directory, scene.person.unitId)
    const lines = [
      `${who}反馈：${n}（${whereabouts(scene.directory, hazard)}）不归其整改。${said.reason ?? ''}`,
      `请定整改单位，回「${n} 整改单位改为 单位名称」。期限不变。`,
    ]
    tell.push({
      to: { regionRole: 'office' },
      speech: say(lines.join('\n')),
      key: `declined:${hazard.code}:${hazard.version}`,
    })
  }
  return { reply: say(`知道了，已请消安委办重新确定${names.join('、')}的整改单位。定之前期限不变。`), tell }
}

/** Adds photos that came after the words to what they belong to. */
export async function addPhotos(
  scene: KnownScene,
  codes: readonly string[],
  step: 'before' | 'after',
  hashes: readonly string[],
): Promise<number> {
  let added = 0
  for (const code of codes) {
    const hazard = await hazards.lock(scene.tx, code, scene.directory.regionId)
    added += await hazards.addPhotos(scene.tx, {
      hazardId: hazard.id,
      hashes,
      step,
      byId: scene.person.id,
      at: scene.now,
    })
  }
  return added
}
