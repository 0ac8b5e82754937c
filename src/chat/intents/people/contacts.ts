import { formatDay, dayOf } from '../../../domain/time/calendar.ts'
import { DomainError } from '../../../domain/errors.ts'
import { contactRoleNames, type Contact, type ContactRole } from '../../../domain/people/contacts.ts'
import { may } from '../../../domain/roles.ts'
import type { Campaign } from '../../../store/directory.ts'
import * as ledger from '../../../store/ledger.ts'
import * as contacts from '../../../store/roster/contacts.ts'
import { nameContacts } from '../../../usecases/people/name-contacts.ts'
import { withoutPhones } from '../../saying/harmless.ts'
import { unitName } from '../../saying/names.ts'
import { currentCampaign, requireMay, type KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import type { Understanding } from '../../understand/types.ts'

/** 「分管领导 李某 13800000001，联络员 王某 13800000002」, of the own unit, or by the office of any. */
export async function setContacts(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'contacts-set' }>,
): Promise<Answer> {
  requireMay(scene, 'name-contacts')
  const { tx, directory, person, now, sentAt, workdays, eventId } = scene
  const unitId = said.unit ?? person.unitId
  if (unitId !== person.unitId && !person.roles.includes('office')) throw new DomainError('role.not_allowed')
  const campaign = currentCampaign(scene)
  const given: readonly Contact[] = said.contacts.map(({ role, name, phone }) => ({
    role,
    name,
    phone: phone ?? null,
  }))
  const { changed, submitted, lacking } = await nameContacts(
    tx,
    { directory, campaign, unitId, contacts: given, adding: said.adding ?? false, sentAt, workdays, eventId },
    person,
    now,
  )
  const lines = given.map((contact) => `- ${lineOf(contact)}`)
  const [short] = lacking
  return {
    reply: say(
      [
        changed.length > 0
          ? `已登记${unitName(directory, unitId)}的${namesOf([...new Set(given.map(({ role }) => role))])}：`
          : '和已登记的一样，没有变化：',
        ...(lines.length > 5 ? [...lines.slice(0, 4), `- 等${lines.length}人`] : lines).map(withoutPhones),
        ...submitted.map(
          ({ duty, report }) =>
            `${duty.name}已报齐，回执 **${report.receipt}**${report.late ? '，迟报' : '，按时'}。`,
        ),
        ...(short ? [`${short.duty.name}还差：${namesOf(short.roles)}。直接发姓名和手机号。`] : []),
        ...otherLiaison(scene, unitId, given),
      ].join('\n'),
    ),
  }
}

const namesOf = (roles: readonly ContactRole[]): string =>
  roles.map((role) => contactRoleNames[role]).join('、')

const lineOf = ({ role, name, phone }: Contact): string =>
  `${contactRoleNames[role]} ${name}${phone === null ? '' : ` ${phone}`}`

/** Whoever is put on the list is not yet the one who is reminded: that is a hand-over, and said as one. */
function otherLiaison(
  { directory }: KnownScene,
  unitId: string,
  given: readonly Contact[],
): readonly string[] {
  const named = given.find(({ role }) => role === 'liaison')
  const now = [...directory.people.values()].filter(
    (person) => person.unitId === unitId && person.roles.includes('liaison'),
  )
  if (!named || now.length === 0 || now.some(({ name }) => name === named.name)) return []
  const who = now.map(({ name }) => name).join('、')
  return [`提醒现在仍发给${who}；要换人接着发「联络员换成${named.name} 手机号」。`]
}

