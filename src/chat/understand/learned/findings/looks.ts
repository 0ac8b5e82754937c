import { END, runsOf, START } from '../signs.ts'
import type { Opening } from './findings.ts'
import type { Stretch } from './stretches.ts'

/** How many stretches before and after are looked at for other faults. */
const NEAR = 8

/** What was opened before a stretch, by the name of which thing, and how many stretches ago. */
export type Before = Readonly<{ last: Opening; thing: string; since: number }>

/** What is seen of one stretch and its neighbours that tells whether it opens a hazard and of what kind. */
export function looksOf(all: readonly Stretch[], i: number, before: Before): ReadonlySet<string> {
  const it = all[i]!
  const { last, since } = before
  const beside = besides(it, before)
  const flags = `${it.fault ? 'f' : ''}${it.fine ? 'o' : ''}`
  const others = all
    .slice(Math.max(0, i - NEAR), i + NEAR + 1)
    .filter((each) => each !== it && each.kind !== '' && each.fault).length
  const looks = new Set(runsOf(START + it.signs + END))
  for (const look of [
    `!${flags}`,
    `j ${it.thing}`,
    `J ${it.kind} ${flags}`,
    `Jl ${it.kind} ${flags} ${last}`,
    `lead ${it.lead}`,
    `item ${it.item > 0}`,
    `len ${Math.min(6, Math.floor(it.signs.length / 4))}`,
    `last ${last} ${Math.min(2, since)}`,
    `beside ${beside}`,
    `beside ${beside} ${flags} ${it.lead}`,
    `beside ${beside} ${it.kind} ${flags} ${since === 0}`,
    `others ${Math.min(2, others)} ${it.fault && it.kind !== ''}`,
    ...it.things.map((thing) => `t ${thing}`),
    ...beforeIt(it, all[i - 1]),
    ...afterIt(all[i + 1]),
  ])
    looks.add(look)
  return looks
}

/** How the thing that a stretch names stands to the one at fault before it. */
function besides({ thing, kind }: Stretch, { last, thing: before }: Before): string {
  if (last === '') return 'nothing'
  if (thing === '') return 'no thing'
  if (thing === before) return 'same thing'
  return kind === last ? 'other thing' : 'other kind'
}

function beforeIt(it: Stretch, previous: Stretch | undefined): readonly string[] {
  if (!previous) return ['first']
  return [
    `pj ${previous.thing}`,
    `pJ ${previous.kind} ${previous.fault}`,
    `p ${previous.signs.slice(-2)}`,
    `p1 ${previous.signs.slice(-1)}`,
    ...(previous.sentence === it.sentence ? [] : ['new sentence']),
    ...(previous.thing !== '' && previous.thing === it.thing ? ['same thing'] : []),
    ...Array.from(new Set(previous.signs), (sign) => `pc ${sign}`),
  ]
}

const afterIt = (next: Stretch | undefined): readonly string[] =>
  next ? [`nJ ${next.kind} ${next.fault}`, `n ${next.signs.slice(0, 2)}`, `nl ${next.lead}`] : ['final']
