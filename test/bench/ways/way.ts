import { app } from './app.ts'
import { socket } from './socket.ts'
import { webhook } from './webhook.ts'

/** By which road messages come in and answers leave, and what has to stand at the other end of it. */
export type Way = Readonly<{
  platform: 'dingtalk' | 'wecom'
  /** Everybody who may register. On WeCom nobody is to come near the 30 messages a minute that one chat takes. */
  people: number
  /** How many of them have something under way at the same time, each sending as soon as the last is acked. */
  lanes: number
  /** Whether the responsible have to say something before they can be told of anything. */
  greets: boolean
  /** Files of the processes that send and that receive; the same file is one process doing both. */
  load: string
  sink: string
  /** Settings of the program for this way, the double being at `sinkUrl`. */
  env(sinkUrl: string): Readonly<Record<string, string>>
  /** Where the load goes, for a program that listens at `programUrl`. */
  target(programUrl: string): string
  /** What the figures of this way mean. */
  says: string
}>

export const ways = { webhook, app, socket } as const satisfies Readonly<Record<string, Way>>
export type WayName = keyof typeof ways

/** The way of that name, or undefined. */
export function wayOf(name: string): WayName | undefined {
  return (Object.keys(ways) as WayName[]).find((each) => each === name)
}
