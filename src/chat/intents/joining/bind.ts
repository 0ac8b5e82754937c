import { DomainError } from '../../../domain/errors.ts'
import * as conversations from '../../../store/conversations.ts'
import * as directories from '../../../store/directory.ts'
import type { Campaign } from '../../../store/directory.ts'
import * as ledger from '../../../store/ledger.ts'
import * as people from '../../../store/people.ts'
import { unitName } from '../../names.ts'
import { requireMay, runningCampaigns, type KnownScene, type Scene } from '../../scene.ts'
import { say, type Answer } from '../../speech.ts'

/**
 * 「我是 王某 13800000001」: name and phone as on the roster bind at once; the name alone becomes a request that
 * the administrator decides. The phone is compared and forgotten.
 */
export async function bindPerson(
  scene: Scene,
  said: Readonly<{ name: string; phone?: string }>,
): Promise<Answer> {
  if (scene.person) throw new DomainError('person.already_bound', { name: scene.person.name })
  const matches = await people.findByName(scene.tx, said.name, said.phone)
  const [match, ...others] = matches
  if (!match) throw new DomainError('person.not_in_roster', { name: said.name })
  if (others.length > 0) throw new DomainError('person.ambiguous', { name: said.name })
  const log = {
    campaignId: null,
    subject: 'person',
    subjectId: match.id,
    data: {},
    byId: match.id,
    at: scene.now,
    eventId: scene.eventId,
  } as const
  // A second account for somebody who has one already is for the administrator to judge.
  const taken = await scene.tx.account.count({ where: { platform: scene.platform, personId: match.id } })
  if (said.phone && taken === 0) {
    await people.bind(scene.tx, scene.accountId, match.id, scene.now)
    await directories.touch(scene.tx, match.regionId)
    await ledger.append(scene.tx, { ...log, type: 'PersonBound' })
    const unit = await scene.tx.unit.findUniqueOrThrow({ where: { id: match.unitId } })
    return {
      reply: say(`绑定成功：${unit.name} ${match.name}。直接打字说事就行，发「帮助」看能做什么。`),
      directoryChanged: match.regionId,
    }
  }
  const number = await people.requestBinding(scene.tx, {
    accountId: scene.accountId,
    personId: match.id,
    saidName: said.name,
    at: scene.now,
  })
  await ledger.append(scene.tx, { ...log, type: 'BindingRequested' })
  return {
    reply: say('已请管理员确认，确认后告诉您。带上手机号再发一次可以立即通过：我是 姓名 手机号。'),
    tell: [
      {
        to: { regionRole: 'admin' },
        speech: {
          kind: 'card',
          card: {
            title: `绑定申请 ${number}`,
            lines: [`「${scene.speaker.nick}」说自己是${match.name}，没有给手机号。是本人吗？`],
            actions: [
              { label: '同意', say: `同意 ${number}`, tone: 'primary' },
              { label: '拒绝', say: `拒绝 ${number}`, tone: 'danger' },
            ],
          },
        },
        key: `binding:${number}:${scene.eventId}`,
      },
    ],
  }
}

/** 「同意 3」「拒绝 3」. */
export async function decideBinding(
  scene: KnownScene,
  said: Readonly<{ number: number; approve: boolean }>,
): Promise<Answer> {
  requireMay(scene, 'decide-binding')
  const request = await people.openRequest(scene.tx, said.number)
  const person = request && scene.directory.people.get(request.personId)
  if (!request || !person) throw new DomainError('binding.not_open', { number: String(said.number) })
  await people.decideRequest(scene.tx, request.id, {
    by: scene.person.id,
    approved: said.approve,
    at: scene.now,
  })
  await ledger.append(scene.tx, {
    campaignId: null,
    subject: 'person',
    subjectId: person.id,
    type: said.approve ? 'BindingApproved' : 'BindingRefused',
    data: {},
    byId: scene.person.id,
    at: scene.now,
    eventId: scene.eventId,
  })
  const account = { platform: scene.platform, userId: request.userId }
  const key = `binding-decided:${request.id}`
  if (!said.approve) {
    return {
      reply: say(`已拒绝申请${request.id}。`),
      tell: [{ to: { account }, speech: say('绑定申请没有通过。请带手机号再发：我是 姓名 手机号。'), key }],
    }
  }
  await people.bind(scene.tx, request.accountId, person.id, scene.now)
  await directories.touch(scene.tx, scene.directory.regionId)
  return {
    reply: say(`已同意：${unitName(scene.directory, person.unitId)} ${person.name}。`),
    tell: [
      {
        to: { account },
        speech: say(
          `已确认，您绑定为${unitName(scene.directory, person.unitId)} ${person.name}。发「帮助」看能做什么。`,
        ),
        key,
      },
    ],
    directoryChanged: scene.directory.regionId,
  }
}

/** 「绑定本群」, with the campaign's name when several run. */
export async function bindGroup(scene: KnownScene, name: string | undefined): Promise<Answer> {
  if (scene.conversation.kind !== 'group') throw new DomainError('group.only_in_group')
  requireMay(scene, 'bind-group')
  const campaign = named(scene, name)
  await conversations.bindGroup(scene.tx, scene.conversationRow, campaign.id)
  await ledger.append(scene.tx, {
    campaignId: campaign.id,
    subject: 'group',
    subjectId: String(scene.conversationRow),
    type: 'GroupBound',
    data: { title: scene.conversation.title ?? null },
    byId: scene.person.id,
    at: scene.now,
    eventId: scene.eventId,
  })
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
  const campaign = named(scene, name)
  if (scene.conversation.kind === 'group') requireMay(scene, 'bind-group')
  await conversations.bindGroup(scene.tx, scene.conversationRow, campaign.id)
  return { reply: say(`好的，接下来说的都算「${campaign.title}」。`) }
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
