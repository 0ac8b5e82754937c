import pg from 'pg'
import type { Leaving, Steps } from './bot.ts'
import { databaseUrl, start } from './start.ts'
import { notice, read, receipt } from './words.ts'

// The rival written by hand: node:http and pg with prepared statements, one statement for each step, no framework.

const pool = new pg.Pool({ connectionString: databaseUrl(), max: 10 })

type Who = Readonly<{
  person_id: string
  unit_id: string
  community_id: string
  locality_id: string
  property_id: string
  campaign_id: string
  manager: string
}>

const steps: Steps = {
  async store(said) {
    const { rows } = await pool.query<{ id: string }>({
      name: 'store',
      text: `INSERT INTO inbox_event (platform, event_id, lane, payload, received_at, available_at)
        VALUES ($1, $2, $3, $4, now(), now()) ON CONFLICT (platform, event_id) DO NOTHING RETURNING id`,
      values: [
        said.platform,
        said.messageId,
        `${said.platform} direct:${said.userId}`,
        JSON.stringify(said.payload),
      ],
    })
    return rows[0]?.id
  },

  async handle(eventId, said) {
    const hazard = read(said.text)
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      const leaving: Leaving[] = []
      if (hazard) {
        const who = (
          await client.query<Who>({
            name: 'who',
            text: `SELECT p.id AS person_id, p.unit_id, c.id AS community_id, c.unit_id AS locality_id, c.property_id,
                (SELECT id FROM campaign WHERE region_id = p.region_id LIMIT 1) AS campaign_id,
                (SELECT ma.user_id FROM person m JOIN account ma ON ma.person_id = m.id WHERE m.unit_id = c.property_id LIMIT 1) AS manager
              FROM account a JOIN person p ON p.id = a.person_id JOIN community c ON c.region_id = p.region_id AND c.name = $2
              WHERE a.platform = $3 AND a.user_id = $1`,
            values: [said.userId, hazard.community, said.platform],
          })
        ).rows[0]
        if (!who) throw new Error('nobody')
        const inserted = (
          await client.query<{ id: number; number: number; code: string }>({
            name: 'hazard',
            text: `WITH counter AS (
                UPDATE campaign SET next_hazard_number = next_hazard_number + 1 WHERE id = $1
                RETURNING next_hazard_number - 1 AS number, code_prefix)
              INSERT INTO hazard (campaign_id, number, code, status, category, community_id, place, description,
                locality_id, responsible_id, found_at, found_by_id, found_unit_id, due_at)
              SELECT $1, number, code_prefix || '-' || lpad(number::text, greatest(4, length(number::text)), '0'),
                'to-rectify', 'evacuation', $2, $3, $4, $5, $6, $7, $8, $9, $7::timestamptz + interval '3 days' FROM counter
              RETURNING id, number, code`,
            values: [
              who.campaign_id,
              who.community_id,
              hazard.place,
              said.text,
              who.locality_id,
              who.property_id,
              new Date(said.sentAt),
              who.person_id,
              who.unit_id,
            ],
          })
        ).rows[0]
        if (!inserted) throw new Error('no campaign')
        await client.query({
          name: 'ledger',
          text: `INSERT INTO ledger_entry (campaign_id, subject, subject_id, type, data, by_id, at, event_id)
            VALUES ($1, 'hazard', $2, 'HazardRegistered', $3, $4, now(), $5)`,
          values: [
            who.campaign_id,
            String(inserted.id),
            JSON.stringify({ code: inserted.code, status: 'to-rectify', responsibleId: who.property_id }),
            who.person_id,
            eventId,
          ],
        })
        const where = `${hazard.community} ${hazard.place}`
        const bodies = [
          { userId: said.userId, words: receipt(inserted.number, inserted.code, where, hazard.wrong) },
          { userId: who.manager, words: notice(inserted.number, where, hazard.wrong) },
        ].map((each) => ({ ...each, cardId: `card-${eventId}-${each.userId}` }))
        const rows = await client.query<{ id: string }>({
          name: 'outbox',
          text: `INSERT INTO outbox_message (dedupe_key, lane, message, event_id, created_at, available_at)
            VALUES ($1, $2, $3, $7, now(), now()), ($4, $5, $6, $7, now(), now()) RETURNING id`,
          values: [
            ...bodies.flatMap(({ userId, words }) => [
              `e${eventId}:${userId}`,
              `person ${userId}`,
              JSON.stringify(words),
            ]),
            eventId,
          ],
        })
        // WeCom's cards can be drawn anew, so it is kept what was sent where.
        if (said.platform === 'wecom')
          await client.query({
            name: 'cards',
            text: `INSERT INTO sent_card (card_id, hazard_id, view, address, card, sent_at)
              VALUES ($1, $7, 'finder', $2, $3, now()), ($4, $7, 'rectifier', $5, $6, now())`,
            values: [
              ...bodies.flatMap(({ userId, cardId, words }) => [
                cardId,
                JSON.stringify({ platform: said.platform, kind: 'person', id: userId }),
                JSON.stringify(words),
              ]),
              inserted.id,
            ],
          })
        for (const [index, body] of bodies.entries())
          leaving.push({ id: rows.rows[index]?.id ?? '', ...body })
      }
      await client.query({
        name: 'done',
        text: 'UPDATE inbox_event SET done_at = now() WHERE id = $1',
        values: [eventId],
      })
      await client.query('COMMIT')
      return leaving
    } catch (error) {
      await client.query('ROLLBACK')
      throw error
    } finally {
      client.release()
    }
  },

  async markSent(ids) {
    await pool.query({
      name: 'sent',
      text: 'UPDATE outbox_message SET sent_at = now() WHERE id = ANY($1::bigint[])',
      values: [ids],
    })
  },

  async keepCode(cardId, code, userId) {
    await pool.query({
      name: 'code',
      text: 'INSERT INTO response_code (card_id, code, user_id, given_at) VALUES ($1, $2, $3, now())',
      values: [cardId, code, userId],
    })
  },
}

start(steps)
