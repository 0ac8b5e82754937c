import { crossChecks } from './cross-checks.ts'
import { withDays } from './dates.ts'
import { readLined } from './lines.ts'
import { CampaignFileShape } from './schema/file.ts'
import { viewOf, type CampaignFile } from './view.ts'
import { explainIssue } from './wording.ts'

/** Something wrong in the file: the line, counted from 1, the place (`people[3].phone`) and a Chinese sentence. */
export type Fault = Readonly<{ line: number; path: string; message: string }>

/**
 * Reads a campaign file. Either it is right as a whole, or every fault is listed, in the order of the lines; a
 * file that is no YAML at all lists the YAML faults alone. The sentences never repeat phone numbers or accounts.
 */
export function parseCampaignFile(
  text: string,
): Readonly<{ ok: true; campaign: CampaignFile }> | Readonly<{ ok: false; faults: readonly Fault[] }> {
  const { data: written, lineOf, faults: broken } = readLined(text)
  const faults: Fault[] = broken.map(({ line, message }) => ({ line, path: '', message }))
  if (written === undefined) return { ok: false, faults: inOrder(faults) }

  const { data, readings, complaints: misread } = withDays(written)
  const shaped = CampaignFileShape.safeParse(data)
  const complaints = [
    ...misread,
    ...(shaped.success ? [] : shaped.error.issues.flatMap((issue) => explainIssue(issue, data))),
    ...crossChecks(data),
  ]
  for (const { path, message } of complaints) {
    faults.push({ line: lineOf(path), path: pathText(path), message })
  }
  if (shaped.success && faults.length === 0) return { ok: true, campaign: viewOf(shaped.data, readings) }
  return { ok: false, faults: inOrder(faults) }
}

/** The faults for people to read, one a line: `第12行：…`. */
export function formatFaults(faults: readonly Fault[]): string {
  return faults.map(({ line, message }) => `第${line}行：${message}`).join('\n')
}

/** By line, and one and the same fault once: broken YAML makes the reader stumble over a line many times. */
function inOrder(faults: readonly Fault[]): readonly Fault[] {
  const seen = new Map(faults.map((fault) => [JSON.stringify(fault), fault]))
  return [...seen.values()].sort((a, b) => a.line - b.line)
}

function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  )
}
