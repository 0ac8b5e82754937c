import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dispatch, refuse, type StoredEvent } from '../../src/chat/dispatch.ts'
import type { InboundEvent } from '../../src/chat/inbound.ts'
import { Outgoing } from '../../src/chat/outgoing.ts'
import { loadWording } from '../../src/chat/saying/wording.ts'
import { loadChecklists } from '../../src/chat/saying/checklists.ts'
import { understand } from '../../src/chat/understand/understand.ts'
import { DomainError } from '../../src/domain/errors.ts'
import { publishedDays } from '../../src/domain/time/published-days.ts'
import type { WorkdayTable } from '../../src/domain/time/calendar.ts'
import { createScheduler } from '../../src/jobs/planner/scheduler.ts'
import * as cursors from '../../src/store/planning/cursors.ts'
import { directoryCache, type Directory } from '../../src/store/directory.ts'
import * as inbox from '../../src/store/inbox.ts'
import { mediaStore } from '../../src/store/media.ts'
import { openStore, type Store } from '../../src/store/open.ts'
import { loadCampaign } from '../../src/usecases/load-campaign.ts'
import { campaigns } from './county.ts'

/** Something that was said to somebody, or in the group, or that somebody said to the bot. */
export type Line = Readonly<{
  at: Date
  /** The account of the person, or the group. */
  with: string
  /** `asked`: he spoke himself; `answer`: to what he said; `started`: the bot began. */
  how: 'asked' | 'answer' | 'started'
  kind: string
  text: string
}>

/** The county while it is played: the real planner and the real chat on a database in memory, and no platform. */
export type Town = Readonly<{
  store: Store
  workdays: WorkdayTable
  lines: readonly Line[]
  /** Lets what is due at that moment happen. */
  tick(now: Date): Promise<void>
  /** The next moment at which something is due. */
  next(after: Date): Promise<Date | null>
  /** Somebody says something one-to-one; answers what he is answered. */
  tells(account: string, text: string, now: Date, sent?: 'photo' | 'file'): Promise<string>
  directory(): Promise<Directory>
  close(): Promise<void>
}>

export const GROUP = 'cidCounty'

/** Opens the county with its three campaigns loaded the day before they begin. */
export async function openTown(begin: Date): Promise<Town> {
  const store = await openStore({})
  const folder = await mkdtemp(join(tmpdir(), 'qinghuan-town-'))
  const media = mediaStore(folder)
  const workdays = publishedDays()
  const directories = directoryCache()
  const loaded: string[] = []
  for (const file of campaigns())
    loaded.push((await store.transaction((tx) => loadCampaign(tx, file, begin))).campaignId)
  await store.db.conversation.create({
    data: {
      platform: 'dingtalk',
      externalId: GROUP,
      kind: 'group',
      title: '工作群',
      campaignId: loaded[0] ?? null,
      heardAt: begin,
    },
  })
  // The nightly housekeeping takes its time and says nothing.
  await store.transaction((tx) => cursors.advance(tx, 'housekeeping', new Date('2030-01-01T00:00:00Z')))
  const scheduler = createScheduler({ store, directories, workdays, planned: () => undefined })
  const deps = {
    understand,
    wording: loadWording(new URL('../../cards/wording.yaml', import.meta.url)),
    checklists: loadChecklists(new URL('../../cards/checklists.yaml', import.meta.url)),
    directories,
    workdays,
    redraws: () => false,
    carriesFiles: () => true,
    media,
    photoSettleMs: 0,
  }
  const lines: Line[] = []
  let last = 0n
  let events = 0

  /** What was written to the outbox since, as if it had left at once. */
  async function gather(now: Date): Promise<readonly Line[]> {
    const rows = await store.db.outboxMessage.findMany({
      where: { id: { gt: last } },
      orderBy: { id: 'asc' },
    })
    if (rows.length === 0) return []
    last = rows.at(-1)?.id ?? last
    await store.db.outboxMessage.updateMany({ where: { sentAt: null }, data: { sentAt: now } })
    const fresh = rows.flatMap(({ dedupeKey, message }): readonly Line[] => {
      const { to, content } = Outgoing.parse(message)
      const text = read(content)
      if (text === undefined) return []
      const how = /^(?:e\d|photos)/u.test(dedupeKey) ? 'answer' : 'started'
      return [{ at: now, with: to.id, how, kind: dedupeKey.split(':')[0] ?? '', text }]
    })
    lines.push(...fresh)
    return fresh
  }

  async function handle(event: InboundEvent, stored: Omit<StoredEvent, 'id' | 'event'>, now: Date) {
    await inbox.insert(store.db, [
      {
        platform: event.platform,
        eventId: event.eventId,
        lane: event.speaker.userId,
        payload: event,
        receivedAt: now,
      },
    ])
    const row = await store.db.inboxEvent.findFirstOrThrow({ where: { eventId: event.eventId } })
    const whole = { id: row.id, event, ...stored }
    try {
      await store.transaction((tx) => dispatch(tx, whole, deps, now))
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      await store.transaction((tx) => refuse(tx, whole, error, deps, now))
    }
  }

  return {
    store,
    workdays,
    lines,
    async tick(now) {
      if ((await scheduler.tick(now)) > 0) await gather(now)
    },
    next: (after) => scheduler.next(after),
    async tells(account, text, now, sent) {
      events += 1
      const bytes = Buffer.from(`${sent ?? ''} ${events}`)
      const hash =
        sent &&
        (await media.put(store.db, { bytes, mime: sent === 'photo' ? 'image/png' : 'application/pdf' }, now))
      const event: InboundEvent = {
        kind: 'message',
        platform: 'dingtalk',
        eventId: `m${events}`,
        speaker: { userId: account, nick: account, reachable: true },
        sentAt: now,
        conversation: { kind: 'direct', id: `cid-${account}` },
        text,
        pictures: [],
        mentioned: [],
      }
      lines.push({
        at: now,
        with: account,
        how: 'asked',
        kind: 'said',
        text: text + (sent ? `（${sent === 'photo' ? '照片' : '文件'}）` : ''),
      })
      await handle(
        event,
        {
          pictures: sent === 'photo' && hash ? [hash] : [],
          lostPictures: 0,
          files: sent === 'file' && hash ? [{ kind: 'file', hash, name: '材料.pdf' }] : [],
        },
        now,
      )
      return (await gather(now))
        .filter((line) => line.how === 'answer' && line.with === account)
        .map((line) => line.text)
        .join('\n')
    },
    directory: () => directories.current(store.db, 'yunchuan'),
    async close() {
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A message as its reader sees it; undefined for pictures and redrawn cards. */
function read(content: Outgoing['content']): string | undefined {
  if (content.kind === 'text') return content.text
  if (content.kind !== 'card') return undefined
  const { title, lines, actions } = content.card
  return [
    title,
    ...lines,
    actions.map(({ label, say }) => `[${label}]${say === label ? '' : `〔${say}〕`}`).join(' '),
  ]
    .filter(Boolean)
    .join('\n')
}
