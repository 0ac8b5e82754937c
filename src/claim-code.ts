import { randomInt } from 'node:crypto'
import { CLAIM_SETTING, claimHash } from './usecases/claim-bot.ts'
import * as settings from './store/settings.ts'
import type { Store } from './store/open.ts'

/** No letters or digits that are mistaken for one another on a phone. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'

/** A fresh one-time code while nobody administers the bot yet; only its hash is kept. Null once somebody does. */
export async function claimCode(store: Store): Promise<string | null> {
  const administered = await store.db.$queryRaw<unknown[]>`
    SELECT 1 FROM person p JOIN account a ON a.person_id = p.id WHERE 'admin' = ANY(p.roles) LIMIT 1`
  if (administered.length > 0) return null
  const letters = Array.from({ length: 8 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  const code = `${letters.slice(0, 4)}-${letters.slice(4)}`
  await store.transaction((tx) => settings.write(tx, CLAIM_SETTING, claimHash(code)))
  return code
}
