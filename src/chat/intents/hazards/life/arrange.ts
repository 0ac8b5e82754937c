import { formatDay, type Day } from '../../../../domain/time/calendar.ts'
import { changeHazard } from '../../../../usecases/hazards/change-hazard.ts'
import { keepMeasures } from '../../../../usecases/hazards/interim.ts'
import { mergeHazard } from '../../../../usecases/hazards/merge.ts'
import { shortNumber, unitName, whatIsWrong, whereabouts } from '../../../saying/names.ts'
import { say, type Answer } from '../../../saying/speech.ts'
import { actor, requireMay, type KnownScene } from '../../../scene.ts'
import { beforePhotos, drawn, notice, standing, toUnits } from './telling.ts'

/** 「12号属实」: what was only heard of is a hazard, and the unit that must rectify hears of it. */
export async function confirm(scene: KnownScene, code: string): Promise<Answer> {
  requireMay(scene, 'confirm')
  const hazard = await changeHazard(
    scene.tx,
    { code, command: { type: 'Confirm' }, eventId: scene.eventId },
    actor(scene),
    scene.now,
  )
  const n = shortNumber(hazard)
  const card = drawn(scene, hazard, 'rectifier', `${n}隐患请整改`)
  const unitId = hazard.responsibleId
  return {
    reply: standing(scene, hazard, `${n}已确认属实`, [
      unitId
        ? `已通知${unitName(scene.directory, unitId)}整改。`
        : `还没有整改单位，请回「${n} 整改单位改为 单位名称」。`,
    ]),
    tell:
      unitId && unitId !== scene.person.unitId
        ? [notice('registered', hazard, { unitId }, card, await beforePhotos(scene, hazard))]
        : [],
    dialog: null,
    redraw: [hazard],
  }
}

/** 「12号由住建局牵头，供电公司配合」: several units, each told its part. */
export async function nameLead(
  scene: KnownScene,
  said: Readonly<{ code: string; lead: string; assisting: readonly string[] }>,
): Promise<Answer> {
  requireMay(scene, 'name-lead')
  const hazard = await changeHazard(
    scene.tx,
    {
      code: said.code,
      command: { type: 'NameLead', leadId: said.lead, assistingIds: said.assisting },
      data: { leadId: said.lead, assistingIds: said.assisting },
      eventId: scene.eventId,
    },
    actor(scene),
    scene.now,
  )
  const n = shortNumber(hazard)
  const lead = unitName(scene.directory, said.lead)
  const what = `${whereabouts(scene.directory, hazard)} ${whatIsWrong(scene.directory, hazard)}`
  const help = hazard.assistingIds.map((id) => unitName(scene.directory, id)).join('、')
  const responsible = unitName(scene.directory, hazard.responsibleId)
  return {
    reply: standing(scene, hazard, `${n}由${lead}牵头${help ? `，${help}配合` : ''}`, ['已通知各单位。']),
    tell: [
      ...toUnits(
        scene,
        'lead',
        hazard,
        [said.lead],
        say(
          `${n}（${what}）由您单位牵头${help ? `，${help}配合` : ''}，整改单位：${responsible}。看进展回「${n}怎么样了」。`,
        ),
      ),
      ...toUnits(
        scene,
        'assisting',
        hazard,
        hazard.assistingIds,
        say(
          `${n}（${what}）由${lead}牵头，请您单位配合，整改单位：${responsible}。看进展回「${n}怎么样了」。`,
        ),
      ),
    ],
    dialog: null,
    redraw: [hazard],
  }
}

/** 「12号和15号重复」: the later one is merged into the earlier one, photos and all. */
export async function merge(
  scene: KnownScene,
  said: Readonly<{ code: string; into: string }>,
): Promise<Answer> {
  requireMay(scene, 'void')
  const { kept, merged } = await mergeHazard(
    scene.tx,
    { code: said.code, into: said.into, eventId: scene.eventId },
    actor(scene),
    scene.now,
  )
  const [n, twin] = [shortNumber(kept), shortNumber(merged)]
  return {
    reply: standing(scene, kept, `${twin}已并入${n}`, [`${twin}的照片都在${n}里了，以后只说${n}。`]),
    tell: toUnits(
      scene,
      'merged',
      merged,
      [merged.responsibleId],
      say(
        `${twin}和${n}是同一处（${whereabouts(scene.directory, kept)}），已并入${n}。${
          kept.responsibleId === merged.responsibleId
            ? `按${n}整改就行。`
            : `${n}由${unitName(scene.directory, kept.responsibleId)}整改，您单位不用处理了。`
        }`,
      ),
    ),
    dialog: null,
    redraw: [kept, merged],
  }
}

/** 「12号临时措施：…」, and 「12号临时措施已检查」 without words. */
export async function measures(scene: KnownScene, code: string, text: string | null): Promise<Answer> {
  requireMay(scene, text === null ? 'check-measures' : 'rectify')
  const hazard = await keepMeasures(
    scene.tx,
    { code, measures: text, eventId: scene.eventId },
    actor(scene),
    scene.directory.campaigns,
    scene.now,
  )
  const n = shortNumber(hazard)
  const next = hazard.nextCheckOn ? formatDay(hazard.nextCheckOn as Day) : undefined
  return {
    reply: standing(scene, hazard, text === null ? `${n}临时措施检查已记下` : `${n}临时措施已记下`, [
      ...(next ? [`${next}前再看一次，看过回「${n}临时措施已检查」。`] : []),
    ]),
    dialog: null,
    redraw: [hazard],
  }
}
