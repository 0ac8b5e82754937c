import { dossierPage } from '../../../documents/dossier-page.ts'
import { canonical, GENESIS } from '../../../domain/seal.ts'
import { dayOf, timeOf } from '../../../domain/time/calendar.ts'
import type { Directory } from '../../../store/directory.ts'
import { stepsOfHazard } from '../../../store/escalation/ladder-evidence.ts'
import type { Hazard } from '../../../store/hazards.ts'
import type { Picture } from '../../../store/media.ts'
import type { Tx } from '../../../store/open.ts'
import * as photoStore from '../../../store/photos.ts'
import type { EvidencePhoto } from '../../../store/photos.ts'
import { provenHistory, type Proven } from '../../../store/sealing/entries.ts'
import { gradingWords } from '../../saying/grades.ts'
import { categoryName, statusNames, unitName, whatIsWrong, whereabouts } from '../../saying/names.ts'
import { remarkLines } from '../hazards/photo-remarks.ts'
import { told } from '../queries/hazard-story.ts'
import { CHECK_SCRIPT } from './check-script.ts'
import { ladderRows } from './ladder-rows.ts'

export type Asked = Readonly<{
  db: Tx
  directory: Directory
  hazard: Hazard
  now: Date
  photo(hash: string): Promise<Picture | null>
  /** Photos that would make the pack larger are named, but left out. */
  mostBytes: number
}>

export type Pack = Readonly<{ files: ReadonlyMap<string, Uint8Array>; photos: number; leftOut: number }>

/** One hazard's whole case (一案三查): the page to read, the photos, the sealed entries, and how to check them. */
export async function evidencePack(asked: Asked): Promise<Pack> {
  const { db, hazard, directory, now } = asked
  const entries = await provenHistory(db, 'hazard', String(hazard.id))
  const photos = await photoStore.evidenceOf(db, hazard.id)
  const remarks = await photoStore.remarksOf(db, hazard.id)
  const steps = await stepsOfHazard(db, hazard.campaignId, hazard.id)
  const files = new Map<string, Uint8Array>()
  let room = asked.mostBytes
  for (const [index, photo] of photos.entries()) {
    const name = fileOf(photo, index)
    if (photo.bytes > room) continue
    const picture = await asked.photo(photo.hash)
    if (!picture) continue
    room -= picture.bytes.length
    files.set(name, picture.bytes)
  }
  const page = dossierPage({
    title: `${hazard.code}号隐患证据材料（一案三查）`,
    mark: '内部材料 · 含个人信息，不得公开或转发',
    sections: [
      { heading: '一、基本情况', rows: [['项目', '内容'], ...factsOf(directory, hazard)] },
      { heading: '二、经过（台账）', rows: [['序号', '时间', '经过', '封存'], ...storyOf(asked, entries)] },
      {
        heading: '三、照片',
        ...(remarks.length > 0 ? { note: remarkLines(hazard.code, remarks).join(' ') } : {}),
        rows: [
          ['文件', '环节', '发送时间', '发送人', '拍摄时间和位置（相机记录）', 'SHA-256'],
          ...photos.map((photo, index) => rowOf(directory, photo, fileOf(photo, index), files)),
        ],
      },
      {
        heading: '四、督办情况',
        ...(steps.length > 0 ? {} : { note: '没有逾期督办。' }),
        rows: ladderRows(directory, steps),
      },
      {
        heading: '五、一案三查',
        note: '由调查组填写。',
        rows: [
          ['查原因', '查教训', '查责任'],
          ['　', '　', '　'],
        ],
      },
    ],
    pictures: photos.flatMap((photo, index) => {
      const file = fileOf(photo, index)
      return files.has(file) ? [{ file, caption: `${stepName(photo)} ${moment(photo.at)}` }] : []
    }),
    foot: `生成时间：${moment(now)}。核验方法见「说明.txt」。`,
  })
  const sealed = {
    entries: entries.map((entry) => ({
      position: entry.position === null ? null : Number(entry.position),
      before: entry.before ?? (entry.position === 1n ? GENESIS : null),
      entry: canonical(entry),
      hash: entry.hash,
    })),
    photos: photos.map((photo, index) => ({ file: fileOf(photo, index), sha256: photo.hash })),
  }
  files.set('案卷.html', Buffer.from(page))
  files.set('台账封存.json', Buffer.from(`${JSON.stringify(sealed, null, 2)}\n`))
  files.set('核验.mjs', Buffer.from(CHECK_SCRIPT))
  files.set('说明.txt', Buffer.from(explanation(hazard, entries)))
  const put = [...files.keys()].filter((name) => name.startsWith('照片/')).length
  return { files, photos: put, leftOut: photos.length - put }
}

