/** A clock that runs at normal speed from wherever it is set. */
export interface DemoClock {
  now(): Date
  /** Goes on from there. */
  setTo(moment: Date): void
}

/** A clock that begins at that moment. The machine's own date does not matter. */
export function createDemoClock(start: Date): DemoClock {
  let origin = { told: start.getTime(), real: performance.now() }
  return {
    now: () => new Date(origin.told + performance.now() - origin.real),
    setTo(moment) {
      origin = { told: moment.getTime(), real: performance.now() }
    },
  }
}

/** The year in which the demo plays. */
export const DEMO_YEAR = 2026

/** `11-25 09:12` of the demo's year, in Shanghai. */
export function demoMoment(text: string): Date {
  const moment = new Date(`${DEMO_YEAR}-${text.replace(' ', 'T')}:00+08:00`)
  if (Number.isNaN(moment.getTime())) throw new Error(`not a moment of the demo: ${text}`)
  return moment
}
