import { dayOf, formatDay } from '../../../domain/time/calendar.ts'
import type { KeptRemark } from '../../../store/photos.ts'
import type { Notice } from '../../saying/speech.ts'

const stepNames: Readonly<Record<string, string>> = {
  before: '整改前',
  after: '整改后',
  reinspection: '复查',
}

const numberOf = (code: string): string => `${Number(code.split('-').at(-1))}号`

/** What a re-inspector should look at, one line a remark. Nobody is blamed: photos are mixed up easily. */
export function remarkLines(own: string, remarks: readonly KeptRemark[]): readonly string[] {
  return remarks.slice(0, 3).map(({ step, kind, takenAt, otherCode }) => {
    const photo = `${stepNames[step] ?? ''}照片`
    if (kind === 'old')
      return `照片提示：${photo}是${takenAt ? formatDay(dayOf(takenAt)) : '以前'}拍的，请以现场为准。`
    const other = otherCode === null ? '另一处' : otherCode === own ? '整改前' : numberOf(otherCode)
    return `照片提示：${photo}和${other}的照片${kind === 'same' ? '是同一张' : '很像'}，可能发错了，请以现场为准。`
  })
}

/** The same as a message to the re-inspectors, said once for each time that a hazard was handed in. */
export function remarkNotice(
  hazard: Readonly<{ code: string; version: number }>,
  remarks: readonly KeptRemark[],
): Notice {
  const lines = remarkLines(hazard.code, remarks)
  return {
    to: { regionRole: 'reinspector' },
    speech: { kind: 'text', text: [`${numberOf(hazard.code)}待复查。`, ...lines].join('\n') },
    key: `photo-remark:${hazard.code}:${hazard.version}`,
  }
}
