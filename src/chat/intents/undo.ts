import { formatDue } from '../../domain/time/calendar.ts'
import { actionName, formatActivity } from '../../domain/submissions/activities.ts'
import { formatCounts } from '../../domain/submissions/counts.ts'
import type { Revocable } from '../../domain/taking-back.ts'
import type { Hazard } from '../../store/hazards.ts'
import { takeBack, type TakenBack } from '../../usecases/take-back.ts'
import { shortNumber, statusNames, whereabouts } from '../saying/names.ts'
import { say, type Answer, type Notice } from '../saying/speech.ts'
import { actor, type KnownScene } from '../scene.ts'

/** 「撤销」: what the speaker did last is undone, and whoever was told of it hears so. */
export async function undo(scene: KnownScene): Promise<Answer> {
  const taken = await takeBack(scene.tx, scene.eventId, actor(scene), scene.sentAt)
  const lines = [
    ...hazardLines(taken.hazards),
    ...taken.reports.map((each) => reportLine(scene, each)),
    ...taken.activities.map(
      ({ action, counts }) => `${actionName(action)} ${formatActivity(counts)}已撤销，不再计数。`,
    ),
  ]
  return {
    reply: say(lines.join('\n')),
    tell: taken.hazards.flatMap((each) => tellOthers(scene, each)),
    dialog: null,
    redraw: taken.hazards.map(({ hazard }) => hazard),
  }
}

function hazardLines(taken: TakenBack['hazards']): readonly string[] {
  const [first] = taken
  if (!first) return []
  const names = taken.map(({ hazard }) => shortNumber(hazard)).join('、')
  if (first.act === 'HazardRegistered')
    return [`${names}的登记已撤销，台账里会留下记录。重新说一遍就能再登记。`]
  return [`已撤销。${names}现在是：${statusNames[first.hazard.status]}。`]
}

function reportLine(scene: KnownScene, { report, before }: TakenBack['reports'][number]): string {
  if (before) {
    const counts = before.zero ? '零报告' : formatCounts(before.counts)
    return `${report.receipt}的更正已撤销，仍按上一次的数：${counts || '见回执'}（${before.receipt}）。`
  }
  return `${report.receipt}已撤销，现在算未报。截止：${formatDue(report.dueAt, scene.now)}，请重新报送。`
}

/** What the people hear who had been told: the unit that must rectify, or those who re-inspect. */
function tellOthers(scene: KnownScene, { act, hazard }: TakenBack['hazards'][number]): readonly Notice[] {
  const text = `${shortNumber(hazard)}（${whereabouts(scene.directory, hazard)}）${heard[act] ?? ''}`
  const key = `taken-back:${hazard.code}:${hazard.version}`
  if (act === 'RectificationSubmitted') return [{ to: { regionRole: 'reinspector' }, speech: say(text), key }]
  if (!heard[act] || !isOthers(scene, hazard)) return []
  return [{ to: { unitId: hazard.responsibleId }, speech: say(text), key }]
}

function isOthers(scene: KnownScene, hazard: Hazard): hazard is Hazard & { responsibleId: string } {
  return hazard.responsibleId !== null && hazard.responsibleId !== scene.person.unitId
}

const heard: Readonly<Partial<Record<Revocable, string>>> = {
  HazardRegistered: '的登记有误，已撤销，不用整改了。',
  HazardAmended: '刚才的变动已撤销，以原来的为准。',
  HazardVoided: '刚才作废有误，已恢复，请照常整改。',
  RectificationSubmitted: '的整改情况由单位撤回，先不用复查。',
  ReinspectionPassed: '的复查结论已撤回，等重新复查。',
  ReinspectionFailed: '的复查结论已撤回，等重新复查。',
}
