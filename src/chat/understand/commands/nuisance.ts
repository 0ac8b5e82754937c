import type { Understanding } from '../types.ts'
import { unitsOf, type Reading } from '../text/reading.ts'

/** 减负账本, 这个月打扰了谁, 催一下城关镇: words about how often people are disturbed, and one more reminder. */
export function readNuisance(r: Reading): Understanding | undefined {
  const text = r.text.replace(/[。！？!?~]+$/u, '')
  const account =
    /^(?:看一?下|查一?下|看|查|发)?(本月|这个月|上月|上个月)?(?:的)?(?:减负账本|打扰账本|消息账本|(?:都)?(?:打扰|提醒)(?:了|过)?(?:谁|哪些人|哪些单位)(?:[，,]?(?:各)?(?:多少次|几次|多少条))?)$/u.exec(
      text,
    )
  if (account) {
    // 提醒了谁 alone is asked of anything; with the month it is about the account.
    if (/提醒/u.test(text) && !account[1]) return undefined
    return { intent: 'message-account', month: account[1]?.startsWith('上') ? 'last' : 'this' }
  }
  // 给所有没报的发个提醒: everybody who is missing.
  if (
    /^(?:请|麻烦|帮我?|帮忙)?(?:给|把|向)?(?:所有|全部|各家)?(?:还)?(?:没|未|没有)(?:报|交)的?(?:单位|联络员|人)?(?:都|再)*(?:发一?[个条下次]?提醒|提醒一?[下遍次]|催一?[下遍次]|催催)$/u.test(
      text,
    )
  )
    return { intent: 'remind-missing' }
  const verb =
    /^(?:请|麻烦|帮我|帮忙)?(?:再)?(?:催一?催|催一?下|催一次|催报|补催|催|提醒一?下|提醒一次)[ ，]?/u.exec(
      text,
    )
  if (!verb) return undefined
  const unit = unitsOf(r).find((name) => name.start === verb[0].length)
  if (!unit) return undefined
  const rest = text.slice(unit.end)
  return /^(?:的)?(?:联络员)?(?:[，]?(?:快点?|尽快)?(?:交|报|报送|上报)?(?:周报|半月报|月报|日报|报表|材料)?)?(?:吧|了)?$/u.test(
    rest,
  )
    ? { intent: 'remind-missing', unit: unit.id }
    : undefined
}
