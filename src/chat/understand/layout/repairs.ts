const number = '(?:\\d{1,5}|[一二两三四五六七八九十百零]{1,6})'
const measure = '(?:号楼|单元|家次|人次|[家处个条项起份人次场号栋幢层楼辆台户名间])'
const oops =
  '(?:[啊呃哦嗯，、… ]|\\.{2,})*(?:不对(?:不对)?|不是(?=[啊呃哦嗯，、… ]*(?:应该|应)?是)|说错了|错了|口误|讲错了|报错了)(?:[啊呃哦嗯，、… ]|应该|应|就|改成?|\\.{2,})*(?:是|为)?[ ，]?'
const figures = new RegExp(`${number}(${measure})${oops}(?=${number}\\1)`, 'gu')
const fillers = /(?<=.)(?:[嗯呃]+|(?<=[，。、 ])(?:就是说|怎么说呢|你知道吧?|对吧)[，、 ]?)(?=.)/gu

// Speech without a single stop: the small words in which a speaker takes breath part its clauses.
const breath = /(?<=[\u4e00-\u9fff\d])(?:[嗯呃]+|[啊呢哦](?=[^，。吗？]{3}))(?=[\u4e00-\u9fffA-Za-z\d])/gu
const vague = /那个谁|那啥|那什么|(?:^|(?<=，))(?:呃|嗯|哎|唉)+那个/gu

/** Takes back what a speaker takes back at once: 12家不对是13家 is 13家. Fillers of speech go as well. */
export function repair(said: string): string {
  if (said.length < 8) return said
  const text = (
    /[，。；：、\n ]/u.test(said) || said.length < 14 ? said : said.replace(breath, '，')
  ).replace(vague, '')
  return text.replace(fillers, '').replace(figures, '')
}

/** Whether the words between two names take the first back. */
export const takesBack = (between: string): boolean =>
  between.length <= 12 && new RegExp(`^${oops}$`, 'u').test(between)
