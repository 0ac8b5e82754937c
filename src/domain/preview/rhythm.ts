import { formatDay, type ClockTime } from '../time/calendar.ts'
import type { Cadence, DayOfMonth } from '../time/cadence.ts'

const weekdays = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const

/** How often, as people say it: 每周五18:00前, 每半月（15日、月末）18:00前. */
export function rhythmInWords(cadence: Cadence, time: ClockTime): string {
  const clock = time === '24:00' ? '' : time
  switch (cadence.kind) {
    case 'daily':
      return `${cadence.days === 'workdays' ? '每个工作日' : '每天'}${clock}前`
    case 'weekly':
      return `每${weekdays[cadence.weekday - 1] ?? '周'}${clock}前`
    case 'ten-daily':
      return `每旬（10日、20日、月末）${clock}前`
    case 'half-monthly':
      return `每半月（${cadence.days.map(dayInWords).join('、')}）${clock}前`
    case 'monthly':
      return `每月${dayInWords(cadence.day)}${clock}前`
    case 'quarterly':
      return `每季度${dayInWords(cadence.day)}${clock}前`
    case 'half-yearly':
      return `每半年${dayInWords(cadence.day)}${clock}前`
    case 'yearly':
      return `每年${cadence.month}月${dayInWords(cadence.day)}${clock}前`
    case 'dated':
      return `定了${cadence.dates.length}个日子`
    case 'once':
      return `${formatDay(cadence.day)}${clock}前，一次`
  }
}

function dayInWords(on: DayOfMonth): string {
  return on === 'end' ? '月末' : `${on}日`
}
