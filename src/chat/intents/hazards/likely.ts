import * as hazards from '../../../store/hazards.ts'
import type { Hazard } from '../../../store/hazards.ts'
import { shortNumber, whatIsWrong, whereabouts } from '../../saying/names.ts'
import { currentCampaign, type KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import { askLater } from './rectify.ts'

const DONE =
  /(?:剪|清|搬|修|换|拆|挪|补|装|弄|处理|整改|解决|收拾|移|贴|关|锁|打通|恢复)(?:走|好|完|掉|开|干净|到位|出来)?了|(?:已经?|都)(?:剪|清|搬|修|换|拆|挪|补|装|弄|处理|整改|解决|移)/u
const NOT_DONE = /没|未|不能|还在|准备|打算|明天|下午|晚点|马上|等会|正在|吗|？|\?/u
const NOT_OURS = /(?:不是|不归|不属于|不该)(?:由)?(?:我们?|咱们?)/u

/** What the words may mean, said with a hazard's number. */
type Meaning = Readonly<{ fits(text: string): boolean; label: string; says(n: string): string }>
const notOurs: Meaning = {
  fits: (text) => NOT_OURS.test(text),
  label: '不是我们的',
  says: (n) => `${n}不是我们的`,
}
const done: Meaning = {
  fits: (text) => DONE.test(text) && !NOT_DONE.test(text),
  label: '已改好',
  says: (n) => `${n}已改`,
}

/** So many open hazards are looked at; who has more says a number. */
const LOOKED_AT = 30

/** 「栓里有水了，刚试过」: done, and it is not said which; the likeliest of the speaker's own are offered. */
export const whichIsDone = (scene: KnownScene): Promise<Answer | undefined> => offer(scene, done)

/**
 * Words that are not certain enough to act on, but nearly say that something of the speaker's is done or is not his:
 * the likeliest are offered with one tap. Photos that came along wait for the answer. Undefined when nothing fits.
 */
export const likely = (scene: KnownScene): Promise<Answer | undefined> =>
  offer(
    scene,
    [notOurs, done].find(({ fits }) => fits(scene.text)),
  )

async function offer(scene: KnownScene, meaning: Meaning | undefined): Promise<Answer | undefined> {
  const keep = { kind: 'loose-photos', hashes: scene.pictures } as const
  const own = meaning ? await ownHazards(scene) : []
  const fitting = closest(scene, own)
  if (!meaning || fitting.length === 0) {
    if (scene.pictures.length === 0) return undefined
    return askLater(
      scene,
      '照片收到了。是哪一处的？新隐患请说在哪里、什么问题；整改好的回「12号已改」。',
      keep,
    )
  }
  const [only] = fitting
  const single = fitting.length === 1 ? only : undefined
  return {
    reply: {
      kind: 'card',
      card: {
        title: single ? `是说${shortNumber(single)}吗？` : '是哪一处？',
        lines: fitting.map(
          (hazard) =>
            `${shortNumber(hazard)} ${whereabouts(scene.directory, hazard)} ${whatIsWrong(scene.directory, hazard)}`,
        ),
        actions: fitting.map((hazard) => ({
          label: single ? `是，${meaning.label}` : shortNumber(hazard),
          say: meaning.says(shortNumber(hazard)),
        })),
      },
    },
    ...(scene.pictures.length > 0 ? { dialog: keep } : {}),
  }
}

/** 「1号好了」 of somebody who re-inspects is a verdict, not a rectification: asked, not guessed. */
export async function askVerdict(
  scene: KnownScene,
  [code]: readonly string[] = [],
): Promise<Answer | undefined> {
  if (code === undefined || !scene.person.roles.includes('reinspector')) return undefined
  const hazard = await hazards.find(scene.tx, code, scene.directory.regionId)
  if (hazard?.status !== 'to-reinspect' || hazard.responsibleId === scene.person.unitId) return undefined
  const n = shortNumber(hazard)
  return {
    reply: {
      kind: 'card',
      card: {
        title: `${n}是复查合格吗？`,
        lines: [`${whereabouts(scene.directory, hazard)} ${whatIsWrong(scene.directory, hazard)}`],
        actions: [
          { label: '合格', say: `${n}合格`, tone: 'primary' },
          { label: '不合格', say: `${n}不合格`, tone: 'danger' },
        ],
      },
    },
  }
}

async function ownHazards(scene: KnownScene): Promise<readonly Hazard[]> {
  const filter = { campaignId: currentCampaign(scene).id, responsibleId: scene.person.unitId }
  return hazards.list(scene.tx, filter, 'unrectified', scene.now, LOOKED_AT)
}

/** The hazards whose words the text shares most, at most three; the only one there is needs no shared word. */
function closest(scene: KnownScene, own: readonly Hazard[]): readonly Hazard[] {
  const [only, ...others] = own
  if (only && others.length === 0) return [only]
  const scored = own
    .map((hazard) => ({
      hazard,
      shared: sharedPairs(scene.text, `${whereabouts(scene.directory, hazard)}${hazard.description}`),
    }))
    .filter(({ shared }) => shared > 0)
    .toSorted((a, b) => b.shared - a.shared)
  const best = scored[0]?.shared
  return scored
    .filter(({ shared }) => shared === best)
    .slice(0, 3)
    .map(({ hazard }) => hazard)
}

/** How many pairs of neighbouring characters of the one stand in the other. */
function sharedPairs(text: string, other: string): number {
  const said = text.slice(0, 200)
  let shared = 0
  for (let at = 0; at + 1 < said.length; at += 1) if (other.includes(said.slice(at, at + 2))) shared += 1
  return shared
}
