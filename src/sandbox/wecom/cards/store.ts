import { randomBytes } from 'node:crypto'
import type { Chats, Face } from '../../chats.ts'
import { textOf } from '../../http.ts'
import type { Fields } from '../../http.ts'
import { CgiError } from '../errors.ts'
import { cardFace } from './face.ts'
import type { CardMaker } from './check.ts'

export type Choices = Readonly<Record<string, readonly string[]>>

/** One template card, which may hang in several chats: an app's goes to each receiver by itself. */
export type Task = {
  readonly maker: CardMaker
  readonly taskId: string
  card: Fields
  /** What single viewers see instead. */
  readonly own: Map<string, Fields>
  /** What stands in place of the buttons, by viewer; under '' for everyone. */
  readonly settled: Map<string, string>
  readonly pending: Set<string>
  readonly chosen: Map<string, Choices>
  /** Its messages. */
  readonly messages: string[]
}

export type Change = Readonly<{ card: Fields }> | Readonly<{ replaceName: string }>

/** The template cards and the codes by which an app may update them. */
export interface Cards {
  /** Throws when the bot has used this task_id before. */
  create(maker: CardMaker, card: Fields): Task
  of(message: string): Task | undefined
  placed(task: Task, message: string): void
  face(task: Task, viewer: string | undefined): Face
  /** A fresh response_code: good for one update within 72 hours (D94888). */
  code(task: Task): string
  /** The task of that code, which is used up by asking; undefined when it is unknown, used or over. */
  redeem(code: string): Task | undefined
  /** Changes what these viewers see, or everyone. */
  update(task: Task, viewers: readonly string[] | undefined, change: Change): void
  setPending(task: Task, viewer: string, pending: boolean): void
  choose(task: Task, viewer: string, choices: Choices): void
}

const codeMs = 72 * 3_600_000
const kept = 20_000

export function createCards(chats: Chats, now: () => Date): Cards {
  const tasks = new Map<string, Task>()
  const byMessage = new Map<string, Task>()
  const codes = new Map<string, Readonly<{ task: Task; until: number }>>()
  const redraw = (task: Task): void => {
    for (const message of task.messages) chats.redraw(message)
  }
  const trim = (map: Map<string, unknown>): void => {
    for (const oldest of map.keys()) {
      if (map.size <= kept) break
      map.delete(oldest)
    }
  }
  return {
    create(maker, card) {
      const taskId = textOf(card['task_id'])
      const key = `${maker} ${taskId}`
      // The real code of a repeated task_id is unknown.
      if (taskId !== '' && tasks.has(key))
        throw new CgiError(40058, 'invalid Request Parameter, task_id used')
      const task: Task = {
        maker,
        taskId,
        card,
        own: new Map(),
        settled: new Map(),
        pending: new Set(),
        chosen: new Map(),
        messages: [],
      }
      if (taskId !== '') tasks.set(key, task)
      trim(tasks)
      return task
    },
    of: (message) => byMessage.get(message),
    placed(task, message) {
      task.messages.push(message)
      byMessage.set(message, task)
      trim(byMessage)
    },
    face(task, viewer = '') {
      const settled = task.settled.get(viewer) ?? task.settled.get('')
      return cardFace(task.own.get(viewer) ?? task.card, {
        pending: task.pending.has(viewer),
        chosen: task.chosen.get(viewer) ?? {},
        ...(settled === undefined ? {} : { settled }),
      })
    },
    code(task) {
      const code = randomBytes(24).toString('base64url')
      codes.set(code, { task, until: now().getTime() + codeMs })
      trim(codes)
      return code
    },
    redeem(code) {
      const found = codes.get(code)
      codes.delete(code)
      return found && now().getTime() < found.until ? found.task : undefined
    },
    update(task, viewers, change) {
      if (!viewers) {
        task.own.clear()
        task.settled.clear()
        task.pending.clear()
        if ('card' in change) task.card = change.card
        else task.settled.set('', change.replaceName)
      }
      for (const viewer of viewers ?? []) {
        task.pending.delete(viewer)
        task.settled.delete(viewer)
        if ('card' in change) task.own.set(viewer, change.card)
        else task.settled.set(viewer, change.replaceName)
      }
      redraw(task)
    },
    setPending(task, viewer, pending) {
      if (task.pending.has(viewer) === pending) return
      if (pending) task.pending.add(viewer)
      else task.pending.delete(viewer)
      redraw(task)
    },
    choose: (task, viewer, choices) => void task.chosen.set(viewer, choices),
  }
}
