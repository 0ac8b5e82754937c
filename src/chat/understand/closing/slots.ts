import { communitiesOf, type Reading } from '../text/reading.ts'

/** The codes of a message as a slot, absent when there are none. */
export const codesSlot = (codes: readonly string[]) => (codes.length > 0 ? { codes } : {})
/** The first compound of a message as a slot. */
export const communitySlot = (r: Reading) => {
  const id = communitiesOf(r)[0]?.id
  return id ? { community: id } : {}
}
