import { rewritten, textOf, type Paper } from '../../../documents/paper.ts'
import { DomainError } from '../../../domain/errors.ts'
import { exposureGrounds, type ExposureGround } from '../../../domain/hazards/exposure.ts'
import { safeName } from '../../../domain/submissions/file-type.ts'
import { dayOf, formatDay } from '../../../domain/time/calendar.ts'
import type { Campaign } from '../../../store/directory.ts'
import * as circulars from '../../../store/escalation/circulars.ts'
import type { Hazard } from '../../../store/hazards.ts'
import { exposable } from '../../../store/hazards/exposure.ts'
import { fileDraft, publish } from '../../../usecases/ladder/release.ts'
import { categoryName, shortNumber, unitName, whatIsWrong, whereabouts } from '../../saying/names.ts'
import { publicFault, publicPlace, tellsOfPerson } from '../../saying/public.ts'
import { say, type Answer, type Enclosure, type Notice } from '../../saying/speech.ts'
import type { KnownScene } from '../../scene.ts'
import { DRAFT_MARK, officeName, published, type Ground } from './documents.ts'
import { ownLeaders, spokesmen } from './notices.ts'
import { filed, groundOf, toGroups } from './released.ts'

/** What is to be listed: only these hazards, or what the draft lists without these; everything when neither is said. */
type Choice = Readonly<{ only?: readonly string[]; without?: readonly string[] }>

/** 「曝光清单」: a draft of what may be shown to the public, without persons; it goes out only when somebody says so. */
export async function draftExposure(scene: KnownScene, campaign: Campaign, choice: Choice): Promise<Answer> {
  const hazards = await chosen(scene, campaign, choice)
  if (hazards.length === 0) throw new DomainError('exposure.nothing')
  return drafted(scene, campaign, hazards)
}

/** The hazards that may be exposed, as far as they are meant. Refuses what is named and may not be. */
async function chosen(
  scene: KnownScene,
  campaign: Campaign,
  { only, without }: Choice,
): Promise<readonly Hazard[]> {
  const all = (await exposable(scene.tx, campaign.id)).filter((each) => exposureGrounds(each).length > 0)
  const strange = only?.filter((code) => !all.some((hazard) => hazard.code === code)) ?? []
  if (strange.length > 0) throw new DomainError('exposure.not_eligible', { codes: strange.join('、') })
  if (only) return all.filter(({ code }) => only.includes(code))
  if (!without) return all
  const draft = await circulars.newest(scene.tx, campaign.id, 'exposure')
  const listed = draft && draft.releasedAt === null ? draft.codes : all.map(({ code }) => code)
  return all.filter(({ code }) => listed.includes(code) && !without.includes(code))
}

async function drafted(scene: KnownScene, campaign: Campaign, hazards: readonly Hazard[]): Promise<Answer> {
  const paper = exposurePaper(groundOf(scene, campaign), hazards)
  const text = textOf(paper)
  await fileDraft(
    scene.tx,
    {
      campaign,
      kind: 'exposure',
      text,
      unitIds: unitsOf(hazards),
      codes: hazards.map(({ code }) => code),
      eventId: scene.eventId,
    },
    scene.person,
    scene.now,
  )
  const [first] = hazards
  const short = hazards.filter((hazard) => tellsOfPerson(whatIsWrong(scene.directory, hazard)))
  return {
    reply: say(
      [
        DRAFT_MARK,
        text,
        `**不随稿发出**：名单上的人名、电话和门牌已去掉${short.length > 0 ? `，${short.map(shortNumber).join('、')}的描述里可能有个人信息，只写了类别` : ''}；名单以外的人名机器人认不全，请再看一遍，按程序审批后再放行，放行的人留名。`,
        `放行：「发曝光清单」　发到群里：「发曝光清单到群里」　去掉：「曝光清单去掉${first ? shortNumber(first) : '12号'}」`,
      ].join('\n'),
    ),
    files: [document(scene, campaign, { ...paper, mark: '草稿—待审' })],
  }
}

/**
 * 「发曝光清单」: a named person lets the draft go out. The units on it are told, whoever has released it gets the document
 * for the media, and groups read it only when they are meant. What has been put right since it was read is not exposed:
 * then there is a new draft to read first.
 */
