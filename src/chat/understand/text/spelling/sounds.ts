import { pinyin } from 'pinyin-pro'

const known = new Map<string, readonly string[]>()

/**
 * The ways a character is read, without tones. What southern speakers do not tell apart (zh/z, l/n, -ng/-n) is made
 * one, as keyboards and voice input mix exactly these.
 */
export function soundsOf(c: string): readonly string[] {
  const before = known.get(c)
  if (before) return before
  const sounds = /[\u4e00-\u9fff]/u.test(c)
    ? [...new Set(pinyin(c, { toneType: 'none', multiple: true, type: 'array' }).map(plain))]
    : []
  known.set(c, sounds)
  return sounds
}

/** Whether two characters can be taken for one another by ear. */
export function soundsAlike(a: string, b: string): boolean {
  if (a === b) return true
  const other = soundsOf(b)
  return soundsOf(a).some((sound) => other.includes(sound))
}

const plain = (sound: string): string =>
  sound
    .replace(/^([zcs])h/u, '$1')
    .replace(/^l/u, 'n')
    .replace(/ng$/u, 'n')
