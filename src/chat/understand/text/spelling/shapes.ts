// Characters that handwriting input and hurried eyes take for one another. One line a family; only pairs of the same
// family are alike.
const families =
  '到刭倒 栋拣拣 新亲 水术木本 末未 己已巳 井并 两辆俩 苑宛菀 园圆元 器哭 寓离 属屈 没投设 滩摊难 栓拴 换焕唤 患忠恩 阁搁 消肖稍 查杳香 改攻政 整正 楼搂缕 堆推维 杂朵 物勿吻 灭天 火大 防妨 通诵涌 道首 锁琐 坏怀环 堵诸睹 报振 数教 人入 处外 日曰目 土士 干千于 天夫 厂广 库车 线钱 拆折析 清请情晴 底低 贷货 住往佳 今令 办为 柜拒 拉位 接按 电申甲 充允 瓶屏 池驰 箱相 疏蔬 散敢 指挡 示云 完宅 成或 江工汀 湾弯 景影 御卸 翡非 翠萃 碧壁 滨宾 府俯 学字 华毕 庭廷 锦绵 绣秀 龙尤 腾滕 泉帛 幸辛 福副 平乎 和知 谐楷 明朋 珠株 万方 世市 纪记 丽而 岸崖 城成诚 南甫 北比 安女 居局 书韦 香杳 青清 石右 马鸟 溪奚 恒桓 鑫森 嘉喜 绿缘录 宏宋 源原 纺仿'
    .split(' ')
    .filter((family) => family.length > 1)
const familyOf = new Map<string, Set<number>>()
for (const [i, family] of families.entries())
  for (const c of family) familyOf.set(c, (familyOf.get(c) ?? new Set()).add(i))

/** Whether the two characters are easily mistaken for one another by eye. */
export function looksAlike(a: string, b: string): boolean {
  const of = familyOf.get(a)
  const other = familyOf.get(b)
  if (!of || !other) return false
  for (const i of of) if (other.has(i)) return true
  return false
}
