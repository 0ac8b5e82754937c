import type { DialogState } from './saying/speech.ts'

const yes =
  /^(?:好的?|可以|行|对|没错|没问题|确认|就这样)?[，, ]?(?:发出?|发送|发吧|发了|发出去|确认|可以|没错|好的?)[了吧]?[。！! ~]*$/u
const no = /^(?:先)?(?:不发|别发|不要发|不用发|算了|取消)[了吧]?[。！! ~]*$/u

/** 是补改了以前的, 对的: the numbers that were doubted stand. */
const stands =
  /^(?:(?:是|对)的?|没错|嗯+|没问题|就这样|确认|[是对]?[，, ]?(?:补改|含|包括|包含|加上|有)了?(?:以前|往期|上期|上周|之前|前期)的?[^，。]{0,6})[。！!~ ]*$/u

/**
 * What somebody means who has a draft or a question in front of him: a bare 「发出」, 「不发」 or 「对」 is the button
 * there, said in words. Everything else is meant as it was said.
 */
export function meant(dialog: DialogState | null, text: string): string {
  const said = text.trim()
  if (dialog?.kind === 'task-draft') return yes.test(said) ? '发任务' : no.test(said) ? '任务不发' : text
  if (dialog?.kind === 'consultation-draft') {
    if (yes.test(said)) return `发出征求意见 ${dialog.number}`
    if (no.test(said)) return `取消征求意见 ${dialog.number}`
  }
  if (dialog?.kind === 'report' && stands.test(said)) return '就这样报'
  if (dialog?.kind === 'which-report' && namesCampaign(dialog, said)) return dialog.text
  return text
}

/** Whether a text is the answer to the question for which campaign a report is: 「报 YC」 or its letters alone. */
export function namesCampaign(dialog: DialogState | null, text: string): boolean {
  const prefix = /^报?[给到]?\s*([A-Za-z]{1,4})[。！! ]*$/u.exec(text.trim())?.[1]?.toUpperCase()
  return dialog?.kind === 'which-report' && prefix !== undefined && dialog.prefixes.includes(prefix)
}

/** Whether the letters of a campaign stand by themselves: YC, and not YC-0012. */
export function standsAlone(prefix: string, text: string): boolean {
  return new RegExp(`(?<![A-Za-z])${prefix}(?![A-Za-z0-9-])`, 'iu').test(text)
}
