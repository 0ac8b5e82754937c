import { DomainError } from '../../../domain/errors.ts'
import { formatMoment } from '../../../domain/time/calendar.ts'
import { groupBy } from '../../../domain/group-by.ts'
import * as hazards from '../../../store/hazards.ts'
import * as information from '../../../store/submissions/information.ts'
import type { InformationKind } from '../../../store/submissions/information.ts'
import { keepInformation } from '../../../usecases/keep-information.ts'
import { withoutPhones } from '../../saying/harmless.ts'
import { shortNumber, unitName, whereabouts } from '../../saying/names.ts'
import { currentCampaign, requireMay, type KnownScene } from '../../scene.ts'
import { say, type Answer, type Notice } from '../../saying/speech.ts'
import type { Understanding } from '../../understand/types.ts'
import { attachmentsOf } from '../reports/hand-in.ts'
import { attachmentLine } from '../reports/receipt.ts'

const kindNames: Readonly<Record<InformationKind, string>> = {
  practice: '做法',
  case: '案例',
  news: '信息',
  'special-report': '专题报告',
  inspection: '检查结果',
}

/** 「信息报送 案例：……」「好做法：……」「检查结果：……」: kept and counted for the unit; nobody is disturbed by it. */
export async function shareInformation(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'share-information' }>,
): Promise<Answer> {
  requireMay(scene, said.kind === 'inspection' ? 'remind' : 'report')
  const campaign = currentCampaign(scene)
  const attachments = attachmentsOf(scene)
  const kept = await keepInformation(
    scene.tx,
    {
      campaign,
      kind: said.kind,
      text: withoutPhones(said.text),
      codes: [],
      attachments,
      eventId: scene.eventId,
    },
    scene.person,
    scene.now,
  )
  const lines = [
    `已收到${kindNames[said.kind]}，${unitName(scene.directory, scene.person.unitId)}第${kept.nth}条。`,
    ...(attachments.length > 0 ? [attachmentLine(attachments)] : []),
    said.kind === 'inspection'
      ? '已留底，领导可以问「检查结果」。'
      : '已计入信息报送数，大家可以问「好做法有哪些」。',
  ]
  return { reply: say(lines.join('\n')), dialog: null }
}

/** 「专题报告 12号、15号 ……」: on hazards that the unit cannot solve by itself; the office hears of it once. */
export async function specialReport(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'special-report' }>,
): Promise<Answer> {
  requireMay(scene, 'report')
  const campaign = currentCampaign(scene)
  const about: hazards.Hazard[] = []
  for (const code of said.codes) {
    const hazard = await hazards.find(scene.tx, code, scene.directory.regionId)
    if (!hazard) throw new DomainError('hazard.not_found', { code })
    about.push(hazard)
  }
  const attachments = attachmentsOf(scene)
  if (said.text.length < 4 && attachments.length === 0) {
    const numbers = about.map(shortNumber).join('、')
    return {
      reply: say(
        `专题报告要写清难在哪里、建议怎么办。请这样发：\n专题报告 ${numbers} 产权不清，建议县政府协调……`,
      ),
    }
  }
  const text = withoutPhones(said.text)
  await keepInformation(
    scene.tx,
    { campaign, kind: 'special-report', text, codes: said.codes, attachments, eventId: scene.eventId },
    scene.person,
    scene.now,
  )
  const unit = unitName(scene.directory, scene.person.unitId)
  const places = about.map((hazard) => `- ${shortNumber(hazard)} ${whereabouts(scene.directory, hazard)}`)
  const tell: Notice = {
    to: { regionRole: 'office' },
    speech: say(
      [`${unit}报来专题报告（难以解决的隐患）：`, ...places.slice(0, 5), text.slice(0, 200)].join('\n'),
    ),
    pictures: attachments.filter(({ kind }) => kind === 'picture').map(({ hash }) => hash),
    key: `special-report:${scene.eventId}`,
  }
  return {
    reply: say(
      [
        `专题报告已收到，涉及${about.length}处：${about.map(shortNumber).join('、')}。`,
        ...(attachments.length > 0 ? [attachmentLine(attachments)] : []),
        '已告诉消安委办。报告期间原期限不变，请先落实临时防范措施。',
      ].join('\n'),
    ),
    tell: [tell],
    dialog: null,
  }
}

/** 「信息报送统计」「好做法有哪些」「检查结果」「专题报告」. */
export async function informationStatus(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'information-status' }>,
): Promise<Answer> {
  requireMay(scene, 'query')
  const campaign = currentCampaign(scene)
  if (said.kinds) {
    const found = await information.newest(scene.tx, campaign.id, said.kinds, 5)
    if (found.length === 0) return { reply: say('目前还没有收到。单位可以说「信息报送 做法：……」。') }
    const lines = found.map(
      ({ unitId, text, at, kind, codes }) =>
        `- ${unitName(scene.directory, unitId)} ${kindNames[kind]}（${formatMoment(at, scene.now)}）${codes.length > 0 ? ` ${codes.map(asSaid).join('、')}` : ''}：${text.slice(0, 60)}`,
    )
    return { reply: say([`最近${found.length}条：`, ...lines].join('\n')) }
  }
  const rows = (await information.counts(scene.tx, campaign.id)).filter(
    ({ kind }) => kind === 'practice' || kind === 'case' || kind === 'news',
  )
  const units = groupBy(rows, ({ unitId }) => unitId)
  if (units.size === 0) return { reply: say('还没有单位报送信息。可以说「信息报送 案例：……」。') }
  const listed = [...units].map(([unitId, kinds]) => ({
    total: kinds.reduce((sum, { count }) => sum + count, 0),
    line: `- ${unitName(scene.directory, unitId)}：${kinds.map(({ kind, count }) => `${kindNames[kind]}${count}`).join('、')}`,
  }))
  const total = listed.reduce((sum, each) => sum + each.total, 0)
  const shown = listed.toSorted((a, b) => b.total - a.total).slice(0, 7)
  return {
    reply: say([`信息报送${total}条，${units.size}家：`, ...shown.map(({ line }) => line)].join('\n')),
  }
}

function asSaid(code: string): string {
  return `${Number(code.split('-')[1])}号`
}
