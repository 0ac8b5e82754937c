import { dayOf, formatDay, type Day } from '../../../domain/time/calendar.ts'
import type { Tx } from '../../../store/open.ts'
import * as summonses from '../../../store/escalation/summonses.ts'
import { unitName } from '../../saying/names.ts'
import { say, type Notice } from '../../saying/speech.ts'
import { toOffice, type Told } from './notices.ts'

/** What a unit promised at its 约谈 and falls due: it is reminded once, and the office is told to look. */
export async function promisesDue(tx: Tx, told: Told): Promise<readonly Notice[]> {
  const { directory, campaign, now } = told
  const due = await summonses.toRemind(tx, campaign.id, dayOf(now))
  const notices: Notice[] = []
  for (const { id, unitId, commitments, followUpOn } of due) {
    await summonses.save(tx, id, { remindedAt: now })
    const name = unitName(directory, unitId)
    const until = followUpOn === null ? '' : formatDay(followUpOn as Day, Number(dayOf(now).slice(0, 4)))
    const key = `promise:${campaign.id}:${id}`
    notices.push(
      {
        to: { unitId },
        speech: say(
          `约谈时的承诺${until}到期：${commitments ?? ''}\n办好了请报消安委办核实，办不完请提前说明。`,
        ),
        key,
      },
      {
        to: toOffice(told),
        speech: say(
          `${name}约谈时的承诺${until}到期：${commitments ?? ''}\n核实后回「${name} 约谈已落实」。`,
        ),
        key: `${key}:office`,
      },
    )
  }
  return notices
}
