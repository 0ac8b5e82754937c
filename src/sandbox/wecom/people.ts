import { createHash } from 'node:crypto'
import { peopleOn } from '../chats.ts'
import type { SandboxOptions, SandboxPerson } from '../types.ts'
import type { WeComOptions } from './options.ts'

export type Department = Readonly<{ id: number; name: string; members: readonly SandboxPerson[] }>

/** The organisation's members on WeCom, and the ids under which the bot knows them. */
export interface Members {
  readonly all: readonly SandboxPerson[]
  /** By userid, in whatever case (D90236: the API lower-cases them). */
  find(userId: string): SandboxPerson | undefined
  /** The id that the AI bot is told. */
  botIdOf(userId: string): string
  byBotId(id: string): SandboxPerson | undefined
  openIdOf(userId: string): string
  byOpenId(id: string): SandboxPerson | undefined
  /** The root and, below it, what stands before the first · of people's titles. */
  readonly departments: readonly Department[]
}

/** People outside the organisation are no members. */
export function createMembers(options: SandboxOptions, wecom: WeComOptions): Members {
  const all = peopleOn('wecom', options).filter((person) => !person.outsider)
  const byId = new Map(all.map((person) => [person.userId.toLowerCase(), person]))
  const openIdOf = (userId: string): string =>
    `wo${createHash('sha256').update(`${wecom.corpId} ${userId}`).digest('base64url').slice(0, 30)}`
  const byOpenId = new Map(all.map((person) => [openIdOf(person.userId), person]))
  const encrypted = wecom.userIdMode === 'encrypted'
  const units = [...new Set(all.map(unitOf))]
  return {
    all,
    find: (userId) => byId.get(userId.toLowerCase()),
    botIdOf: (userId) => (encrypted ? openIdOf(userId) : userId),
    // Ids that callbacks carry are matched as they are: the field knows them as case-sensitive.
    byBotId: (id) => (encrypted ? byOpenId.get(id) : all.find((person) => person.userId === id)),
    openIdOf,
    byOpenId: (id) => byOpenId.get(id),
    departments: [
      { id: 1, name: '全员', members: all },
      ...units.map((name, at) => ({
        id: at + 2,
        name,
        members: all.filter((person) => unitOf(person) === name),
      })),
    ],
  }
}

/** What stands before the first · of a person's title. */
export function unitOf(person: SandboxPerson): string {
  return person.title.split('·')[0]?.trim() ?? ''
}
