import pg from 'pg'
import { wallClock } from '../clock.ts'

/** Tells when stored events were committed. */
export type Commits = Readonly<{
  /** When the event of that message was, as the platform calls it. */
  of(messageId: string): Promise<number>
  stop(): Promise<void>
}>

/**
 * Has PostgreSQL tell of every event whose commit has succeeded, by a trigger that is gone after `stop`. What is told
 * comes a moment after the commit, never before it.
 */
export async function watchCommits(databaseUrl: string): Promise<Commits> {
  const client = new pg.Client({ connectionString: databaseUrl })
  const at = new Map<string, number>()
  const waiting = new Map<string, (at: number) => void>()
  await client.connect()
  client.on('notification', ({ payload = '' }) => {
    // The program puts the way in front of the platform's id.
    const id = payload.replace(/^bot-/, '')
    const now = wallClock()
    at.set(id, now)
    waiting.get(id)?.(now)
  })
  await client.query(`
    CREATE OR REPLACE FUNCTION bench_tell() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_notify('bench_stored', NEW.event_id); RETURN NULL; END $$;
    CREATE OR REPLACE TRIGGER bench_stored AFTER INSERT ON inbox_event FOR EACH ROW EXECUTE FUNCTION bench_tell();
    LISTEN bench_stored`)
  return {
    of: (messageId) =>
      new Promise((resolve) => {
        const known = at.get(messageId)
        if (known === undefined) waiting.set(messageId, resolve)
        else resolve(known)
      }),
    async stop() {
      await client.query('DROP TRIGGER bench_stored ON inbox_event')
      await client.end()
    },
  }
}
