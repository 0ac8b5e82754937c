import type { Role } from '../../domain/roles.ts'
import type { Wording } from '../saying/wording.ts'
import type { KnownScene, Scene } from '../scene.ts'
import { say, type Answer, type Notice } from '../saying/speech.ts'
import type { Understanding } from '../understand/types.ts'

/** How one thing is done, for who asks 怎么登记隐患啊. The first that fits the words. */
const howTo: readonly (readonly [RegExp, string])[] = [
  [/延期|展期|宽限/u, '要延期就回「12号延期到5月20日，原因：……」，消安委办同意后生效。'],
  [/复查|验收|不?合格/u, '看过现场回「12号合格」或「12号不合格 原因」，可以附照片。'],
  [/作废|撤销|撤回|删/u, '五分钟内回「撤销」；过后回「12号作废」，台账里会留下记录。'],
  [
    /更正|改数|报错|写错|填错|修改/u,
    '报数有误回「更正 发现35处」；登记有误回「12号 期限改为5月20日」「12号 地点改为 …」。',
  ],
  [/整改|销号|改完|反馈/u, '改完回「12号已改」并发一张整改后的照片，复查合格就销号。'],
  [
    /登记|隐患|上报问题|拍照|照片/u,
    '直接说在哪里、什么问题，例如「阳光花园3号楼2单元楼道堆满纸箱」。照片私聊直接发我，会归到刚登记的那处。',
  ],
  [
    /周报|半月报|月报|进展|报数|填报|零报告|上报|汇报/u,
    '直接说数，例如「周报 检查6 发现11 整改8」；没有情况回「零报告」；不写数只说「周报」，我按登记的先填好。',
  ],
  [/请假|代办/u, '回「请假到3月5日，由李某代办」，提前回来说「销假」。'],
  [/联络员|换人|交接/u, '回「联络员换成李某 13800000009」。'],
  [
    /查|看|进度|逾期/u,
    '直接问就行：「全县进度」「城关镇怎么样」「逾期」「谁没报」「12号怎么样了」「我的待办」。',
  ],
]

const asksHow = /怎么|如何|咋|怎样|在哪|哪里|步骤|流程|格式/u

/** 「帮助」: what somebody with these roles can say. */
export function help(scene: KnownScene, wording: Wording): Answer {
  const how = asksHow.test(scene.text) && howTo.find(([pattern]) => pattern.test(scene.text))?.[1]
  if (how) return { reply: say(how) }
  return {
    reply: say(
      [wording.helpTitle, ...wording.help(scene.person.roles).map((line) => `- ${line}`)].join('\n'),
    ),
  }
}

const examples: Readonly<Record<Role, readonly string[]>> = {
  liaison: ['周报 检查6 发现11 整改8', '我的待办', '12号怎么样了'],
  grid: ['阳光花园3号楼楼道堆满纸箱', '12号怎么样了', '我的待办'],
  property: ['12号已改', '我的待办', '12号怎么样了'],
  reinspector: ['12号合格', '我的待办', '12号怎么样了'],
  office: ['谁没报', '逾期', '全县进度'],
  leader: ['全县进度', '谁没报', '逾期'],
  supervisor: ['全县进度', '谁没报', '逾期'],
  admin: ['绑定本群', '谁没报', '全县进度'],
}

const thanks = /^(?:好的?[，, ]?)?(?:谢谢|多谢|感谢|辛苦|谢了|太感谢|麻烦您?你?)[^，。？?]{0,6}$/u
const greeting = /^(?:您好|你好|在吗|在不在|在么|有人吗|hi|hello|嗨|喂|早上好|下午好|晚上好|早)[啊呀哈吗]?$/iu

/** Thanks and greetings, which want no list of commands; undefined for everything else. */
function small(scene: KnownScene): Answer | undefined {
  const text = scene.text.replace(/[。！!~～ \p{Extended_Pictographic}]+$/gu, '')
  // In a group the others would have to read it.
  if (thanks.test(text)) return scene.conversation.kind === 'group' ? {} : { reply: say('不客气。') }
  if (!greeting.test(text)) return undefined
  return { reply: say(`在的，请说。例如「${examplesFor(scene).slice(0, 2).join('」「')}」。`) }
}

function examplesFor(scene: KnownScene): readonly string[] {
  return examples[scene.person.roles[0] ?? 'liaison']
}

/** Not understood, and not pretended: the likeliest sentences to type. Nothing is recorded. */
export function notUnderstood(scene: KnownScene): Answer {
  const answer = small(scene)
  if (answer) return answer
  return {
    reply: say(
      `没听懂。可以这样说：${examplesFor(scene)
        .map((example) => `「${example}」`)
        .join('')}，或发「帮助」。`,
    ),
  }
}

/** A kind of message that cannot be read. */
export function unreadable(kind: 'video' | 'file' | 'unknown' | 'quota'): Answer {
  const what = { video: '视频', file: '文件', unknown: '这种消息', quota: '这条消息' }[kind]
  if (kind === 'quota') return { reply: say('钉钉本月的消息额度用完了，这条没有收到内容。请联系管理员。') }
  return { reply: say(`${what}我还看不了。请打字说明，照片可以直接发。`) }
}

/** Fire: 119 before everything else, for anybody; the brigade and the office are told. */
export function fire(scene: Scene): Answer {
  const { directory, person } = scene
  const unit = person && directory?.units.get(person.unitId)?.name
  const report = say(
    `**${unit ?? scene.speaker.nick} ${person?.name ?? ''}报告火情**：${scene.text.slice(0, 200)}\n请立即核实，确认已拨打119。`,
  )
  const tell: readonly Notice[] = directory
    ? (['reinspector', 'office'] as const).map((role) => ({
        to: { regionRole: role },
        speech: report,
        key: `fire:${scene.eventId}:${role}`,
      }))
    : []
  const told = tell.length > 0 ? '\n已通知消防大队和消安委办的同志。' : ''
  return {
    unaddressed: true,
    reply: say(`**请立即拨打119。** 说清小区、楼栋、楼层，有没有人被困。疏散走楼梯，不要乘电梯。${told}`),
    tell,
  }
}
