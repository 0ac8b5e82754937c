import { DomainError } from '../../../domain/errors.ts'
import { nameMoment } from '../../../domain/time/calendar.ts'
import {
  cadenceOf,
  dutiesByNumbersOrWords,
  reportTarget,
  type ReportTarget,
  type SaidPeriod,
} from '../../../usecases/due-reports.ts'
import type { Campaign } from '../../../store/directory.ts'
import { namesCampaign, standsAlone } from '../../meant.ts'
import { currentCampaign, runningCampaigns, type KnownScene } from '../../scene.ts'
import type { Answer } from '../../saying/speech.ts'
import type { Understanding } from '../../understand/types.ts'
import { dutyTitle } from './reminding.ts'

type Said = Extract<Understanding, { intent: 'report-progress' }>

/** The campaign for which a report is meant, or the question which one. */
export type Which = Readonly<{ campaign: Campaign }> | Readonly<{ ask: Answer }>

/** Longer words are not repeated on a button. */
const LONGEST_WORDS = 500
const SOON_MS = 2 * 86_400_000

/**
 * For which campaign a report is meant: in a group the group's own. One-to-one the one that is named (by its letters or
 * as the answer to the bot's question), else the one in which the unit owes a report of that name or rhythm, the chosen
 * one before others, and of several the one that still waits. When several wait at the same time, the bot asks once.
 */
export async function campaignOfReport(scene: KnownScene, said: Said): Promise<Which> {
  const { directory, person, dialog } = scene
  const fallback = (): Which => ({ campaign: currentCampaign(scene) })
  if (scene.conversation.kind === 'group') return fallback()
  const running = runningCampaigns(directory, scene.now)
  const named = running.filter(({ codePrefix }) => standsAlone(codePrefix, scene.text))
  const [only] = named
  if (only && named.length === 1) return { campaign: only }
  if (dialog?.kind === 'report' && (said.asOffered || said.correction)) {
    const asked = running.find(({ id }) => id === dialog.campaignId)
    if (asked) return { campaign: asked }
  }
  const fitting = best(
    running.filter((campaign) => dutiesByNumbersOrWords(campaign, person.unitId).length > 0),
    (campaign) => fit(campaign, person.unitId, wordsOf(scene), said.period),
  )
  const [first, ...others] = fitting
  if (!first) return fallback()
  const chosen = fitting.find(({ id }) => id === scene.boundCampaignId)
  if (chosen || others.length === 0) return { campaign: chosen ?? first }
  const targets = await targetsOf(scene, said, fitting)
  if (targets.length === 0) return { campaign: first }
  if (said.correction) {
    const handedIn = targets.filter(({ target }) => target.submitted)
    return { campaign: (handedIn[0] ?? targets[0])?.campaign ?? first }
  }
  const waiting = targets.filter(({ target }) => !target.submitted)
  // What is due in weeks does not stand in the way of what is due now.
  const pressing = waiting.filter(
    ({ target }) => target.period.dueAt.getTime() - scene.now.getTime() < SOON_MS,
  )
  const meant =
    pressing.length > 0 ? pressing : waiting.length > 0 ? waiting.slice(0, 1) : targets.slice(0, 1)
  const [one, ...more] = meant
  if (one && more.length === 0) return { campaign: one.campaign }
  return { ask: question(scene, meant) }
}

/** What was said about the report: after the bot's question, what was said before it. */
export function wordsOf({ dialog, text }: KnownScene): string {
  return dialog?.kind === 'which-report' && namesCampaign(dialog, text) ? dialog.text : text
}

function best(campaigns: readonly Campaign[], fitOf: (campaign: Campaign) => number): readonly Campaign[] {
  const most = Math.max(...campaigns.map(fitOf))
  return campaigns.filter((campaign) => fitOf(campaign) === most)
}

/** 3: it owes a report of that name; 2: of that rhythm; 1: one that comes again; 0: a single one. */
function fit(campaign: Campaign, unitId: string, words: string, said: SaidPeriod): number {
  const duties = dutiesByNumbersOrWords(campaign, unitId)
  if (duties.some(({ name }) => words.includes(name))) return 3
  if (said && duties.some(({ cadence }) => cadence.kind === cadenceOf[said])) return 2
  return duties.some(({ cadence }) => cadence.kind !== 'once' && cadence.kind !== 'dated') ? 1 : 0
}

type Meant = Readonly<{ campaign: Campaign; target: ReportTarget }>

/** What the words would be for in each of the campaigns, the nearest deadline first; those that take none are left out. */
async function targetsOf(
  scene: KnownScene,
  said: Said,
  campaigns: readonly Campaign[],
): Promise<readonly Meant[]> {
  const found: Meant[] = []
  for (const campaign of campaigns) {
    const asked = {
      campaign,
      unitId: scene.person.unitId,
      said: said.period,
      words: scene.text,
      correction: said.correction ?? false,
      sentAt: scene.sentAt,
      table: scene.workdays,
    }
    try {
      found.push({ campaign, target: await reportTarget(scene.tx, asked) })
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
    }
  }
  return found.toSorted((a, b) => a.target.period.dueAt.getTime() - b.target.period.dueAt.getTime())
}

function question(scene: KnownScene, meant: readonly Meant[]): Answer {
  return {
    reply: {
      kind: 'card',
      card: {
        title: `有${meant.length}个行动都在等您单位报，这次报哪一个？`,
        lines: [
          ...meant.map(
            ({ campaign, target }) =>
              `- **${campaign.codePrefix}** ${campaign.title}：${dutyTitle(target)}，${nameMoment(target.period.dueAt, scene.now)}截止`,
          ),
          `回字头就行，例如「${meant[0]?.campaign.codePrefix ?? ''}」，刚才的话不用重发。`,
        ],
        actions: meant
          .slice(0, 2)
          .map(({ campaign: { codePrefix } }) => ({ label: `报 ${codePrefix}`, say: `报 ${codePrefix}` })),
      },
    },
    dialog: {
      kind: 'which-report',
      text: scene.text.slice(0, LONGEST_WORDS),
      prefixes: meant.map(({ campaign }) => campaign.codePrefix),
    },
  }
}