const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/bmp': 'bmp',
}

function stepName({ step }: EvidencePhoto): string {
  return step === 'before' ? '整改前' : step === 'after' ? '整改后' : '复查'
}

function fileOf(photo: EvidencePhoto, index: number): string {
  return `照片/${String(index + 1).padStart(2, '0')}-${stepName(photo)}.${endings[photo.mime] ?? 'bin'}`
}

function moment(at: Date): string {
  return `${dayOf(at)} ${timeOf(at)}`
}

function factsOf(directory: Directory, hazard: Hazard): readonly (readonly string[])[] {
  const person = (id: string | null): string => (id && directory.people.get(id)?.name) || '—'
  const when = (at: Date | null): string => (at ? moment(at) : '—')
  return [
    ['编号', hazard.code],
    ['状态', statusNames[hazard.status]],
    ['地点', whereabouts(directory, hazard)],
    ['问题', whatIsWrong(directory, hazard)],
    ['类别', categoryName(hazard.category)],
    ['属地', unitName(directory, hazard.localityId)],
    ['整改责任单位', unitName(directory, hazard.responsibleId)],
    ['牵头部门', unitName(directory, hazard.leadId)],
    [
      '发现',
      `${when(hazard.foundAt)} ${person(hazard.foundById)}（${unitName(directory, hazard.foundUnitId)}）`,
    ],
    ['成因', hazard.cause ?? '—'],
    ['整改建议', hazard.advice ?? '—'],
    ['分级', gradingWords(hazard) || '—'],
    ['整改期限', when(hazard.dueAt)],
    ['提交整改', `${when(hazard.rectifiedAt)} ${person(hazard.rectifiedById)}`],
    ['销号', `${when(hazard.closedAt)} ${person(hazard.closedById)}`],
    ['复查不合格', `${hazard.failCount}次${hazard.failReason ? `，最近一次原因：${hazard.failReason}` : ''}`],
  ]
}

function storyOf({ directory, now }: Asked, entries: readonly Proven[]): readonly (readonly string[])[] {
  return entries.map((entry, index) => [
    String(index + 1),
    moment(new Date(entry.at)),
    entry.type === 'PhotoRemarked'
      ? '系统比对照片，提示复查员留意'
      : told(
          { directory, now, conversation: { kind: 'direct' } },
          entry.type,
          JSON.parse(entry.data) as unknown,
          entry.byId,
        ),
    entry.position === null ? '未封存' : `${entry.position}:${entry.hash?.slice(0, 12)}`,
  ])
}

function rowOf(
  directory: Directory,
  photo: EvidencePhoto,
  file: string,
  files: ReadonlyMap<string, Uint8Array>,
): readonly string[] {
  const { takenAt, latitude, longitude } = photo
  const where =
    latitude !== null && longitude !== null ? `${latitude.toFixed(5)}, ${longitude.toFixed(5)}` : ''
  return [
    files.has(file) ? file : `${file}（未附）`,
    stepName(photo),
    moment(photo.at),
    directory.people.get(photo.byId)?.name ?? '—',
    [takenAt ? moment(takenAt) : '', where].filter(Boolean).join(' ') || '没有记录',
    photo.hash,
  ]
}

function explanation(hazard: Hazard, entries: readonly Proven[]): string {
  const last = entries.findLast(({ position }) => position !== null)
  return `${hazard.code}号隐患证据包

案卷.html　　　用浏览器打开看，也可以打印。
照片/　　　　　收到时的原始文件，一个字节也没有改过。
台账封存.json　每条台账的原文（entry）、它的封存哈希（hash）和前一环的哈希（before）。
核验.mjs　　　 装有 Node.js 的电脑上运行「node 核验.mjs」，会重新计算全部哈希。

不用程序也能核验：
1. 照片：计算文件的 SHA-256，应与台账封存.json 里的 sha256 相同；登记和提交时的台账里也有这个值。
2. 台账：把 before、一个换行符（LF）、entry 三段接起来算 SHA-256，应与 hash 相同。
3. 整条链：请消安委办在系统所在机器上运行
   npm run verify-ledger -- --noted ${last ? `${last.position}:${last.hash}` : '（还没有封存）'}
   它从第一条核对到最后一条，并确认上面这一环仍在原处。
`
}
