import { z } from 'zod'
import type { Paper } from '../../documents/paper.ts'
import { Outgoing, Content } from '../outgoing.ts'

/** Which hazards a table is about, and how much whoever gets it may read. */
const Scope = z.object({
  regionId: z.string(),
  campaignId: z.string(),
  /** Of one unit only: in its area, to be rectified or led by it. */
  unitId: z.string().optional(),
  /** Found within these moments only, with what people call the span. */
  span: z.object({ name: z.string(), from: z.coerce.date(), to: z.coerce.date() }).optional(),
  /** Telephone numbers in full: for the office. */
  phones: z.boolean(),
  /** For an annex that many read: people by their family name alone. */
  many: z.literal(true).optional(),
  /** 公开版: for everybody. No persons, no telephone numbers, nothing that people wrote about others. */
  open: z.literal(true).optional(),
  /** The unit of whoever gets it: its own contacts are no secret to it. */
  readerUnitId: z.string(),
  /** The moment as of which it is made. */
  asOf: z.coerce.date(),
})
export type Scope = Readonly<z.infer<typeof Scope>>

/** What is still to be made of a document, so that no transaction has to wait for it. */
export const Making = z.discriminatedUnion('what', [
  z.object({ what: z.literal('ledger'), scope: Scope }),
  z.object({ what: z.literal('lists'), scope: Scope, lists: z.union([z.literal(2), z.literal(3)]) }),
  z.object({ what: z.literal('paper'), paper: z.custom<Paper>((paper) => typeof paper === 'object') }),
])
export type Making = Readonly<z.infer<typeof Making>>

/** A document that is made when its turn comes to leave. */
const ToMake = z.object({ kind: z.literal('to-make'), name: z.string().min(1), making: Making })

/** A message as it waits: ready to send, or a document to be made first. */
export const Waiting = Outgoing.extend({ content: z.union([ToMake, Content]) })
export type Waiting = Readonly<z.infer<typeof Waiting>>
