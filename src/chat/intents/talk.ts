import type { Role } from '../../domain/roles.ts'
import type { Wording } from '../saying/wording.ts'
import type { KnownScene, Scene } from '../scene.ts'
import { say, type Answer, type Notice } from '../saying/speech.ts'
import type { Understanding } from '../understand/types.ts'

/** 「帮助」: what somebody with these roles can say. */
export function help(scene: KnownScene, wording: Wording): Answer {
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

/** Not understood, and not pretended: the likeliest sentences to type. Nothing is recorded. */
export function notUnderstood(scene: KnownScene): Answer {
  const role = scene.person.roles[0] ?? 'liaison'
  return {
    reply: say(
      `没听懂。可以这样说：${examples[role].map((example) => `「${example}」`).join('')}，或发「帮助」。`,
    ),
  }
}

/** A kind of message that cannot be read. */
export function unreadable(kind: 'video' | 'file' | 'unknown' | 'quota'): Answer {
  const what = { video: '视频', file: '文件', unknown: '这种消息', quota: '这条消息' }[kind]
  if (kind === 'quota') return { reply: say('钉钉本月的消息额度用完了，这条没有收到内容。请联系管理员。') }
  return { reply: say(`${what}我还看不了。请打字说明，照片可以直接发。`) }
}

/** What the program does not do yet is said plainly, with whom to ask. */
export function notYet(intent: Understanding['intent']): Answer {
  const what: Partial<Record<Understanding['intent'], string>> = {
    'request-extension': '延期要消安委办同意，请直接联系他们；同意后由他们回「12号 期限改为5月20日」。',
    transfer: '转给其他单位由消安委办定，由他们回「12号 整改单位改为 单位名称」。',
    'list-for-supervision': '挂牌督办要由消防救援大队确认、县政府决定，我这里先不登记。',
    export: '导出表格还不支持。可以先问「全县进度」「逾期」「谁没报」。',
  }
  return { reply: say(what[intent] ?? '这件事我还不会办。发「帮助」看我能做什么。') }
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
