import type { App } from '../app.ts'
import type { CampaignFile } from '../campaign-file/view.ts'
import type { Sandbox } from '../sandbox/types.ts'
import type { Store } from '../store/open.ts'
import { demoMoment, type DemoClock } from './clock.ts'
import { PHOTO_MIME, drawPhoto } from './photos/photo.ts'
import { stampOf } from './record.ts'
import type { Line } from './script.ts'
import { accountOf, platformsOf, type DemoGroup } from './town.ts'

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
    // WeCom's socket acknowledges nothing; `speak` waits until what it said has arrived.
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

/** Says a line, and waits until the bot has it. */
async function speak(
  stage: Stage,
  line: Line,
  cast: Readonly<{ file: CampaignFile; groups: readonly DemoGroup[] }>,
): Promise<void> {
  const { sandbox, clock, store } = stage
  const person = cast.file.people.find(({ key }) => key === line.who)
  if (!person) throw new Error(`the campaign file knows nobody called ${line.who}`)
  const as = accountOf(person)
  const group = cast.groups.find(({ key }) => key === line.where)
  const onWecom = (group?.platform ?? platformsOf(person)[0]) === 'wecom'
  const chat = group?.id ?? (onWecom ? `wecom:app:${as}` : `direct:${as}`)
  const arrived = (): Promise<number> => store.db.inboxEvent.count({ where: { platform: 'wecom' } })
  const before = onWecom ? await arrived() : 0
  const waitFor = async (events: number): Promise<void> => {
    const deadline = performance.now() + PATIENCE_MS
    while (onWecom && (await arrived()) < before + events && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
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
    return waitFor(1)
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
  // WeCom's app sends words and pictures one by one.
  const parts = group ? 1 : (line.text === '' ? 0 : 1) + pictures.length
  await waitFor(line.toPeople ? 0 : parts)
}