/** 「住建局联系人」「专班名单」「联系人变更」. */
export async function contactsAnswer(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'contacts-query' }>,
): Promise<Answer> {
  requireMay(scene, 'query')
  const campaign = currentCampaign(scene)
  if (said.what === 'changes') return changesOf(scene, campaign, said.unit ?? scene.person.unitId)
  if (said.what !== 'all' && said.unit === undefined) return wholeList(scene, campaign, said.what)
  const { tx, directory } = scene
  const unitId = said.unit ?? scene.person.unitId
  const held = await contacts.current(tx, campaign.id, unitId)
  const wanted = said.what === 'all' ? held : held.filter(({ role }) => role === said.what)
  const all: readonly Contact[] =
    said.what === 'all' && !held.some(({ role }) => role === 'liaison')
      ? [...wanted, ...(await liaisonsOf(scene, unitId))]
      : wanted
  const unit = unitName(directory, unitId)
  if (all.length === 0)
    return { reply: say(`${unit}还没有登记。请${unit}发：分管领导 姓名 手机号，联络员 姓名 手机号。`) }
  const full = await maySeeInFull(scene, campaign, unitId, all)
  const lines = all.slice(0, 12).map((contact) => `- ${lineOf(contact)}`)
  return {
    reply: say(
      [
        `**${unit}${said.what === 'all' ? '联系人' : contactRoleNames[said.what]}**`,
        ...(full ? lines : lines.map(withoutPhones)),
        full ? '号码只给本单位和消安委办看，请勿转发。' : '号码没有显示全；要联系请找消安委办。',
      ].join('\n'),
    ),
  }
}

/** In full only one-to-one, to the own unit and to the office; and then it is on record that somebody looked. */
async function maySeeInFull(
  scene: KnownScene,
  campaign: Campaign,
  unitId: string,
  shown: readonly Contact[],
): Promise<boolean> {
  const { tx, person, conversation, now, eventId } = scene
  if (conversation.kind === 'group' || !shown.some(({ phone }) => phone !== null)) return false
  const own = person.unitId === unitId && may(person.roles, 'name-contacts')
  if (!own && !person.roles.includes('office')) return false
  await ledger.append(tx, {
    campaignId: campaign.id,
    subject: 'unit',
    subjectId: unitId,
    type: 'ContactsViewed',
    data: { roles: [...new Set(shown.map(({ role }) => role))] },
    byId: person.id,
    at: now,
    eventId,
  })
  return true
}

async function liaisonsOf({ tx, directory }: KnownScene, unitId: string): Promise<readonly Contact[]> {
  const found = [...directory.people.values()].filter(
    (person) => person.unitId === unitId && person.roles.includes('liaison'),
  )
  const phones = await contacts.phonesOf(
    tx,
    found.map(({ id }) => id),
  )
  return found.map(({ id, name }) => ({ role: 'liaison', name, phone: phones.get(id) ?? null }))
}

const UNITS = 14

/** A shared role over all units: names only. */
async function wholeList(
  { tx, directory }: KnownScene,
  campaign: Campaign,
  role: ContactRole,
): Promise<Answer> {
  const held = (await contacts.current(tx, campaign.id)).filter((contact) => contact.role === role)
  const units = campaign.members
    .map(({ unitId }) => ({ unitId, of: held.filter((contact) => contact.unitId === unitId) }))
    .filter(({ of }) => of.length > 0)
  if (units.length === 0)
    return {
      reply: say(`还没有登记${contactRoleNames[role]}。请发：${contactRoleNames[role]} 姓名 手机号。`),
    }
  const lines = units.map(
    ({ unitId, of }) => `- ${unitName(directory, unitId)}：${of.map(({ name }) => name).join('、')}`,
  )
  const rest = lines.length - UNITS
  return {
    reply: say(
      [
        `**${contactRoleNames[role]}**：${units.length}个单位${held.length}人`,
        ...lines.slice(0, UNITS),
        ...(rest > 0 ? [`还有${rest}个单位。`] : []),
        '看一个单位的号码：发「单位名称＋联系人」。',
      ].join('\n'),
    ),
  }
}

/** The newest changes: who came, and when the one before went. */
async function changesOf(scene: KnownScene, campaign: Campaign, unitId: string): Promise<Answer> {
  const rows = await contacts.changes(scene.tx, campaign.id, unitId, 8)
  const unit = unitName(scene.directory, unitId)
  if (rows.length === 0) return { reply: say(`${unit}的联系人没有变更过。`) }
  const lines = rows.map(
    ({ role, name, since, until }) =>
      `- ${contactRoleNames[role]} ${name}：${formatDay(dayOf(since))}起${until ? `，到${formatDay(dayOf(until))}` : ''}`,
  )
  return { reply: say([`**${unit}联系人变更**`, ...lines].join('\n')) }
}
