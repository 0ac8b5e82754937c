import type { SandboxFaults } from './types.ts'
import { wecomFaults } from './wecom/options.ts'

const none: SandboxFaults = {
  qps: 0,
  busy: 0,
  timeout: 0,
  expiredToken: 0,
  expiredSession: 0,
  duplicate: 0,
  throttled: 0,
  quotaExceeded: 0,
  dingQuota: 0,
  ...Object.fromEntries(wecomFaults.map((fault) => [fault, 0])),
}

/** Faults that are still to happen. */
export interface Faults {
  /** True, and one fewer to come, when this fault is due now. */
  take(fault: keyof SandboxFaults): boolean
  set(faults: Partial<SandboxFaults>): void
  read(): SandboxFaults
}

/** Counts faults down; `changed` is called whenever a number moves. */
export function createFaults(changed: () => void): Faults {
  let left = none
  return {
    take(fault) {
      const count = left[fault] ?? 0
      if (count <= 0) return false
      left = { ...left, [fault]: count - 1 }
      changed()
      return true
    },
    set(faults) {
      left = { ...left, ...faults }
      changed()
    },
    read: () => left,
  }
}

/** The known faults among `fields`, each a whole number from 0 to 1000; undefined when one is anything else. */
export function faultsOf(fields: Readonly<Record<string, unknown>>): Partial<SandboxFaults> | undefined {
  const found: Record<string, number> = {}
  for (const [name, count] of Object.entries(fields)) {
    if (!(name in none) || typeof count !== 'number') return undefined
    if (!Number.isInteger(count) || count < 0 || count > 1000) return undefined
    found[name] = count
  }
  return found
}
