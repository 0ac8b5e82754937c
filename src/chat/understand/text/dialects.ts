// Cantonese, Wu and northern characters for words that everybody knows. One character for one, so that places keep
// their positions.
const characters: Readonly<Record<string, string>> = {
  咗: '了',
  嘅: '的',
  唔: '不',
  冇: '没',
  係: '是',
  喺: '在',
  畀: '被',
  哋: '们',
  佢: '他',
  啲: '些',
  嗰: '那',
  喇: '啦',
  嚟: '来',
  哉: '了',
  侬: '你',
  俺: '我',
  恁: '你',
  搵: '找',
}
const words: readonly (readonly [string, string])[] = [
  ['里向', '里面'],
  ['物事', '东西'],
  ['交关', '好多'],
  ['搞掂', '搞定'],
  ['执好', '改好'],
  ['铺头', '店铺'],
  ['今个', '这个'],
  ['几多', '多少'],
  ['边个', '哪个'],
  ['边度', '哪里'],
  ['点样', '怎样'],
  ['仲有', '还有'],
  ['仲未', '还没'],
  ['未搞', '没搞'],
  ['好伐', '好吗'],
  ['来勿', '来不'],
  ['弄勿', '弄不'],
  ['勿过', '不过'],
  ['勿好', '不好'],
  ['呒没', '没有'],
  ['呒啥', '没啥'],
  ['阿拉', '我们'],
  ['咋个', '怎么'],
  ['啥子', '什么'],
  ['莫得', '没有'],
  ['木有', '没有'],
  ['哪哈', '哪里'],
  ['晓得', '知道'],
]
const table = new Map(words)
const pattern = new RegExp(words.map(([said]) => said).join('|'), 'gu')

/** The common word for a character of a dialect. */
export const commonly = (c: string): string | undefined =>
  Object.hasOwn(characters, c) ? characters[c] : undefined
/** Common words for those of dialects; the text keeps its length. */
export const commonWords = (text: string): string => text.replace(pattern, (said) => table.get(said) ?? said)
