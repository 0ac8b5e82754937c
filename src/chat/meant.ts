import type { DialogState } from './saying/speech.ts'

const yes =
  /^(?:好的?|可以|行|对|没错|没问题|确认|就这样)?[，, ]?(?:发出?|发送|发吧|发了|发出去|确认|可以|没错|好的?)[了吧]?[。！! ~]*$/u
const no = /^(?:先)?(?:不发|别发|不要发|不用发|算了|取消)[了吧]?[。！! ~]*$/u

/**
 * What somebody means who has a draft in front of him: a bare 「发出」 or 「不发」 is the draft's own button, said in
 * words. Everything else is meant as it was said.
 */
export function meant(dialog: DialogState | null, text: string): string {
  const said = text.trim()
  if (dialog?.kind === 'task-draft') return yes.test(said) ? '发任务' : no.test(said) ? '任务不发' : text
  if (dialog?.kind === 'consultation-draft') {
    if (yes.test(said)) return `发出征求意见 ${dialog.number}`
    if (no.test(said)) return `取消征求意见 ${dialog.number}`
  }
  return text
}
