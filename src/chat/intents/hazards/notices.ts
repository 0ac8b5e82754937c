import type { Hazard } from '../../../store/hazards.ts'
import { hazardCard } from '../../cards/hazard-card.ts'
import { shortNumber } from '../../saying/names.ts'
import type { KnownScene } from '../../scene.ts'
import type { Notice } from '../../saying/speech.ts'

/** Asks the re-inspectors of the region for their verdict, with photos from before and of the rectification. */
export function tellReinspectors(
  scene: KnownScene,
  hazard: Hazard,
  photos: readonly string[],
  before: readonly string[] = [],
): readonly Notice[] {
  const card = hazardCard(
    hazard,
    'reinspector',
    scene.directory,
    scene.now,
    photos.length > 0
      ? [
          before.length > 0
            ? `照片见下：先是整改前${before.length}张，再是整改后${photos.length}张`
            : `整改后照片${photos.length}张见下`,
        ]
      : [],
  )
  return [
    {
      to: { regionRole: 'reinspector' },
      speech: {
        kind: 'card',
        card: { ...card, title: `${shortNumber(hazard)}报已整改，请复查` },
        about: { hazardId: hazard.id, view: 'reinspector' },
      },
      pictures: [...before, ...photos],
      key: `reinspect:${hazard.code}:${hazard.version}`,
    },
  ]
}

/** Tells whoever found the hazard what became of it, unless he did it himself. */
export function tellFinder(scene: KnownScene, hazard: Hazard, text: string): readonly Notice[] {
  if (hazard.foundById === scene.person.id) return []
  return [
    {
      to: { personId: hazard.foundById },
      speech: { kind: 'text', text },
      key: `finder:${hazard.code}:${hazard.version}`,
    },
  ]
}
