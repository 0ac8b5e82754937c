import { zip } from '../../../documents/zip.ts'
import { DomainError } from '../../../domain/errors.ts'
import * as hazards from '../../../store/hazards.ts'
import * as ledger from '../../../store/ledger.ts'
import { shortNumber } from '../../saying/names.ts'
import { requireMay, requireOwnGround, type KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import { evidencePack } from './dossier.ts'

/** What the platforms carry in one file is 20 MB; the page and the seals need some of it. */
const MOST_BYTES = 18 * 1024 * 1024

/** 「12号证据包」: the whole case as one zip, one-to-one to the office, and on record. */
export async function packIntent(scene: KnownScene, code: string): Promise<Answer> {
  requireOwnGround(scene)
  requireMay(scene, 'export-evidence')
  const { tx, directory, person, now, eventId } = scene
  const hazard = await hazards.find(tx, code, directory.regionId)
  if (!hazard) throw new DomainError('hazard.not_found', { code })
  await ledger.append(tx, {
    campaignId: hazard.campaignId,
    subject: 'hazard',
    subjectId: String(hazard.id),
    type: 'EvidenceExported',
    data: { to: 'chat' },
    byId: person.id,
    at: now,
    eventId,
  })
  const { files, photos, leftOut } = await evidencePack({
    db: tx,
    directory,
    hazard,
    now,
    photo: (hash) => scene.recall(hash),
    mostBytes: MOST_BYTES,
  })
  const hash = await scene.keep({ bytes: zip(files, now), mime: 'application/zip' })
  const n = shortNumber(hazard)
  return {
    reply: say(
      [
        `${n}证据包：案卷、照片${photos}张、台账封存和核验方法。内含个人信息，请勿转发到群里。`,
        ...(leftOut > 0
          ? [
              `还有${leftOut}张照片放不下，完整的请信息员运行 npm run evidence -- ${hazard.code} --out 文件夹。`,
            ]
          : []),
      ].join('\n'),
    ),
    files: [{ hash, name: `${hazard.code}证据包.zip` }],
  }
}
