import { toJson } from './database/json.ts'
import type { Tx } from './open.ts'

type Address = Readonly<{
  platform: 'dingtalk' | 'wecom'
  kind: 'group' | 'person'
  id: string
  door?: string | undefined
}>
type View = 'finder' | 'rectifier' | 'reinspector' | 'approver' | 'receiver' | 'reader'
type Drawn = Readonly<{
  title: string
  lines: readonly string[]
  actions: readonly Readonly<{ label: string; say: string; tone?: 'primary' | 'danger' }>[]
  status?: Readonly<{ text: string; tone: 'open' | 'warning' | 'overdue' | 'done' }>
}>

/** A card that was sent: where it is, as what it was drawn, and the hazard that it is about, if any. */
export type SentCard = Readonly<{
  cardId: string
  address: Address
  card: Drawn
  hazardId: number | null
  view: View
}>

/** Remembers the cards that leave, so that they can be redrawn; all of them in one statement. */
export async function remember(tx: Tx, leaving: readonly SentCard[], at: Date): Promise<void> {
  if (leaving.length === 0) return
  const records = leaving.map(({ cardId, hazardId, ...rest }) => ({
    ...rest,
    card_id: cardId,
    hazard_id: hazardId,
  }))
  await tx.$executeRaw`
    INSERT INTO sent_card (card_id, hazard_id, view, address, card, sent_at)
    SELECT c.card_id, c.hazard_id, c.view, c.address, c.card, ${at}
    FROM jsonb_to_recordset(${toJson(records)}::jsonb)
      AS c (card_id text, hazard_id int, view text, address jsonb, card jsonb)
    ON CONFLICT (card_id) DO NOTHING`
}

/** The newest cards about a hazard, at most 30: what is older has scrolled away. */
export async function about(db: Tx, hazardId: number): Promise<readonly SentCard[]> {
  const rows = await db.sentCard.findMany({ where: { hazardId }, orderBy: { sentAt: 'desc' }, take: 30 })
  return rows.map(asSentCard)
}

/** The card of that id, or null when it is not known. */
export async function find(db: Tx, cardId: string): Promise<SentCard | null> {
  const row = await db.sentCard.findUnique({ where: { cardId } })
  return row && asSentCard(row)
}

function asSentCard(row: {
  cardId: string
  hazardId: number | null
  view: string
  address: unknown
  card: unknown
}): SentCard {
  return {
    cardId: row.cardId,
    hazardId: row.hazardId,
    view: row.view as View,
    address: row.address as Address,
    card: row.card as Drawn,
  }
}

const CODE_LIVES_HOURS = 72

/** A code that allows one update of a card (WeCom's response_code), and for whom. It is a secret. */
export type GivenCode = Readonly<{ cardId: string; code: string; userId: string; at: Date }>

/** Keeps codes, the last given last. */
export async function rememberCodes(db: Tx, codes: readonly GivenCode[]): Promise<void> {
  await db.$executeRaw`
    INSERT INTO response_code (card_id, code, user_id, given_at)
    SELECT * FROM unnest(${codes.map(({ cardId }) => cardId)}::text[], ${codes.map(({ code }) => code)}::text[],
      ${codes.map(({ userId }) => userId)}::text[], ${codes.map(({ at }) => at.toISOString())}::timestamptz[])`
}

/** Takes the newest code of a card that is still good, so that nobody else uses it too. */
export async function takeCode(
  db: Tx,
  cardId: string,
  now: Date,
): Promise<{ responseCode: string; userId: string } | undefined> {
  const since = new Date(now.getTime() - CODE_LIVES_HOURS * 3_600_000)
  const [row] = await db.$queryRaw<{ responseCode: string; userId: string }[]>`
    DELETE FROM response_code WHERE id = (
      SELECT id FROM response_code WHERE card_id = ${cardId} AND given_at > ${since} ORDER BY id DESC LIMIT 1 FOR UPDATE SKIP LOCKED
    ) RETURNING code AS "responseCode", user_id AS "userId"`
  return row
}
