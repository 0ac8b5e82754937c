import type { PreviewSpan, Understanding } from '../../types.ts'
import type { Reading } from '../../text/reading.ts'

const spans: readonly (readonly [RegExp, PreviewSpan])[] = [
  [
    /^(?:未来|接下来|今后|往后|后面|以后)?(?:这)?(?:两周|2周|二周|两个星期|十四天|14天|半个月)$/u,
    'fortnight',
  ],
  [/^(?:未来|接下来|今后|往后|后面|以后)?(?:这)?(?:一周|1周|七天|7天|一个星期)$/u, 'week'],
  [/^(?:未来|接下来|今后|往后|后面|以后)?(?:一个月|1个月|三十天|30天)$/u, 'month'],
  [/^(?:下个?月)$/u, 'next-month'],
]

/** 未来两周会发什么 · 现在是哪个阶段 · 阶段进展: questions about the plan, as whole sentences. */
export function readPlanning(r: Reading): Understanding | undefined {
  const text = r.text
    .replace(/[ 。？?！!~呢啊呀吗]+$/u, '')
    .replace(/^(?:请问|问一下|查一下|看一下|看看)[ ，]?/u, '')
  const sent =
    /^(.{2,9}?)(?:都|还)?(?:会|要|准备|计划)(?:给[^ ，。]{1,6})?(?:发|推|推送)(?:些|出)?(?:什么|啥|哪些|多少|几条)(?:消息|通知|提醒|东西|条)?$/u.exec(
      text,
    )
  const span = sent && spans.find(([pattern]) => pattern.test(sent[1] ?? ''))
  if (span) return { intent: 'preview', span: span[1] }
  if (
    /^(?:现在|目前|当前|今天)?(?:是|到|在|处于|处在|进行到|走到)?(?:了)?(?:哪个|哪一个|哪一|什么|第几个?)阶段(?:了)?$/u.test(
      text,
    ) ||
    /^(?:当前|现在的?|目前|本|这个|这一|各)?阶段(?:的)?(?:进展|进度|情况|完成情况)(?:怎么样|如何|咋样)?(?:了)?$/u.test(
      text,
    ) ||
    /^(?:本|这个|这一|当前|现在这个)阶段(?:还剩|还有|剩)(?:几天|多少天|多久)$/u.test(text) ||
    /^(?:本|这个|这一|当前)阶段(?:到)?(?:什么时候|哪天|几号)(?:结束|截止|完)$/u.test(text)
  )
    return { intent: 'stage' }
  // 下周要报几个东西: for the office what will be asked of everybody, for a unit what it owes.
  if (
    /^(?:我们?|咱们?)?(?:下周|这周|本周|下星期|这几天|最近)(?:还)?(?:要|该|得|需要)(?:报|交|报送|上报)(?:些|的)?(?:什么|啥|几个|哪些|几样|多少)(?:东西|材料|表|数)?$/u.test(
      text,
    )
  )
    return { intent: 'preview', span: 'week' }
  return undefined
}
