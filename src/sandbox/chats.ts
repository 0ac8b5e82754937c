import { randomBytes } from 'node:crypto'
import { PageError } from './http.ts'
import type { ShownFile } from './shelves.ts'
import type {
  SandboxButton,
  SandboxChat,
  SandboxMessage,
  SandboxOptions,
  SandboxPerson,
  SandboxPlatform,
} from './types.ts'
import type { SandboxTemplate } from './wecom/template.ts'

/** What a press on a button does. */
export type Press =
  | Readonly<{ does: 'say'; sentence: string }>
  | Readonly<{ does: 'open' }>
  | Readonly<{
      does: 'call'
      outTrackId: string
      actionId: string
      params: Readonly<Record<string, unknown>>
    }>
  /** A button of a WeCom template card. */
  | Readonly<{ does: 'key'; key: string; menu: boolean }>

export type Button = SandboxButton & Readonly<{ press: Press }>

/** What one viewer sees of a message; interactive cards differ from viewer to viewer. */
export type Face = Readonly<{
  text: string
  title?: string
  buttons: readonly Button[]
  variables?: Readonly<Record<string, string>>
  template?: SandboxTemplate
  live?: boolean
}>

export type Draft = Readonly<{
  chat: string
  from: string
  kind: SandboxMessage['kind']
  face: (viewer: string | undefined) => Face
  pictures?: readonly string[]
  file?: ShownFile
  mentions?: readonly string[]
  quoted?: string
  name?: string
  dialect?: SandboxMessage['dialect']
  /** Visible to these people only. */
  only?: readonly string[]
  /** The platform's handle of a sent message, which recalls name. */
  queryKey?: string
}>

export type Entry = Draft & Readonly<{ id: string; at: Date; revision: number; recalled: boolean }>

/** Everybody's chats with their messages, and who may see what. */
export interface Chats {
  person(userId: string): SandboxPerson | undefined
  chat(id: string): SandboxChat | undefined
  /** The chats that a person takes part in. */
  of(viewer: string): readonly SandboxChat[]
  /** Gives an app's chats their menu. */
  setMenu(ids: readonly string[], menu: NonNullable<SandboxChat['menu']>): void
  add(draft: Draft): Entry
  entry(id: string): Entry | undefined
  /** Redraws a message for everyone who sees it: its revision goes up. */
  redraw(id: string): void
  /** Marks the messages with this handle as recalled; false when there are none. */
  recall(queryKey: string, chat?: string): boolean
  sees(viewer: string, entry: Entry): boolean
  view(entry: Entry, viewer?: string): SandboxMessage
  /** Oldest first, at most `newest` of them. Without a viewer: everything. */
  list(chat: string, viewer?: string, newest?: number): readonly SandboxMessage[]
  /** Calls back for every new or redrawn message, in the order of happening; returns the way to stop. */
  subscribe(heard: (entry: Entry) => void): () => void
}

const keptPerChat = 2_000

/** The id of a person's one-to-one chat with the bot. */
export function directChat(userId: string): string {
  return `direct:${userId}`
}

/** The id of a person's one-to-one chat with WeCom's AI bot, or with the app where there is no AI bot. */
export function wecomChat(userId: string): string {
  return `wecom:direct:${userId}`
}

/** The id of a person's chat with WeCom's app. */
export function wecomAppChat(userId: string, wecom: NonNullable<SandboxOptions['wecom']>): string {
  return wecom.aibot ? `wecom:app:${userId}` : wecomChat(userId)
}

export function platformOf(chat: SandboxChat): SandboxPlatform {
  return chat.platform ?? 'dingtalk'
}

/** The people with an account on that platform. */
export function peopleOn(
  platform: SandboxPlatform,
  options: Pick<SandboxOptions, 'people' | 'groups'>,
): readonly SandboxPerson[] {
  const grouped = new Set(
    options.groups.filter((group) => group.platform === 'wecom').flatMap((group) => group.members),
  )
  return options.people.filter(({ platforms, userId }) =>
    platforms ? platforms.includes(platform) : platform === 'dingtalk' || grouped.has(userId),
  )
}

/** The same chats as one platform knows them: those of the other one do not exist there. */
export function chatsOn(platform: SandboxPlatform, chats: Chats): Chats {
  const own = (chat: SandboxChat | undefined): SandboxChat | undefined =>
    chat && platformOf(chat) === platform ? chat : undefined
  return {
    ...chats,
    chat: (id) => own(chats.chat(id)),
    of: (viewer) => chats.of(viewer).filter((chat) => own(chat)),
  }
}

type Needs = Pick<SandboxOptions, 'people' | 'groups' | 'app' | 'now' | 'wecom'>

