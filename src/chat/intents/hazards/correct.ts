import * as ledger from '../../../store/ledger.ts'
import * as hazards from '../../../store/hazards.ts'
import type { Hazard } from '../../../store/hazards.ts'
import { shortNumber, whatIsWrong, whereabouts } from '../../saying/names.ts'
import { currentCampaign, type KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import type { Understanding } from '../../understand/types.ts'
import { amend } from './amend.ts'

type Amendment = Extract<Understanding, { intent: 'amend-hazard' }>

/** For so long 「第2个写错了」 means what the speaker has just registered. */
const JUST_MS = 30 * 60_000

/**
 * 「第2个写错了，是3栋」 「5号不对，是消火栓箱坏了」: a correction that names no numbers of a report and follows a
 * registration. Undefined when it can only be about a report.
 */
export async function correctHazard(
  scene: KnownScene,
  hear: (text: string) => Understanding,
): Promise<Answer | undefined> {
  const hazard = await meantHazard(scene)
  if (!hazard) return undefined
  const value = newValue(scene.text)
  if (value !== undefined) return amend(scene, amendment(hazard, value, hear))
  const n = shortNumber(hazard)
  return {
    reply: say(
      `${n}（${whereabouts(scene.directory, hazard)} ${whatIsWrong(scene.directory, hazard)}）哪里写错了？可以回「${n} 地点改为 3栋」「${n} 期限改为5月20日」，整条不要就回「${n}作废」。`,
    ),
  }
}

const NTH = /第([一二三四五六七八九十\d]{1,2})[个条处项]/u
const NUMBER = /(?<![\d栋])(\d{1,5})号(?!楼|院|门)/u

async function meantHazard(scene: KnownScene): Promise<Hazard | undefined> {
  const number = NUMBER.exec(scene.text)?.[1]
  if (number !== undefined) {
    const code = `${currentCampaign(scene).codePrefix}-${number.padStart(4, '0')}`
    return (await hazards.find(scene.tx, code, scene.directory.regionId)) ?? undefined
  }
  const since = new Date(scene.sentAt.getTime() - JUST_MS)
  const registered = await ledger.lastAct(scene.tx, scene.person.id, since, 'HazardRegistered')
  const nth = NTH.exec(scene.text)?.[1]
  const chosen = nth === undefined ? (registered.length === 1 ? 0 : -1) : placeOf(nth) - 1
  const entry = registered[chosen]
  return entry ? hazards.lockById(scene.tx, Number(entry.subjectId)) : undefined
}

const digits = '一二三四五六七八九十'

function placeOf(nth: string): number {
  return /^\d+$/.test(nth) ? Number(nth) : digits.indexOf(nth) + 1
}

/** What stands after 是 or 改成, without what it is not. */
function newValue(text: string): string | undefined {
  const found =
    /(?:应该?是|应为|(?<!不)是|改成|改为|换成)[ ：]?([^，。；是]{2,30}?)(?:[，,]?(?:而)?不是.*)?[。！!]?$/u.exec(
      text.replace(/不是[^，。]{1,20}[，,]/u, ''),
    )
  return found?.[1]?.trim()
}

const SPOT = /\d+\s*(?:号楼|栋|幢|座|单元|层|楼)|车库|地下|门口|楼道|[东西南北]门|室$/u

/** A day is the limit, a unit of the roster the one that must rectify, a spot the place; anything else what is wrong. */
function amendment(hazard: Hazard, value: string, hear: (text: string) => Understanding): Amendment {
  const codes = [hazard.code]
  const asDue = hear(`${hazard.code} 期限改为${value}`)
  if (asDue.intent === 'amend-hazard' && asDue.due) return { intent: 'amend-hazard', codes, due: asDue.due }
  const asUnit = hear(`${hazard.code} 整改单位改为${value}`)
  if (asUnit.intent === 'amend-hazard' && asUnit.responsible)
    return { intent: 'amend-hazard', codes, responsible: asUnit.responsible }
  return { intent: 'amend-hazard', codes, ...(SPOT.test(value) ? { place: value } : { description: value }) }
}
