import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { Lexicon, Understanding } from './chat/understand/types.ts'
import { explain, explainIntent } from './chat/understand/explaining.ts'
import { layOut, understand } from './chat/understand/understand.ts'

const Directory = z.object({
  codePrefix: z.string(),
  units: z.array(
    z.object({ id: z.string(), name: z.string(), aliases: z.array(z.string()), kind: z.string() }),
  ),
  communities: z.array(z.object({ id: z.string(), name: z.string(), aliases: z.array(z.string()) })),
})
const Line = z.object({
  id: z.string(),
  text: z.string(),
  now: z.string(),
  from: z.object({ unit: z.string().optional(), role: z.string().optional() }).optional(),
})

// Intents of the product that the corpus has no label for; in its eyes nothing is recorded by them.
const outside: ReadonlySet<string> = new Set([
  'fire',
  'claim',
  'bind-group',
  'bind-person',
  'decide-binding',
  'choose-campaign',
  'amend-hazard',
  'void-hazard',
  'decline-hazard',
  'remind-missing',
  'consult',
  'ask-opinions',
  'consultation-step',
  'sign-opinion',
  'decide-opinion',
  'ladder',
  'deliver',
  'attach-ledger',
  'task-status',
  'draft-task',
  'confirm-task',
  'drop-task',
  'withdraw-task',
  'report-target',
  'target-status',
  'share-information',
  'record-activity',
  'activity-status',
  'special-report',
  'information-status',
])

/** What the scorer should see: intents that its format does not know become `none`. */
function expectation(understanding: Understanding): Understanding {
  return outside.has(understanding.intent) ? { intent: 'none' } : understanding
}

/**
 * `understand --directory FILE < messages.jsonl > predictions.jsonl`; with `--explain` each prediction says which
 * words gave which slot, and what was weighed for its intent.
 */
async function main(args: readonly string[]): Promise<void> {
  const at = args.indexOf('--directory')
  const file = at >= 0 ? args[at + 1] : undefined
  if (!file) throw new Error('Usage: understand --directory FILE < messages.jsonl')
  const explaining = args.includes('--explain')
  const directory = Directory.parse(JSON.parse(readFileSync(file, 'utf8')))
  const lexicon: Lexicon = {
    units: directory.units,
    communities: directory.communities,
    codePrefixes: [directory.codePrefix],
  }
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (line.trim() === '') continue
    const { id, text, now, from } = Line.parse(JSON.parse(line))
    const sender = from
      ? { ...(from.unit ? { unit: from.unit } : {}), ...(from.role ? { role: from.role } : {}) }
      : undefined
    const given = { lexicon, now: new Date(now), ...(sender ? { from: sender } : {}) }
    const understanding = understand(text, given)
    const tidy = layOut(text)
    const why = explaining
      ? { explain: explain(understanding, tidy, given), weighed: explainIntent(understanding, tidy, given) }
      : {}
    process.stdout.write(`${JSON.stringify({ id, expect: expectation(understanding), ...why })}\n`)
  }
}

await main(process.argv.slice(2))
