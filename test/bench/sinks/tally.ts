import type { Arrivals } from '../figures.ts'

export type Counts = Readonly<{ replies: number; notices: number; odd: number }>

/** What arrived at a sink, by whom it was for. */
export interface Tally {
  /** Notes one message. `text` may be its whole body: what it is about is found in it. */
  note(userId: string, text: string, at: number): void
  /** Answers the parent's questions: `reset`, `counts`, `arrivals`. */
  answer(question: string): Counts | Arrivals
}

/** Counts the answers to those who registered and the notices to those who are responsible. */
export function createTally(): Tally {
  let arrivals: Record<string, number[]> = {}
  let counts = { replies: 0, notices: 0, odd: 0 }
  return {
    note(userId, text, at) {
      const [, who, index] = /^(\w)(\d+)$/.exec(userId) ?? []
      if (who === 's' && index !== undefined && text.includes('已登记')) {
        counts.replies += 1
        const list = (arrivals[index] ??= [])
        list.push(at)
      } else if (who === 'm' && text.includes('请整改')) counts.notices += 1
      else counts.odd += 1
    },
    answer(question) {
      if (question === 'reset') {
        arrivals = {}
        counts = { replies: 0, notices: 0, odd: 0 }
      }
      return question === 'arrivals' ? arrivals : counts
    },
  }
}
