import type { Adoption, ConsultationStatus } from '../domain/consultation.ts'
import type { Prisma } from './generated/client.ts'
import type { Tx } from './open.ts'

/** A picture by its hash, or a file with its name. */
export type Attachment = Readonly<{ hash: string; name?: string }>

/** One round of asking for opinions on a draft (征求意见). */
export type Consultation = Readonly<{
  id: number
  campaignId: string
  regionId: string
  number: number
  planKey: string | null
  title: string
  round: number
  previousId: number | null
  draft: string | null
  attachments: readonly Attachment[]
  unitIds: readonly string[]
  toId: string
  signOff: boolean
  status: ConsultationStatus
  opensAt: Date
  dueAt: Date
  draftedBy: string | null
  closedAt: Date | null
}>

/** One version of a unit's reply (意见反馈单). */
export type Reply = Readonly<{
  id: number
  consultationId: number
  campaignId: string
  unitId: string
  version: number
  number: number | null
  kind: 'none' | 'opinion'
  opinion: string | null
  filler: string
  signedBy: string | null
  signedAt: Date | null
  scans: readonly string[]
  sentAt: Date
  receivedAt: Date
  late: boolean
  byId: string
  adoption: Adoption | null
  adoptionReason: string | null
  adoptedBy: string | null
  adoptedAt: Date | null
}>

type Row = Omit<Consultation, 'attachments' | 'status'> & { attachments: unknown; status: string }
const asConsultation = (row: Row): Consultation => ({
  ...row,
  attachments: row.attachments as Attachment[],
  status: row.status as ConsultationStatus,
})
type ReplyRow = Omit<Reply, 'kind' | 'adoption'> & { kind: string; adoption: string | null }
const asReply = (row: ReplyRow): Reply => ({
  ...row,
  kind: row.kind as Reply['kind'],
  adoption: row.adoption as Reply['adoption'],
})
const stored = (attachments: readonly Attachment[]): Prisma.InputJsonArray =>
  attachments.map(({ hash, name }) => ({ hash, ...(name ? { name } : {}) }))

/** Writes a new one with the region's next number. Two at once: the second fails on the unique key and is tried again. */
export async function insert(tx: Tx, given: Omit<Consultation, 'id' | 'number'>): Promise<Consultation> {
  const last = await tx.consultation.aggregate({
    where: { regionId: given.regionId },
    _max: { number: true },
  })
  const { attachments, unitIds, ...rest } = given
  return asConsultation(
    await tx.consultation.create({
      data: {
        ...rest,
        unitIds: [...unitIds],
        attachments: stored(attachments),
        number: (last._max.number ?? 0) + 1,
      },
    }),
  )
}

/** The consultation, locked until the transaction ends, so that replies, decisions and its end come one after the other. */
export async function lock(tx: Tx, id: number): Promise<Consultation | null> {
  await tx.$queryRaw`SELECT id FROM consultation WHERE id = ${id} FOR UPDATE`
  const row = await tx.consultation.findUnique({ where: { id } })
  return row && asConsultation(row)
}

/** The one of that number in a region, or null. */
export async function byNumber(db: Tx, regionId: string, number: number): Promise<Consultation | null> {
  const row = await db.consultation.findUnique({ where: { regionId_number: { regionId, number } } })
  return row && asConsultation(row)
}

/** The first round that was made of an entry of the campaign file and not cancelled, or null. */
export async function ofPlan(db: Tx, campaignId: string, planKey: string): Promise<Consultation | null> {
  const row = await db.consultation.findFirst({
    where: { campaignId, planKey, round: 1, status: { not: 'cancelled' } },
  })
  return row && asConsultation(row)
}

/** All that were sent in a campaign, the newest first, 50 at most. */
export async function sent(db: Tx, campaignId: string): Promise<readonly Consultation[]> {
  const rows = await db.consultation.findMany({
    where: { campaignId, status: { in: ['open', 'closed'] } },
    orderBy: { number: 'desc' },
    take: 50,
  })
  return rows.map(asConsultation)
}

