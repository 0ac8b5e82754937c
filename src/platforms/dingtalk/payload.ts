import { z } from 'zod'

/** A field that is missing, null or of another type than we know is as good as absent. */
const text = z.string().optional().catch(undefined)
const id = z.string().trim().min(1).optional().catch(undefined)
const millis = z.coerce.number().int().positive().max(8.64e15).optional().catch(undefined)
const anything = z.unknown().optional()

const RichElement = z.object({
  type: text,
  msgType: text,
  text: text,
  content: text,
  downloadCode: id,
  pictureDownloadCode: id,
})

const Content = z.object({
  content: text,
  richText: z.array(RichElement.catch({})).optional().catch(undefined),
  downloadCode: id,
  pictureDownloadCode: id,
  fileName: id,
  recognition: text,
  isReplyMsg: z.boolean().optional().catch(undefined),
  repliedMsg: anything,
  quoteMessage: anything,
})

/**
 * A robot message as DingTalk sends it by both roads, read liberally: only what we cannot do without is required.
 * https://open.dingtalk.com/document/orgapp/receive-message
 */
export const RobotPayload = z.object({
  msgId: z.string().trim().min(1),
  msgtype: text,
  conversationId: z.string().trim().min(1),
  conversationType: z
    .union([z.string(), z.number().transform(String)])
    .optional()
    .catch(undefined),
  conversationTitle: text,
  isInAtList: z.boolean().optional().catch(undefined),
  senderId: id,
  senderStaffId: id,
  senderNick: text,
  senderCorpId: id,
  chatbotUserId: id,
  atUsers: z
    .array(z.object({ dingtalkId: id, staffId: id }).catch({}))
    .optional()
    .catch(undefined),
  createAt: millis,
  sessionWebhook: id,
  sessionWebhookExpiredTime: millis,
  text: Content.optional().catch(undefined),
  // One page of the documentation shows a bare string here, every other an object.
  content: z.union([Content, z.string()]).optional().catch(undefined),
  repliedMsg: anything,
  quoteMessage: anything,
  errorCode: z.coerce.number().optional().catch(undefined),
  errCode: z.coerce.number().optional().catch(undefined),
})
export type RobotPayload = Readonly<z.infer<typeof RobotPayload>>
export type RichElement = Readonly<z.infer<typeof RichElement>>
export type Content = Readonly<z.infer<typeof Content>>

/**
 * A pressed button. Official pages disagree whether the payload lies under `content` or `value`, as text or as an
 * object, and whether `params` lies in or beside `cardPrivateData`.
 * https://open.dingtalk.com/document/orgapp/event-callback-card
 */
export const CardPayload = z.object({
  outTrackId: z.string().trim().min(1),
  userId: z.string().trim().min(1),
  corpId: id,
  spaceType: text,
  spaceId: id,
  content: anything,
  value: anything,
})

const MAX_DEPTH = 4

/** Keys that hold words in the shapes seen for quoted messages, the likeliest first. */
const places = ['text', 'content', 'richText', 'recognition', 'title', 'fileName', 'markdown']

/**
 * The words of a quoted message. Its shape is undocumented and differs by kind and client (text, JSON text, an object,
 * a list of rich text elements), so this takes whatever reads as words and otherwise gives ''.
 */
export function wordsOf(quoted: unknown, depth = 0): string {
  if (depth > MAX_DEPTH) return ''
  if (typeof quoted === 'string')
    return depth < MAX_DEPTH && /^\s*[{[]/.test(quoted) ? wordsInJson(quoted, depth) : quoted.trim()
  if (Array.isArray(quoted))
    return quoted
      .map((element) => elementWords(element, depth))
      .join('')
      .trim()
  if (typeof quoted !== 'object' || quoted === null) return ''
  for (const place of places) {
    const words = wordsOf((quoted as Record<string, unknown>)[place], depth + 1)
    if (words !== '') return words
  }
  return ''
}

/** Spaces between rich text elements are part of the sentence. */
function elementWords(element: unknown, depth: number): string {
  if (typeof element === 'string') return element
  if (typeof element !== 'object' || element === null) return ''
  const { text, content, atName } = element as Record<string, unknown>
  const words = [text, content, atName].find((part) => typeof part === 'string')
  return typeof words === 'string' ? words : wordsOf(element, depth + 1)
}

function wordsInJson(json: string, depth: number): string {
  try {
    return wordsOf(JSON.parse(json), depth + 1)
  } catch {
    return json.trim()
  }
}
