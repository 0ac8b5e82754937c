import type { App } from '../app.ts'
import type { CampaignFile } from '../campaign-file/view.ts'
import type { Sandbox } from '../sandbox/types.ts'
import type { Store } from '../store/open.ts'
import { demoMoment, type DemoClock } from './clock.ts'
import { PHOTO_MIME, drawPhoto } from './photos/photo.ts'
import { stampOf } from './record.ts'
import type { Line } from './script.ts'
import { accountOf, type DemoGroup } from './town.ts'

/** Everything in motion. */
export type Stage = Readonly<{ app: App; store: Store; sandbox: Sandbox; clock: DemoClock }>

/** A fault that the page has set may hold a message back for long; the clock does not wait for it. */
const PATIENCE_MS = 8000
const LOOK_EVERY_MS = 10

/** Waits until all that was said has been handled and all answers have left; gives up waiting after a while. */
export async function settle({ app, store, sandbox }: Stage): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  const quiet = async (): Promise<boolean> => {
    if (sandbox.stats.acked < sandbox.stats.delivered) return false
    await app.drain()
    return (await store.db.outboxMessage.count({ where: { sentAt: null, givenUpAt: null } })) === 0
  }
  while (!(await quiet()) && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
}

/** Moves the clock there, stopping at everything that falls due on the way, so that each reminder has its own time. */
export async function moveClock(stage: Stage, to: Date): Promise<void> {
  const { app, clock } = stage
  for (;;) {
    const next = await app.scheduler.next(clock.now())
    if (next === null || next > to) break
    clock.setTo(next)
    await app.scheduler.tick(clock.now())
    await settle(stage)
  }
  // What was due on the way may have taken longer than the way was.
  if (clock.now() < to) clock.setTo(to)
  await app.scheduler.tick(clock.now())
  await settle(stage)
}

/** Has the people say their lines, each at its time. */
export async function perform(
  stage: Stage,
  lines: readonly Line[],
  cast: Readonly<{ file: CampaignFile; groups: readonly DemoGroup[] }>,
): Promise<void> {
  for (const line of lines) {
    await moveClock(stage, demoMoment(line.at))
    await speak(stage, line, cast)
    await settle(stage)
  }
}

async function speak(
  { sandbox, clock }: Stage,
  line: Line,
  cast: Readonly<{ file: CampaignFile; groups: readonly DemoGroup[] }>,
): Promise<void> {
  const person = cast.file.people.find(({ key }) => key === line.who)
  if (!person) throw new Error(`the campaign file knows nobody called ${line.who}`)
  const as = accountOf(person)
  const group = cast.groups.find(({ key }) => key === line.where)
  const chat = group?.id ?? `direct:${as}`
  if ('press' in line) {
    const message = sandbox
      .messages(chat, as)
      .findLast(
        ({ buttons, variables, text, title }) =>
          buttons.some(({ label }) => label === line.press) &&
          [title, text, ...Object.values(variables ?? {})].some((words) => words?.includes(line.about)),
      )
    if (!message) throw new Error(`${line.who} has no button ${line.press} about ${line.about}`)
    const button = message.buttons.findIndex(({ label }) => label === line.press)
    await sandbox.press({ as, message: message.id, button })
    return
  }
  const pictures = line.photo
    ? [
        sandbox.addPicture(
          drawPhoto({ ...line.photo, seed: line.who, stamp: stampOf(clock.now()) }),
          PHOTO_MIME,
        ),
      ]
    : []
  await sandbox.say({ as, chat, text: line.text, at: group !== undefined && !line.toPeople, pictures })
}