function chatsToBegin(options: Needs): readonly SandboxChat[] {
  const { wecom } = options
  const direct = (id: string, title: string, userId: string): SandboxChat => ({
    id,
    kind: 'direct',
    title,
    members: [userId],
  })
  const insiders = (platform: SandboxPlatform): readonly SandboxPerson[] =>
    peopleOn(platform, options).filter((each) => !each.outsider)
  return [
    ...options.groups.map(({ id, title, members, platform }): SandboxChat => {
      return { id, kind: 'group', title, members, ...(platform === 'wecom' ? { platform } : {}) }
    }),
    // People outside the organisation cannot open a one-to-one chat with its robot.
    ...insiders('dingtalk').map(({ userId }) => direct(directChat(userId), options.app.name, userId)),
    ...insiders('wecom').flatMap(({ userId }): readonly SandboxChat[] => {
      const { aibot, app } = wecom ?? {}
      const appName = app?.name ?? (aibot ? `${aibot.name}应用` : options.app.name)
      return [
        ...(aibot ? [direct(wecomChat(userId), aibot.name, userId)] : []),
        ...(wecom && app ? [direct(wecomAppChat(userId, wecom), appName, userId)] : []),
      ].map((chat) => ({ ...chat, platform: 'wecom' }))
    }),
  ]
}

/** Sets up the chats of the given people. Only the newest 2,000 messages of a chat are kept. */
export function createChats(options: Needs): Chats {
  const people = new Map(options.people.map((person) => [person.userId, person]))
  const chats = new Map(chatsToBegin(options).map((chat) => [chat.id, chat]))
  const entries = new Map<string, Entry>()
  const order = new Map<string, string[]>()
  const listeners = new Set<(entry: Entry) => void>()

  const put = (entry: Entry): Entry => {
    entries.set(entry.id, entry)
    for (const heard of [...listeners]) heard(entry)
    return entry
  }

  const sees = (viewer: string, entry: Entry): boolean =>
    (chats.get(entry.chat)?.members.includes(viewer) ?? false) &&
    (!entry.only || entry.only.includes(viewer) || entry.from === viewer)

  const view = (entry: Entry, viewer?: string): SandboxMessage => {
    const face = entry.face(viewer)
    return {
      id: entry.id,
      chat: entry.chat,
      from: entry.from,
      at: entry.at.toISOString(),
      kind: entry.kind,
      text: entry.recalled ? '' : face.text,
      pictures: entry.recalled ? [] : (entry.pictures ?? []),
      ...(entry.file && !entry.recalled ? { file: entry.file } : {}),
      buttons: entry.recalled ? [] : face.buttons.map(shownButton),
      mentions: entry.mentions ?? [],
      revision: entry.revision,
      ...(entry.recalled ? { recalled: true } : {}),
      ...(face.title !== undefined && !entry.recalled ? { title: face.title } : {}),
      ...(face.variables && !entry.recalled ? { variables: face.variables } : {}),
      ...(face.template && !entry.recalled ? { template: face.template } : {}),
      ...(face.live && !entry.recalled ? { live: true } : {}),
      ...(entry.name !== undefined ? { name: entry.name } : {}),
      ...(entry.dialect !== undefined ? { dialect: entry.dialect } : {}),
      ...(entry.quoted !== undefined ? { quoted: entry.quoted } : {}),
    }
  }

  return {
    person: (userId) => people.get(userId),
    chat: (id) => chats.get(id),
    of: (viewer) => [...chats.values()].filter((chat) => chat.members.includes(viewer)),
    setMenu(ids, menu) {
      for (const id of ids) {
        const chat = chats.get(id)
        if (chat) chats.set(id, { ...chat, menu })
      }
    },
    add(draft) {
      if (!chats.has(draft.chat)) throw new PageError(404, '没有这个会话。')
      const ids = order.get(draft.chat) ?? []
      order.set(draft.chat, ids)
      const id = `msg${randomBytes(12).toString('base64url')}==`
      ids.push(id)
      const oldest = ids.length > keptPerChat ? ids.shift() : undefined
      if (oldest !== undefined) entries.delete(oldest)
      return put({ ...draft, id, at: options.now(), revision: 0, recalled: false })
    },
    entry: (id) => entries.get(id),
    redraw(id) {
      const entry = entries.get(id)
      if (entry) put({ ...entry, revision: entry.revision + 1 })
    },
    recall(queryKey, chat) {
      const found = [...entries.values()].filter(
        (entry) => entry.queryKey === queryKey && (chat === undefined || entry.chat === chat),
      )
      for (const entry of found) put({ ...entry, recalled: true, revision: entry.revision + 1 })
      return found.length > 0
    },
    sees,
    view,
    list(chat, viewer, newest = keptPerChat) {
      const all = (order.get(chat) ?? []).flatMap((id) => entries.get(id) ?? [])
      const visible = viewer === undefined ? all : all.filter((entry) => sees(viewer, entry))
      return visible.slice(-newest).map((entry) => view(entry, viewer))
    },
    subscribe(heard) {
      listeners.add(heard)
      return () => listeners.delete(heard)
    },
  }
}

function shownButton({ label, tone, url, part }: Button): SandboxButton {
  return {
    label,
    ...(tone ? { tone } : {}),
    ...(url !== undefined ? { url } : {}),
    ...(part ? { part } : {}),
  }
}
