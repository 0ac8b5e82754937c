import { anyOf, indexWords, isMadeOf } from '../text/words.ts'

// 收到 in the ways it is said, southern and northern speech included. Each alone is an acknowledgement.
const yesWords =
  '就按 按 照 这个 这样 意见 方案 通知 记住 记住了 记下了 记着了 执行 坚决执行 收到 收刭 收倒 收道 收悉 敬悉 收着 收到晒 手到 好 好的 好滴 好哒 好嘞 好呢 好呀 好吧 好咧 好勒 行 成 中 得 得嘞 得咧 得令 遵命 遵嘱 遵照 要得 可以 可 没问题 没得问题 冇问题 没毛病 明白 明白了 知道 知道了 知悉 已知悉 已悉 悉知 获悉 晓得 晓得了 晓得咯 晓得哉 知啦 知咗 了解 清楚 清楚了 有数 有数了 懂了 照办 照做 照此办理 照此执行 遵照执行 已阅 已阅知 阅 已读 看到 看到了 看到啦 看见了 已经看到 坚决完成 坚决完成任务 完成任务 保证完成 保证完成任务 一定完成 见到 领会 ok okk okay oki OK 欧克 欧了 妥 妥了 妥妥 get got roger copy yes yep 1 嗯 嗯嗯 嗯呐 嗯哪 是 是的 对 对的 必须的 安排上 没问题'.split(
    ' ',
  )
const yes = anyOf(yesWords)
// What goes with it: promises that name no hazard and no time, thanks, addresses, small words.
const promise = [
  '(?:坚决|认真|马上|立即|立刻|立马|这就|就|抓紧|尽快|尽早|即刻|我们?|咱们?|一定|当|会|我这边|这边|我镇|我局|我们社区|现在|今天|随即|按要求|按照要求|按通知要求|按时|按期|及时)',
  '(?:去)?(?:落实|安排|部署|布置|处理|整改|办理|办|执行|组织|传达|转达|转发|通知|排查|弄|搞|整|改|做|布置|对接|联系|沟通|跟进|核实|查|报|上报|反馈|去|去办|去弄|去看|去做)(?:到位|好|下去|到人|一下|完成)?',
  '(?:已经?)(?:安排|转达|传达|转发|通知|布置|部署|收到|知悉|阅|读|安排下去|安排人)(?:到位|下去)?',
  '(?:我|我们|这就|马上)(?:这就|马上|去)?(?:跟|和|给|让|叫|通知|转告|告诉|安排)(?:物业|他们|领导|社区|村里|下面|网格员|业主|店家|商户|师傅|各社区|各村|网格|相关人员|人员)(?:讲|说|弄|办|落实|处理|去|去办|一声|一下|排查|整改|去弄)?',
  '(?:组织|安排)(?:人员?|网格员|物业)(?:去|来)?(?:落实|排查|整改|处理|办)?',
]
const courtesy =
  '谢谢|感谢|多谢|辛苦|谢|提醒|通知|领导|主任|县长|书记|局长|镇长|队长|大队长|老师|各位|同志|您好|你好|您|的|请放心|放心|保证完成任务?|没得说|指示|批示|意见|精神|要求|此件|群里|消息|信息'
const small =
  '将|了|啦|呀|哈|嘛|吧|哦|噢|喔|咯|喽|啰|哟|呢|嘞|哩|哒|滴|啊|嗯|哎|呵|~|～|也|都|也会|我|我们|咱|咱们|俺|俺们|这边|我镇|我局|我乡|我办|镇|乡|街道|局|社区|物业|公司|单位|村|办'
const words = indexWords(
  [...yesWords, ...courtesy.split('|'), ...small.split('|')].map((word) => [word.toLowerCase(), 0] as const),
)
const promises = promise.map((pattern) => new RegExp(pattern, 'yu'))
const certain = new RegExp(
  `知啦|收到|^(?:好|行|可以|同意)?就?(?:按|照)(?:这个|此|该|你们的?|这样|上述)?(?:意见|方案|办法|要求|通知|部署)?(?:来)?(?:办|执行|落实|做)|记住|坚决完成|保证完成|一定完成|看见了|记下|收悉|敬悉|知悉|获悉|悉知|明白|知道|晓得|清楚|遵命|遵照|照办|照此|照做|已阅|已读|看到|^阅$|^(?:${yes})(?:了|啦|呀|哈|嘛|的|哦|咯|哟|嘞)?(?:$|[^\\u4e00-\\u9fff]|马上|立即|这就|我们?|谢|辛苦|领导|主任|书记|各位|抓紧|尽快|安排|已|今天)|(?:马上|立即|这就|坚决|认真|按要求|我们?.{0,3}(?:抓紧|尽快))(?:去)?(?:落实|安排|办|整改|处理|照办|执行|改)|已(?:安排|转达|传达|转发|通知)|安排上|(?:^|[^\\u4e00-\\u9fff])(?:ok|get|roger)(?:$|[^a-z])`,
  'iu',
)

/** 收到, 好的马上落实, 12号已安排: somebody has taken notice, and nothing else. */
export function isAcknowledgement(text: string): boolean {
  const plain = text.replace(/[ ，。！、~～.…\n；：✓【】\[\]（）/]/gu, '')
  if (plain.length === 0 || plain.length > 40) return false
  if (/[？?]|吗$/u.test(plain)) return false
  // "收到，马上传达": a receipt and the promise that goes with it, and not a word about what or where.
  const promised =
    /^(?:好的|好嘞|您好|你好|领导好?|各位领导|行)?(?:收到|好的|明白|知道了|晓得了?|清楚|遵命|ok|行|要得|得嘞|好嘞)/iu.test(
      plain,
    ) &&
    plain.length <= 24 &&
    !/\d|[一二三四五六七八九十]处|号|完了|改好|已改|已整改|吗|楼|没|不(?!折不扣|打折)|复查|隐患/u.test(
      plain,
    ) &&
    /传达|落实|排查|部署|布置|安排|整改|处理|去办|转发|通知|执行|办理|组织|马上|立即|今天|尽快|跟进|核实|反馈|照办|按[时期]完成|完成任务/u.test(
      plain,
    )
  return promised || (certain.test(plain) && isMadeOf(plain.toLowerCase(), words, promises))
}
