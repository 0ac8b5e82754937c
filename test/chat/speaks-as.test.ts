import { expect, test } from 'vitest'
import { speaksAs } from '../../src/chat/speaks-as.ts'

test.each([
  ['a re-inspector of the brigade who is its liaison too', ['liaison', 'reinspector'], 'inspector'],
  ['a grid worker', ['grid'], 'inspector'],
  ['a liaison', ['liaison'], 'liaison'],
  ['a property manager', ['property'], 'liaison'],
  ['a deputy head of the county', ['leader'], 'leader'],
  ['the office, which keeps the program too', ['office', 'admin'], 'admin'],
  ['a supervisor who reports for his unit', ['supervisor', 'liaison'], 'supervisor'],
  ['nobody in particular', [], 'liaison'],
] as const)('%s speaks as one', (_, roles, kind) => expect(speaksAs(roles)).toBe(kind))
