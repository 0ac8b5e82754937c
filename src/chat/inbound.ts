import { z } from 'zod'

/** Where people talk. `wecom` joins when its rooms are built. */
export const platforms = ['dingtalk', 'wecom'] as const
export type Platform = (typeof platforms)[number]

/** A temporary address for answering one conversation, good until `expiresAt`. It is a secret: never logged. */
export type ReplyHandle = Readonly<{ url: string; expiresAt: Date }>

const Speaker = z.object({
  /** The person's id on the platform (DingTalk staffId); for outsiders, who have none, their opaque open id. */
  userId: z.string().min(1),
  nick: z.string(),
  corpId: z.string().optional(),
  /** Whether the bot can write to this person one-to-one (false for outsiders of the bot's organisation). */
  reachable: z.boolean(),
})

const Conversation = z.object({
  kind: z.enum(['group', 'direct']),
  id: z.string().min(1),
  title: z.string().optional(),
  /** Which of several one-to-one chats, where a platform has more than one. What is said there is answered there. */
  door: z.string().optional(),
})

const Reply = z.object({ url: z.string(), expiresAt: z.coerce.date() })

const common = {
  platform: z.enum(platforms),
  /** The platform's own stable id of this event. Deliveries that share it are one event. */
  eventId: z.string().min(1),
  speaker: Speaker,
  /** When the person sent it, by the platform's clock. Decides "on time". */
  sentAt: z.coerce.date(),
}

const Message = z.object({
  kind: z.literal('message'),
  ...common,
  conversation: Conversation,
  /** What was typed or spoken, the mention of the bot removed, trimmed. May be empty. */
  text: z.string(),
  /** Download codes of the pictures, in their order. */
  pictures: z.array(z.string()),
  /** Download codes of the documents, with their names where the platform tells. */
  files: z.array(z.object({ code: z.string(), name: z.string().optional() })).optional(),
  /** People other than the bot who were @-mentioned, by platform id. */
  mentioned: z.array(z.string()),
  /** The message this one quotes, as far as the platform tells. */
  quoted: z.object({ text: z.string() }).optional(),
  /** True when `text` is the platform's speech recognition. */
  spoken: z.boolean().optional(),
  /** Set when the message is of a kind that the bot cannot read. */
  unreadable: z.enum(['video', 'file', 'unknown', 'quota']).optional(),
  reply: Reply.optional(),
})

const CardAction = z.object({
  kind: z.literal('card-action'),
  ...common,
  /** The card's own id, given when it was sent. */
  cardId: z.string().min(1),
  /** Where the card lives, if the platform says so. */
  conversation: Conversation.optional(),
  /** The sentence that the pressed button stands for; the event is handled as if the person had typed it. */
  say: z.string(),
})

/** Everything that can come in from a platform. Reading it back from the store goes through this schema too. */
export const InboundEvent = z.discriminatedUnion('kind', [Message, CardAction])
export type InboundEvent = Readonly<z.infer<typeof InboundEvent>>
export type MessageEvent = Readonly<z.infer<typeof Message>>
export type CardActionEvent = Readonly<z.infer<typeof CardAction>>
export type Speaker = Readonly<z.infer<typeof Speaker>>
export type ConversationRef = Readonly<z.infer<typeof Conversation>>
