import type { NameHit } from '../text/names.ts'
import type { Spot } from './places.ts'

/** What earlier clauses leave for later ones. */
export type Context = {
  community?: string
  site?: string
  place?: string
  lenient: boolean
  /** Compounds named one after another before what is wrong in all of them. */
  joint?: readonly string[]
}

/** Notes the compound or the site that a clause names; `label` is the key of a form that stood before its words. */
export function settle(
  context: Context,
  {
    community,
    spot,
    label,
    text,
  }: Readonly<{ community: NameHit | undefined; spot: Spot; label: string | undefined; text: string }>,
): void {
  if (community) {
    context.community = community.id
    delete context.site
    delete context.place
  } else if (spot.compound) {
    context.community = spot.compound
    delete context.site
    delete context.place
  } else if (label && !spot.site && /单位|名称|对象|场所/u.test(label)) context.site = text.trim()
  // 地址：… tells where the place is that 名称：… has named.
  else if (spot.site && (!context.community || label) && !(context.site && /地址|地点/u.test(label ?? ''))) {
    context.site = spot.site
    delete context.place
  }
}
