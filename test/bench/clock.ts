/** Milliseconds since the epoch with their fractions, the same in every process of one machine. */
export function wallClock(): number {
  return performance.timeOrigin + performance.now()
}
