import { readFileSync } from 'node:fs'
import { loadCardTemplate } from '../../../src/platforms/dingtalk/card-encoder.ts'

/** The card template that ships with the product. */
export const cardTemplate = loadCardTemplate(
  JSON.parse(readFileSync(new URL('../../../cards/dingtalk-card.json', import.meta.url), 'utf8')),
)
