/** For so long somebody may take back what was understood wrongly, in one word. */
export const TAKE_BACK_MINUTES = 5

/** The facts that one word takes back. Others have been acted on by people: they are corrected, not undone. */
export const revocable = [
  'HazardRegistered',
  'HazardAcknowledged',
  'HazardAmended',
  'HazardVoided',
  'RectificationSubmitted',
  'ReinspectionPassed',
  'ReinspectionFailed',
  'ReportSubmitted',
  'ReportCorrected',
  'ActivityRecorded',
] as const
export type Revocable = (typeof revocable)[number]

/** Whether a fact of that name can be taken back at all. */
export function isRevocable(type: string): type is Revocable {
  return (revocable as readonly string[]).includes(type)
}

/** From when on somebody's acts can still be taken back, at a moment. */
export function takeBackSince(now: Date): Date {
  return new Date(now.getTime() - TAKE_BACK_MINUTES * 60_000)
}
