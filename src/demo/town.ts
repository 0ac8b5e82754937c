import type { CampaignFile } from '../campaign-file/view.ts'
import { platforms, type Platform } from '../chat/inbound.ts'
import { roleNames, type Role } from '../domain/roles.ts'
import type { SandboxGroup, SandboxPerson } from '../sandbox/types.ts'

/** The work groups of the demo. */
export type GroupKey = 'county' | 'town' | 'property' | 'hexi'
export type DemoGroup = SandboxGroup & Readonly<{ key: GroupKey }>

type Person = CampaignFile['people'][number]

/**
 * A person of the campaign file by the account that the file gives, or by key when it gives none. In the sandbox
 * somebody has one account, on each of his platforms.
 */
export function accountOf(person: Person): string {
  return person.dingtalk ?? person.wecom ?? person.key
}

/** Where somebody has an account, the first being where he is written to; on DingTalk when the file does not say. */
export function platformsOf(person: Person): readonly Platform[] {
  const given = platforms.filter((platform) => person[platform] !== undefined)
  return given.length > 0 ? given : ['dingtalk']
}

/** The people of the campaign file as the sandbox shows them: 城关镇 · 联络员. */
export function peopleOf(file: CampaignFile): readonly SandboxPerson[] {
  return file.people.map((person) => ({
    userId: accountOf(person),
    name: person.name,
    title: `${file.units.find(({ key }) => key === person.unit)?.name ?? person.unit} · ${callingOf(person)}`,
    platforms: platformsOf(person),
    ...(person.phone === undefined ? {} : { mobile: person.phone }),
  }))
}

/** The role that tells most of somebody with several. */
const byWeight: readonly Role[] = ['reinspector', 'liaison']

function callingOf(person: Person): string {
  const telling = byWeight.find((role) => person.roles.includes(role))
  if (telling) return roleNames[telling]
  const [first] = person.roles
  // 消安委办 · 消安委办 would say one thing twice.
  return person.title ?? (first === 'office' || first === undefined ? '工作人员' : roleNames[first])
}

/**
 * Three groups on DingTalk: everybody; one town with its communities and property companies; the property companies.
 * And the one that the file has on WeCom.
 */
export function groupsOf(file: CampaignFile): readonly DemoGroup[] {
  const accountsOf = (
    belongs: (person: Person) => boolean,
    platform: Platform = 'dingtalk',
  ): readonly string[] =>
    file.people.filter((person) => platformsOf(person).includes(platform) && belongs(person)).map(accountOf)
  const propertyUnits = file.units.filter(({ kind }) => kind === 'property').map(({ key }) => key)
  const town = 'chengguan'
  const inTown = new Set([
    town,
    ...file.units
      .filter(({ parent, kind }) => parent === town && kind === 'community-office')
      .map(({ key }) => key),
    ...file.communities.flatMap(({ unit, property }) => (unit === town && property ? [property] : [])),
  ])
  return [
    {
      key: 'county',
      id: 'cidDemoCounty==',
      title: '云川县消防通道整治工作群',
      members: accountsOf(() => true),
    },
    {
      key: 'town',
      id: 'cidDemoTown==',
      title: '城关镇消防整治群',
      members: accountsOf(({ unit, roles }) => inTown.has(unit) || roles.includes('reinspector')),
    },
    {
      key: 'property',
      id: 'cidDemoProperty==',
      title: '物业企业消防群',
      members: accountsOf(
        ({ unit }) => propertyUnits.includes(unit) || ['xiaoanwei', 'zhujian', 'xiaofang'].includes(unit),
      ),
    },
    ...file.groups.flatMap(({ name, wecom }): readonly DemoGroup[] =>
      wecom === undefined
        ? []
        : [
            {
              key: 'hexi',
              id: wecom,
              title: name,
              members: accountsOf(() => true, 'wecom'),
              platform: 'wecom',
            },
          ],
    ),
  ]
}

/** Sentences worth trying, by what somebody does. The numbers are hazards of the invented history. */
const sentences: Readonly<Record<Role, readonly string[]>> = {
  grid: [
    '阳光花园3号楼2单元楼道里堆满纸箱',
    '翡翠湾地下车库有人飞线充电，当场拔掉了',
    '阳光花园还有几处',
    '36号怎么样了',
  ],
  liaison: ['本周检查小区5个，发现隐患2处，整改1处', '就这样报', '零报告', '我的待办'],
  property: ['我的待办'],
  reinspector: ['43号合格', '38号不合格，水带还是破的', '我的待办', '43号怎么样了'],
  office: ['谁没报', '再催一次', '逾期的有哪些', '31号 期限改为12月4日'],
  leader: ['全县进度', '城关镇怎么样', '逾期的有哪些', '谁没报'],
  supervisor: ['全县进度', '逾期的有哪些', '谁没报', '31号怎么样了'],
  admin: [],
}

/** What the property companies have on their hands. */
const ofUnit: Readonly<Record<string, readonly string[]>> = {
  anju: ['45号已改', '45号不是我们的', '43号怎么样了'],
  jinxiu: ['31号已改', '22号怎么样了'],
  feicui: ['38号怎么样了', '御景园还有几处'],
  hengtai: ['42号已改', '48号已安排', '36号怎么样了'],
}

/** What the page offers this account to try. */
export function phrasesFor(file: CampaignFile): (viewer: string) => readonly string[] {
  return (viewer) => {
    const person = file.people.find((each) => accountOf(each) === viewer)
    if (!person) return ['帮助']
    // Whoever is not tied to an account yet is let in by name and number first.
    if (platforms.every((platform) => person[platform] === undefined) && person.phone !== undefined)
      return [`我是 ${person.name} ${person.phone}`]
    const telling = byWeight.find((role) => person.roles.includes(role)) ?? person.roles[0]
    return [...(telling ? sentences[telling] : []), ...(ofUnit[person.unit] ?? []), '帮助']
  }
}
