import { isNoComment } from '../../domain/consultation.ts'
import { signatureIn, withoutLead } from './commands/consultation.ts'

/** What a unit's words say on a draft: 无意见 or an opinion, who filled the form in, who signed it. */
export type ReplyWords = Readonly<{
  /** null: 无意见; undefined: neither, only a signature. */
  opinion: string | null | undefined
  filler?: string
  signedBy?: string
}>

const filled = /[，。；\s]*填表人[ ：:]{0,2}([\u4e00-\u9fff·]{2,8})(?=$|[，。；、\s])/u
const lead = /^(?:反馈意见[ ，]|反馈[：:])\s*/u

/** Takes a reply apart. The opinion stays as it was typed, without 反馈意见：, 填表人 and the report of the signature. */
export function readReplyWords(text: string): ReplyWords {
  const found = signatureIn(text)
  const signedBy = found?.leader
  // The clause that only says who signed is no part of the opinion.
  const said = found ? text.replace(found.clause, '') : text
  const filler = filled.exec(said)?.[1]
  const words = said.replace(filled, '').trim()
  const bare = (withoutLead(words) ?? words.replace(lead, '')).trim()
  const rest = {
    ...(filler ? { filler } : {}),
    ...(signedBy ? { signedBy } : {}),
  }
  if (isNoComment(words) || isNoComment(bare)) return { opinion: null, ...rest }
  const opinion = bare.replace(/^[，。；、,;\s]+|[，；、,;\s]+$/gu, '').replace(/[，；、,;\s]+。$/u, '。')
  return { opinion: opinion === '' ? undefined : opinion, ...rest }
}