/** Those that are open in any of the campaigns, for the directory: without their drafts, which may be long. */
export async function open(db: Tx, campaignIds: readonly string[]): Promise<readonly OpenConsultation[]> {
  const rows = await db.consultation.findMany({
    where: { campaignId: { in: [...campaignIds] }, status: 'open' },
    orderBy: { number: 'asc' },
    omit: { draft: true, attachments: true },
  })
  return rows.map((row) => ({ ...row, status: row.status as ConsultationStatus }))
}
export type OpenConsultation = Omit<Consultation, 'draft' | 'attachments'>

/** Saves what changed of a consultation. Lock it first. */
export async function save(
  tx: Tx,
  id: number,
  changes: Partial<Pick<Consultation, 'status' | 'opensAt' | 'closedAt' | 'draft' | 'attachments'>>,
): Promise<Consultation> {
  const { attachments, ...rest } = changes
  return asConsultation(
    await tx.consultation.update({
      where: { id },
      data: { ...rest, ...(attachments ? { attachments: stored(attachments) } : {}) },
    }),
  )
}

/** Adds the next version of a unit's reply. */
export async function addReply(tx: Tx, reply: Omit<Reply, 'id'>): Promise<Reply> {
  return asReply(await tx.consultationReply.create({ data: { ...reply, scans: [...reply.scans] } }))
}

/** The campaign's next number for an opinion. */
export async function nextOpinionNumber(tx: Tx, campaignId: string): Promise<number> {
  const { nextOpinionNumber: next } = await tx.campaign.update({
    where: { id: campaignId },
    data: { nextOpinionNumber: { increment: 1 } },
    select: { nextOpinionNumber: true },
  })
  return next - 1
}

/** All versions of a unit's reply, oldest first. */
export async function versions(db: Tx, consultationId: number, unitId: string): Promise<readonly Reply[]> {
  const rows = await db.consultationReply.findMany({
    where: { consultationId, unitId },
    orderBy: { version: 'asc' },
  })
  return rows.map(asReply)
}

/** The newest version of one unit's reply, or null. */
export async function newest(db: Tx, consultationId: number, unitId: string): Promise<Reply | null> {
  const row = await db.consultationReply.findFirst({
    where: { consultationId, unitId },
    orderBy: { version: 'desc' },
  })
  return row && asReply(row)
}

/** The newest version of every unit that has replied; `firstLate`: its first version came after the deadline. */
export async function replies(
  db: Tx,
  consultationId: number,
): Promise<readonly (Reply & Readonly<{ firstLate: boolean }>)[]> {
  const rows = await db.consultationReply.findMany({
    where: { consultationId },
    orderBy: [{ unitId: 'asc' }, { version: 'asc' }],
  })
  const held = new Map<string, Reply & { firstLate: boolean }>()
  for (const row of rows)
    held.set(row.unitId, { ...asReply(row), firstLate: held.get(row.unitId)?.firstLate ?? row.late })
  return [...held.values()]
}

/** The newest version of the opinion of that number in a campaign, or null. */
export async function opinion(db: Tx, campaignId: string, number: number): Promise<Reply | null> {
  const held = await db.consultationReply.findFirst({ where: { campaignId, number } })
  return held && newest(db, held.consultationId, held.unitId)
}

/** A unit's newest replies in the campaign's rounds, the newest round first. */
export async function ofUnit(db: Tx, campaignId: string, unitId: string): Promise<readonly Reply[]> {
  const rows = await db.consultationReply.findMany({
    where: { campaignId, unitId },
    distinct: ['consultationId'],
    orderBy: [{ consultationId: 'desc' }, { version: 'desc' }],
    take: 20,
  })
  return rows.map(asReply)
}

/** Saves the signature, the stamped form or the decision of one version. */
export async function saveReply(
  tx: Tx,
  id: number,
  changes: Partial<
    Pick<Reply, 'signedBy' | 'signedAt' | 'scans' | 'adoption' | 'adoptionReason' | 'adoptedBy' | 'adoptedAt'>
  >,
): Promise<Reply> {
  const { scans, ...rest } = changes
  return asReply(
    await tx.consultationReply.update({
      where: { id },
      data: { ...rest, ...(scans ? { scans: [...scans] } : {}) },
    }),
  )
}
