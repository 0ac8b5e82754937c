const number = '(?:\\d{1,5}|[一二两三四五六七八九十百零]{1,6})'
const measure = '(?:号楼|单元|家次|人次|[家处个条项起份人次场号栋幢层楼辆台户名间])'
const oops =
  '(?:[啊呃哦嗯，、… ]|\\.{2,})*(?:不对|不是(?=[啊呃哦嗯，、… ]*(?:应该|应)?是)|说错了|错了|口误|讲错了|报错了)(?:[啊呃哦嗯，、… ]|应该|应|就|改成?|\\.{2,})*(?:是|为)?[ ，]?'
const figures = new RegExp(`${number}(${measure})${oops}(?=${number}\\1)`, 'gu')
const fillers = /(?<=.)(?:[嗯呃]+|(?<=[，。、 ])(?:就是说|怎么说呢|你知道吧?|对吧)[，、 ]?)(?=.)/gu

/** Takes back what a speaker takes back at once: 12家不对是13家 is 13家. Fillers of speech go as well. */
export function repair(text: string): string {
  if (text.length < 8) return text
  return text.replace(fillers, '').replace(figures, '')
}

/** Whether the words between two names take the first back. */
export const takesBack = (between: string): boolean =>
  between.length <= 12 && new RegExp(`^${oops}$`, 'u').test(between)