export async function publishExposure(
  scene: KnownScene,
  campaign: Campaign,
  inGroups: boolean,
): Promise<Answer> {
  const ground = groundOf(scene, campaign)
  const draft = await circulars.newest(scene.tx, campaign.id, 'exposure')
  if (!draft || draft.releasedAt !== null) {
    const input = { campaign, kind: 'exposure' as const, inGroups, eventId: scene.eventId }
    const { circular } = await publish(scene.tx, input, scene.person, scene.now)
    return {
      reply: say(`曝光清单第${circular.number}号已发到工作群。`),
      tell: await toGroups(ground, circular),
    }
  }
  const hazards = (await chosen(scene, campaign, {})).filter(({ code }) => draft.codes.includes(code))
  if (hazards.length === 0) throw new DomainError('exposure.nothing')
  if (textOf(exposurePaper({ ...ground, now: draft.preparedAt }, hazards)) !== draft.text) {
    const again = await drafted(scene, campaign, hazards)
    const words = again.reply?.kind === 'text' ? again.reply.text : ''
    return { ...again, reply: say(`没有发出：清单里的隐患有变化，下面是新稿，看过再发。\n${words}`) }
  }
  const paper = exposurePaper(ground, hazards)
  const input = {
    campaign,
    kind: 'exposure' as const,
    inGroups,
    text: textOf(paper),
    eventId: scene.eventId,
  }
  const { circular } = await publish(scene.tx, input, scene.person, scene.now)
  const more = inGroups ? '，也发到了工作群' : '；要发到群里回「发曝光清单到群里」'
  return {
    reply: say(
      [
        `已由您放行：曝光清单第${circular.number}号（${hazards.length}处），已告诉清单上的单位${more}。`,
        '文件随后发给您，请按程序交媒体或公示。',
        `发错了回「收回曝光清单第${circular.number}号」。`,
      ].join('\n'),
    ),
    files: [document(scene, campaign, paper, circular.number)],
    tell: [
      ...toExposed(ground, circular.id, hazards),
      ...filed(ground, circular, scene.person.name),
      ...(inGroups ? await toGroups(ground, circular) : []),
    ],
  }
}

/** Each unit hears which of its hazards are shown, and how it ends: by putting them right. */
function toExposed({ directory }: Ground, id: bigint, hazards: readonly Hazard[]): readonly Notice[] {
  return unitsOf(hazards).flatMap((unitId) => {
    const own = hazards.filter(({ responsibleId }) => responsibleId === unitId)
    const speech = say(
      [
        `${unitName(directory, unitId)}负责整改的${own.length}处隐患列入曝光清单：`,
        ...own.map((hazard) => `- ${shortNumber(hazard)} ${whereabouts(directory, hazard)}`),
        '请抓紧整改，改完回「12号已改」并附照片，号数换成自己的；有不同意见请联系消安委办。',
      ].join('\n'),
    )
    const key = `exposed:${id}:${unitId}`
    return [
      { to: spokesmen(directory, unitId), speech, key },
      ...ownLeaders(directory, unitId).map((leader) => ({
        to: { personId: leader.id },
        speech,
        key: `${key}:${leader.id}`,
      })),
    ]
  })
}

const unitsOf = (hazards: readonly Hazard[]): readonly string[] => [
  ...new Set(hazards.flatMap(({ responsibleId }) => responsibleId ?? [])),
]

const groundWords: Readonly<Record<ExposureGround, string>> = {
  listed: '挂牌督办',
  major: '重大火灾隐患',
  refused: '拒不整改',
}

/** 曝光清单 as anybody may read it: where, what, whose and until when; no persons, no numbers, no doors. */
function exposurePaper(ground: Ground, hazards: readonly Hazard[]): Paper {
  const { directory, campaign, now } = ground
  const people = [...directory.people.values()].map(({ name }) => name)
  const rows = hazards.map((hazard, index) => {
    const why = exposureGrounds(hazard).map((each) =>
      each === 'listed' && hazard.listingNumber
        ? `${groundWords[each]}（${hazard.listingNumber}）`
        : groundWords[each],
    )
    return [
      String(index + 1),
      whereabouts(directory, { ...hazard, place: hazard.place && publicPlace(hazard.place, people) }),
      publicFault(whatIsWrong(directory, hazard), categoryName(hazard.category), people),
      unitName(directory, hazard.responsibleId),
      hazard.dueAt ? formatDay(dayOf(hazard.dueAt)) : '未定',
      why.join('、'),
    ]
  })
  const paper: Paper = {
    title: `${directory.regionName}火灾隐患曝光清单`,
    blocks: [
      {
        kind: 'text',
        text: `根据${campaign.title}安排，现将${hazards.length}处重大或拒不整改的火灾隐患公开曝光，请社会监督。`,
      },
      {
        kind: 'table',
        columns: ['序号', '地点', '存在问题', '整改单位', '整改期限', '情形'],
        rows,
        says: rows.map(
          ([, where = '', what = '', unit = '', due = '', why = '']) =>
            `${where}：${what}。整改单位：${unit}；期限：${due}；${why}。`,
        ),
      },
      { kind: 'text', text: '上述单位要立即落实防范措施，按期整改到位。' },
      { kind: 'signature', text: officeName(ground) },
      { kind: 'signature', text: formatDay(dayOf(now), 0) },
    ],
  }
  return rewritten(paper, (text) => published(directory, text))
}

function document({ now }: KnownScene, campaign: Campaign, paper: Paper, number?: number): Enclosure {
  const which = number === undefined ? '草稿' : `第${number}号`
  const stem = [...campaign.title].slice(0, 24).join('')
  return {
    name: safeName(`${stem}-曝光清单-${which}-${dayOf(now).replaceAll('-', '')}.docx`),
    making: { what: 'paper', paper },
  }
}
