import { DomainError } from '../../../domain/errors.ts'
import * as conversations from '../../../store/conversations.ts'
import type { Campaign } from '../../../store/directory.ts'
import { bindGroup } from '../../../usecases/bind-group.ts'
import { bindPerson } from '../../../usecases/bind-person.ts'
import { decideBinding } from '../../../usecases/decide-binding.ts'
import { harmless } from '../../saying/harmless.ts'
import type { Platform } from '../../inbound.ts'
import { unitName } from '../../saying/names.ts'
import { takeOver } from '../people/hand-over.ts'
import { requireMay, requireOwnGround, runningCampaigns, type KnownScene, type Scene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'

/** 「我是 王某 13800000001」: at once when it fits the roster; the name alone is asked of the administrator. */
export async function introduce(
  scene: Scene,
  said: Readonly<{ name: string; phone?: string }>,
): Promise<Answer> {
  if (scene.person) throw new DomainError('person.already_bound', { name: scene.person.name })
  const { accountId, platform, eventId } = scene
  const input = { accountId, platform, name: said.name, phone: said.phone ?? null, eventId }
  const { outcome, person } = await bindPerson(scene.tx, input, scene.now)
  if (outcome === 'bound') {
    return {
      reply: say(`绑定成功：${person.unitName} ${person.name}。直接打字说事就行，发「帮助」看能做什么。`),
      regionId: person.regionId,
      tell: await takeOver(scene, person, { platform, userId: scene.speaker.userId }),
    }
  }
  const number = outcome.request
  const doubt = said.phone ? '但这个人已经绑定了别的账号' : '没有给手机号'
  return {
    reply: say(
      said.phone
        ? '已请管理员确认，确认后告诉您。'
        : '已请管理员确认，确认后告诉您。带上手机号再发一次可以立即通过：我是 姓名 手机号。',
    ),
    regionId: person.regionId,
    tell: [
      {
        to: { regionRole: 'admin' },
        speech: {
          kind: 'card',
          card: {
            title: `绑定申请 ${number}`,
            lines: [`${whoAsks(scene)}说自己是${person.unitName} ${person.name}，${doubt}。是本人吗？`],
            actions: [
              { label: '同意', say: `同意 ${number}`, tone: 'primary' },
              { label: '拒绝', say: `拒绝 ${number}`, tone: 'danger' },
            ],
          },
        },
        key: `binding:${number}:${eventId}`,
      },
    ],
  }
}

/** WeCom tells no names: there the account has to do, by which an administrator finds the member. */
function whoAsks({ speaker }: Scene): string {
  return speaker.nick === '' ? `账号${harmless(speaker.userId)}` : `「${speaker.nick}」`
}

/** 「同意 3」「拒绝 3」. */
export async function decide(
  scene: KnownScene,
  said: Readonly<{ number: number; approve: boolean }>,
): Promise<Answer> {
  requireMay(scene, 'decide-binding')
  const input = { ...said, directory: scene.directory, eventId: scene.eventId }
  const { person, platform, userId } = await decideBinding(scene.tx, input, scene.person, scene.now)
  const to = { account: { platform: platform as Platform, userId } }
  const key = `binding-decided:${said.number}`
  const name = `${unitName(scene.directory, person.unitId)} ${person.name}`
  if (!said.approve) {
    return {
      reply: say(`已拒绝申请${said.number}。`),
      tell: [{ to, speech: say('绑定申请没有通过。请带手机号再发：我是 姓名 手机号。'), key }],
    }
  }
  return {
    reply: say(`已同意：${name}。`),
    tell: [
      { to, speech: say(`已确认，您绑定为${name}。发「帮助」看能做什么。`), key },
      ...(await takeOver(scene, person, to.account)),
    ],
  }
}

/** 「绑定本群」, with the campaign's name when several run. */
export async function bindThisGroup(scene: KnownScene, name: string | undefined): Promise<Answer> {
  if (scene.conversation.kind !== 'group') throw new DomainError('group.only_in_group')
  requireMay(scene, 'bind-group')
  requireOwnGround(scene)
  const campaign = named(scene, name)
  const { conversationRow, conversation, eventId } = scene
  const input = { conversationRow, title: conversation.title ?? null, campaign, eventId }
  await bindGroup(scene.tx, input, scene.person, scene.now)
  return {
    reply: say(
      [
        `本群已绑定：${campaign.title}。`,
        '登记隐患、报进展、问进度都可以@我直接说，发「帮助」看例子。还没绑定的同志请私聊我发「我是 姓名 手机号」。',
      ].join('\n'),
    ),
  }
}

/** 「切换到 …」 one-to-one, for people who take part in several campaigns. */
export async function chooseCampaign(scene: KnownScene, name: string): Promise<Answer> {
  if (scene.conversation.kind === 'group') return bindThisGroup(scene, name)
  if (/^(?:全部|所有|各个?)(?:的?(?:行动|专项|整治))?$/u.test(name)) {
    await conversations.bindGroup(scene.tx, scene.conversationRow, null)
    return { reply: say('好的，接下来问什么都把各个行动一起说。') }
  }
  const campaign = named(scene, name)
  await conversations.bindGroup(scene.tx, scene.conversationRow, campaign.id)
  return { reply: say(`好的，接下来说的都算「${campaign.title}」。要一起看，发「切换到全部」。`) }
}

function named(scene: KnownScene, name: string | undefined): Campaign {
  const running = runningCampaigns(scene.directory, scene.now)
  if (running.length === 0) throw new DomainError('campaign.none')
  if (!name) {
    const [only, ...others] = running
    if (only && others.length === 0) return only
    throw new DomainError('campaign.choose', { names: running.map(({ title }) => title).join('、') })
  }
  const fitting = running.filter(
    ({ title, codePrefix }) => title.includes(name) || codePrefix === name.toUpperCase(),
  )
  const [match, ...others] = fitting
  if (!match) throw new DomainError('campaign.unknown', { name })
  if (others.length > 0)
    throw new DomainError('campaign.choose', { names: fitting.map(({ title }) => title).join('、') })
  return match
}
