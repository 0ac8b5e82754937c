import { lexicon, messagesOf } from '../../corpus/score.ts'
import { understand } from '../../../src/chat/understand/understand.ts'

/** Invented inputs: words of real messages, signs and rubbish, mixed and repeated; the same seed gives the same. */
export function* inputs(count: number, seed = 1): Generator<string> {
  let state = seed
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return Math.floor((state / 0x80000000) * below)
  }
  const words = [
    ...new Set(
      [1, 2, 3, 4, 5, 6, 7, 8].flatMap((n) => messagesOf(`habits-${n}.jsonl`).flatMap(({ text }) => text.split(/[，。；\s]+/u))),
    ),
    ...'，。；：、？！ \n\t|/【】「」（）✓#-→'.split(''),
    '\u0000', '\u200b', '\ud800', '👨‍👩‍👧', 'ﷺ', 'abc', '0', '一', '不对是', '12家', '阳光花园', 'YC-', '1、', '没', '第',
  ] // prettier-ignore
  const pick = (): string => words[random(words.length)] ?? ''
  for (let i = 0; i < count; i++) {
    if (i % 50 === 0) yield pick().repeat(1 + random(40))
    else yield Array.from({ length: 1 + random(14) }, pick).join(random(3) === 0 ? '' : '，')
  }
}

/** Pieces that are repeated to the longest message, for seeing that time grows with the length only. */
export const repeated = [
  '一', '33', '没有', '阳光花园不对是', '3号楼', '3号楼楼道堆杂物，', '12、', 'YC-0001至', '、', '，', ' ', '\n', '【小区】', '「a」\n---\n',
  'a/b/', 'a|b|c\t', '1、', '（', '嗯', '收到', '不对', '请', '：', '消防', '一、', '二是', '前', '11月', '周', '没', '堆',
] // prettier-ignore

const cpu = (work: () => void): number => {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** `npm run fuzz [count]`: reads that many invented inputs and prints the slowest, and how time grows with length. */
function main(count: number): void {
  const given = {
    lexicon,
    now: new Date('2026-11-18T10:07:00+08:00'),
    from: { unit: 'U01', role: 'liaison' },
  }
  let slowest = { took: 0, text: '' }
  let characters = 0
  const total = cpu(() => {
    for (const text of inputs(count)) {
      characters += text.length
      const took = cpu(() => void understand(text, given))
      if (took > slowest.took) slowest = { took, text }
    }
  })
  console.log(
    `${count} inputs, ${characters} characters, no crash; ${(total / count).toFixed(3)} ms of processor each`,
  )
  console.log(
    `slowest ${slowest.took.toFixed(1)} ms for ${slowest.text.length} characters: ${JSON.stringify(slowest.text.slice(0, 60))}`,
  )
  for (const piece of repeated) {
    const of = (length: number) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length)
    understand(of(2000), given)
    const short = cpu(() => void understand(of(2000), given))
    const long = cpu(() => void understand(of(20_000), given))
    console.log(`${JSON.stringify(piece)} ×10 longer: ${short.toFixed(1)} → ${long.toFixed(1)} ms`)
  }
}

if (process.argv[1]?.endsWith('fuzz.ts')) main(Number(process.argv[2] ?? 1_000_000))
