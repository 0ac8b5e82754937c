import { createHash, timingSafeEqual } from 'node:crypto'
import { DomainError } from '../../../domain/errors.ts'
import * as directories from '../../../store/directory.ts'
import * as ledger from '../../../store/ledger.ts'
import * as people from '../../../store/people.ts'
import * as settings from '../../../store/settings.ts'
import type { Scene } from '../../scene.ts'
import { say, type Answer } from '../../speech.ts'

/** Where the hash of the one-time code is kept. */
export const CLAIM_SETTING = 'claim-code-hash'

/** The code's fingerprint; spaces, dashes and case do not matter. */
export function claimHash(code: string): string {
  return createHash('sha256').update(code.replaceAll(/[\s-]/g, '').toUpperCase()).digest('hex')
}

/** 「认领 ABCD-EFGH」: whoever holds the code printed at start becomes the administrator. It works once. */
export async function claim(scene: Scene, code: string): Promise<Answer> {
  const held = await settings.read(scene.tx, CLAIM_SETTING)
  if (typeof held !== 'string') throw new DomainError('claim.already_claimed')
  if (!timingSafeEqual(Buffer.from(held), Buffer.from(claimHash(code))))
    throw new DomainError('claim.wrong_code')
  // Of two who send it at once only one can take it out.
  if ((await settings.take(scene.tx, CLAIM_SETTING)) === null) throw new DomainError('claim.already_claimed')
  const personId = scene.person?.id ?? (await newAdministrator(scene))
  const regionId = scene.directory?.regionId ?? (await firstRegion(scene))
  await scene.tx.$executeRaw`
    UPDATE person SET roles = array_append(array_remove(roles, 'admin'), 'admin') WHERE id = ${personId}`
  await people.bind(scene.tx, scene.accountId, personId, scene.now)
  await directories.touch(scene.tx, regionId)
  await ledger.append(scene.tx, {
    campaignId: null,
    subject: 'person',
    subjectId: personId,
    type: 'BotClaimed',
    data: {},
    byId: personId,
    at: scene.now,
    eventId: scene.eventId,
  })
  return {
    reply: say(
      [
        '认领成功，您现在是管理员。',
        '下一步：把我拉进工作群，在群里@我发「绑定本群」；大家私聊我发「我是 姓名 手机号」就能用。',
      ].join('\n'),
    ),
    directoryChanged: regionId,
  }
}

async function firstRegion(scene: Scene): Promise<string> {
  const region = await scene.tx.region.findFirst({ orderBy: { id: 'asc' } })
  if (!region) throw new DomainError('campaign.none')
  return region.id
}

/** Somebody who is not on any roster: joins the office of the region. */
async function newAdministrator(scene: Scene): Promise<string> {
  const regionId = await firstRegion(scene)
  const office =
    (await scene.tx.unit.findFirst({ where: { regionId, kind: 'office' }, orderBy: { id: 'asc' } })) ??
    (await scene.tx.unit.findFirst({ where: { regionId }, orderBy: { id: 'asc' } }))
  if (!office) throw new DomainError('campaign.none')
  const id = `${regionId}:admin-${scene.accountId}`
  await scene.tx.person.upsert({
    where: { id },
    create: { id, regionId, unitId: office.id, name: scene.speaker.nick, roles: ['admin'] },
    update: {},
  })
  return id
}
