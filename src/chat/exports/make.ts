import type { Print } from '../../documents/press.ts'
import type { Tx } from '../../store/open.ts'
import type { DirectoryCache } from '../../store/directory.ts'
import { openBook } from './book.ts'
import { ledgerSheet } from './ledger.ts'
import { listSheets } from './lists.ts'
import type { Making } from './making.ts'

/** A document that was ordered, ready for the press. Reads what it is about now. */
export async function layOut(db: Tx, directories: DirectoryCache, making: Making): Promise<Print> {
  if (making.what === 'paper') return { paper: making.paper }
  const { scope } = making
  const book = await openBook(db, await directories.current(db, scope.regionId), scope)
  switch (making.what) {
    case 'ledger':
      return { sheets: [ledgerSheet(book)] }
    case 'lists':
      return { sheets: await listSheets(db, book, making.lists) }
  }
}
