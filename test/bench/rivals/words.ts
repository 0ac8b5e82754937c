/** Where the words say it is, what is wrong, and the answers: the least that somebody writing by hand would do. */
export function read(
  text: string,
): Readonly<{ community: string; place: string; wrong: string }> | undefined {
  const match = /^(\p{L}+?)(\d+号楼\d+单元)(.+)$/u.exec(text)
  return match?.[1] && match[2] && match[3]
    ? { community: match[1], place: match[2], wrong: match[3] }
    : undefined
}

/** Something to say, and what its buttons would say. */
export type Words = Readonly<{ title: string; text: string; buttons: readonly string[] }>

/** The answer to whoever registered. */
export function receipt(number: number, code: string, where: string, wrong: string): Words {
  return {
    title: `已登记 ${number}号（${code}）`,
    text: `${where}：${wrong}\n有照片请接着发，会归到${number}号。`,
    buttons: [],
  }
}

/** The notice to the responsible unit. */
export function notice(number: number, where: string, wrong: string): Words {
  const buttons = ['已改', '已安排', '不是我们的'].map((answer) => `${number}号${answer}`)
  return {
    title: `${number}号隐患请整改`,
    text: `${where}：${wrong}\n改完回「${number}号已改」并附一张照片。`,
    buttons,
  }
}

/** The words as markdown. */
export function markdown({ title, text }: Words): string {
  return `### ${title}\n\n${text}`
}

/** The words as one of WeCom's template cards, an app's or an AI bot's. */
export function templateCard({ title, text, buttons }: Words, taskId: string): object {
  const common = { main_title: { title }, sub_title_text: text, task_id: taskId }
  return buttons.length === 0
    ? { card_type: 'text_notice', card_action: { type: 1, url: 'https://work.weixin.qq.com/' }, ...common }
    : {
        card_type: 'button_interaction',
        button_list: buttons.map((key, at) => ({ text: key, style: at + 1, key })),
        ...common,
      }
}
