import { splitQuote } from '../../../src/chat/understand/layout/quotes.ts'
import { read, type Reading } from '../../../src/chat/understand/text/reading.ts'
import { layOut } from '../../../src/chat/understand/understand.ts'
import { lexicon, type Labelled } from '../score.ts'

/** A labelled message as the rules read it, without what it quotes. */
export const readingOf = ({ text, now, from }: Labelled): Reading =>
  read(splitQuote(layOut(text)).said, { lexicon, now: new Date(now), from })
