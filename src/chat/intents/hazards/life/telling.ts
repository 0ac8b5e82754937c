import type { Role } from '../../../../domain/roles.ts'
import type { Hazard } from '../../../../store/hazards.ts'
import * as hazards from '../../../../store/hazards.ts'
import { hazardCard } from '../../../cards/hazard-card.ts'
import { isOfBrigade, type KnownScene } from '../../../scene.ts'
import type { HazardView, Notice, Recipient, Speech } from '../../../saying/speech.ts'

/** Which buttons the reader can use. */
export function viewOf(scene: KnownScene, hazard: Hazard): HazardView {
  const { unitId, roles, id } = scene.person
  if (scene.conversation.kind === 'group') return 'reader'
  if (hazard.transfer?.unitId === unitId && hazard.transfer.receivedAt === null) return 'receiver'
  if (hazard.responsibleId === unitId) return 'rectifier'
  if (roles.includes('reinspector')) return 'reinspector'
  if (roles.includes('office')) return 'approver'
  return hazard.foundById === id ? 'finder' : 'reader'
}

/** The hazard's card as the answer to whoever has just done something about it: what happened, and what comes next. */
export function standing(
  scene: KnownScene,
  hazard: Hazard,
  title: string,
  next: readonly string[] = [],
): Speech {
  const view = viewOf(scene, hazard)
  return drawn(scene, hazard, view, title, next)
}

/** The hazard's card for one kind of reader under its own title. */
export function drawn(
  scene: KnownScene,
  hazard: Hazard,
  view: HazardView,
  title: string,
  extra: readonly string[] = [],
): Speech {
  const card = hazardCard(hazard, view, scene.directory, scene.now, extra)
  return { kind: 'card', card: { ...card, title }, about: { hazardId: hazard.id, view } }
}

/** A notice about a hazard, said once for this change of it. */
export function notice(
  kind: string,
  hazard: Hazard,
  to: Recipient,
  speech: Speech,
  pictures: readonly string[] = [],
): Notice {
  const who =
    'unitId' in to ? to.unitId : 'personId' in to ? to.personId : 'regionRole' in to ? to.regionRole : ''
  return {
    to,
    speech,
    key: `${kind}:${hazard.code}:${hazard.version}:${who}`,
    ...(pictures.length > 0 ? { pictures } : {}),
  }
}

/** The fire brigade's people who can confirm and accept; the speaker hears it anyway. */
export function toBrigade(
  scene: KnownScene,
  kind: string,
  hazard: Hazard,
  speech: Speech,
): readonly Notice[] {
  return [...scene.directory.people.values()]
    .filter((person) => person.roles.includes('reinspector') && isOfBrigade(scene.directory, person))
    .filter(({ id }) => id !== scene.person.id)
    .map(({ id }) => notice(kind, hazard, { personId: id }, speech))
}

/** The units that answer for it, each once, the speaker's own left out. */
export function toUnits(
  scene: KnownScene,
  kind: string,
  hazard: Hazard,
  units: readonly (string | null)[],
  speech: Speech,
): readonly Notice[] {
  const others = new Set(units.filter((id) => id !== null && id !== scene.person.unitId))
  return [...others].map((unitId) => notice(kind, hazard, { unitId: unitId ?? '' }, speech))
}

/** Everybody of a role in the region but the speaker. */
export function toRole(kind: string, hazard: Hazard, role: Role, speech: Speech): Notice {
  return notice(kind, hazard, { regionRole: role }, speech)
}

/** What it looked like when it was found. */
export async function beforePhotos(scene: KnownScene, hazard: Hazard): Promise<readonly string[]> {
  const photos = await hazards.photosOf(scene.tx, hazard.id)
  return photos.filter(({ step }) => step === 'before').map(({ hash }) => hash)
}

/** 12号, of a code. */
export function numberOf(code: string): string {
  return `${Number(code.split('-')[1])}号`
}
