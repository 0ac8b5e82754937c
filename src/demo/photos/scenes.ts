import type { Canvas, Colour } from './png.ts'

/** A number from 0 to 1, another one at each call, the same row for the same photo. */
type Chance = () => number

/** Draws one place, with what is wrong there or, once it is put right, without. */
type Draw = (on: Canvas, chance: Chance, fixed: boolean) => void

const pick = <T>(chance: Chance, from: readonly [T, ...T[]]): T =>
  from[Math.floor(chance() * from.length)] ?? from[0]

/** A stairwell landing: doors, a hydrant cabinet, boxes and old furniture in the way. */
const corridor: Draw = (on, chance, fixed) => {
  on.rect('#d8d5ca', 0, 0, 480, 360)
  on.shape('#efede6', [0, 0, 480, 0, 300, 95, 180, 95])
  on.shape('#9b998f', [180, 235, 300, 235, 480, 360, 0, 360])
  on.shape('#e2dfd4', [0, 0, 180, 95, 180, 235, 0, 360])
  on.shape('#cbc8bc', [480, 0, 300, 95, 300, 235, 480, 360])
  on.rect('#c7d0cc', 180, 95, 120, 140)
  on.shape('#8fb39b', [0, 230, 180, 178, 180, 235, 0, 360])
  on.shape('#84a790', [480, 230, 300, 178, 300, 235, 480, 360])
  on.shape('#7b4a2e', [350, 82, 400, 59, 400, 305, 350, 270])
  on.rect('#f2efe6', 220, 120, 40, 115)
  on.rect('#bcd3df', 225, 126, 30, 40)
  on.shape('#b3261e', [100, 165, 140, 158, 140, 220, 100, 235])
  on.rect('#1f8a4c', 222, 100, 36, 14)
  if (fixed) return
  for (let i = 0; i < 7; i += 1) {
    const size = 34 + chance() * 30
    const x = 120 + (i % 4) * 62 + chance() * 18
    const y = 300 - size * 0.8 - (i > 3 ? 44 : 0) + chance() * 14
    box(on, pick(chance, ['#c49a63', '#b8894f', '#d0a973', '#a97c46']), x, y, size)
  }
  if (chance() > 0.5) {
    on.rect('#6d5a4b', 60, 250, 70, 60)
    on.rect('#85705f', 60, 232, 70, 22)
  }
}

function box(on: Canvas, colour: Colour, x: number, y: number, size: number): void {
  on.rect(colour, x, y, size, size * 0.8)
  on.shape('#e0c08f', [x, y, x + size, y, x + size * 0.86, y - size * 0.22, x + size * 0.16, y - size * 0.22])
  on.rect('#ecd9b4', x + size * 0.44, y, size * 0.12, size * 0.8)
}

/** The lane for fire engines, with its yellow marking and the cars that stand on it. */
const lane: Draw = (on, chance, fixed) => {
  on.rect('#b9d3e6', 0, 0, 480, 150)
  for (let i = 0; i < 4; i += 1) {
    const x = i * 125 - chance() * 20
    const tall = 70 + chance() * 55
    on.rect(pick(chance, ['#d9cbb6', '#c9bba8', '#cfd4d8']), x, 150 - tall, 104, tall)
    for (let w = 0; w < 12; w += 1)
      on.rect('#6f8596', x + 12 + (w % 4) * 24, 158 - tall + Math.floor(w / 4) * 24, 13, 14)
  }
  on.rect('#8fa57c', 0, 142, 480, 218)
  on.rect('#7fa06a', 0, 142, 480, 18)
  on.shape('#6b6d70', [170, 158, 310, 158, 480, 360, 0, 360])
  for (let i = 0; i < 6; i += 1) {
    const y = 176 + i * i * 6.4
    const half = 60 + ((y - 158) / 202) * 165
    on.shape('#e2b52a', [
      240 - half,
      y,
      240 - half * 0.35,
      y,
      240 - half * 0.3,
      y + 5 + i,
      240 - half,
      y + 5 + i,
    ])
    on.shape('#e2b52a', [
      240 + half * 0.35,
      y,
      240 + half,
      y,
      240 + half,
      y + 5 + i,
      240 + half * 0.3,
      y + 5 + i,
    ])
  }
  if (fixed) return
  const cars = 2 + Math.floor(chance() * 2)
  for (let i = 0; i < cars; i += 1) {
    const scale = 0.62 + i * 0.3
    car(
      on,
      pick(chance, ['#b23b3b', '#3f5f8a', '#e6e6e4', '#2f3236', '#8a8f94']),
      110 + i * 92,
      196 + i * 36,
      scale,
    )
  }
}

function car(on: Canvas, colour: Colour, x: number, y: number, k: number): void {
  on.shape('#4c4e51', [x - 6, y + 52 * k, x + 130 * k, y + 52 * k, x + 120 * k, y + 62 * k, x, y + 62 * k])
  on.shape(colour, [x + 22 * k, y, x + 92 * k, y, x + 112 * k, y + 24 * k, x + 6 * k, y + 24 * k])
  on.shape('#a9c4d2', [
    x + 28 * k,
    y + 4 * k,
    x + 86 * k,
    y + 4 * k,
    x + 100 * k,
    y + 22 * k,
    x + 16 * k,
    y + 22 * k,
  ])
  on.rect(colour, x, y + 24 * k, 124 * k, 26 * k)
  on.rect('#f4e9b0', x + 4 * k, y + 30 * k, 14 * k, 8 * k)
  on.rect('#c23b2e', x + 108 * k, y + 30 * k, 12 * k, 8 * k)
  for (const wheel of [26, 98]) {
    on.disc('#1d1e20', x + wheel * k, y + 50 * k, 14 * k)
    on.disc('#9aa0a4', x + wheel * k, y + 50 * k, 6 * k)
  }
}

/** A hydrant cabinet in the wall: empty, or with its hose. */
const hydrant: Draw = (on, chance, fixed) => {
  on.rect(pick(chance, ['#d5d8d2', '#dcd6c8', '#cfd5da']), 0, 0, 480, 360)
  on.rect('#a8a69c', 0, 300, 480, 60)
  on.rect('#8fb39b', 0, 240, 480, 60)
  on.rect('#8c1c15', 140, 60, 200, 220)
  on.rect('#3a3533', 152, 72, 176, 196)
  on.shape('#b3261e', [340, 60, 428, 36, 428, 300, 340, 280])
  on.shape('#d9dde0', [352, 80, 416, 64, 416, 150, 352, 156])
  on.rect('#c9a227', 168, 210, 26, 34)
  on.disc('#c9a227', 181, 206, 17)
  if (fixed) {
    for (const [colour, radius] of [
      ['#d8cdb8', 56],
      ['#b9ad95', 44],
      ['#d8cdb8', 32],
      ['#7c7466', 14],
    ] as const)
      on.disc(colour, 262, 150, radius)
    on.rect('#c9a227', 236, 220, 70, 14)
    return
  }
  on.rect('#5a5350', 215, 120, 100, 4)
  for (let i = 0; i < 5; i += 1)
    on.disc('#544d4a', 220 + chance() * 90, 150 + chance() * 100, 3 + chance() * 5)
  on.rect('#8a8178', 212, 240 + chance() * 10, 90, 20)
}

/** A garage where electric bicycles are charged by a wire through the air. */
const garage: Draw = (on, chance, fixed) => {
  on.rect('#bfc3c5', 0, 0, 480, 360)
  on.rect('#8d9194', 0, 0, 480, 60)
  on.rect('#d9d24a', 0, 225, 480, 10)
  on.rect('#77797b', 0, 250, 480, 110)
  for (const x of [40, 250, 440]) {
    on.rect('#a9adb0', x, 60, 34, 195)
    on.rect('#e0b32b', x, 205, 34, 24)
  }
  on.rect('#e8ecef', 120, 14, 90, 8)
  on.rect('#e8ecef', 330, 14, 90, 8)
  if (fixed) {
    on.rect('#2c6fb0', 96, 120, 60, 80)
    for (let i = 0; i < 6; i += 1) on.disc('#eef3f7', 112 + (i % 2) * 28, 136 + Math.floor(i / 2) * 24, 7)
    return
  }
  for (let i = 0; i < 3; i += 1) {
    const x = 110 + i * 120 + chance() * 24
    wire(on, x + 20, 62, x + 46, 268)
    bicycle(on, pick(chance, ['#c2413b', '#2f6f9f', '#3b3f44', '#e0a02f']), x, 272)
  }
}

function wire(on: Canvas, x1: number, y1: number, x2: number, y2: number): void {
  const middle = (x1 + x2) / 2 - 22
  on.shape('#1f2123', [
    x1,
    y1,
    x1 + 4,
    y1,
    middle + 4,
    (y1 + y2) / 2,
    x2 + 3,
    y2,
    x2,
    y2,
    middle,
    (y1 + y2) / 2,
  ])
}

function bicycle(on: Canvas, colour: Colour, x: number, y: number): void {
  for (const wheel of [0, 74]) {
    on.disc('#1d1e20', x + wheel, y + 34, 20)
    on.disc('#a7abad', x + wheel, y + 34, 10)
  }
  on.shape(colour, [
    x - 8,
    y + 18,
    x + 26,
    y + 14,
    x + 40,
    y + 30,
    x + 74,
    y + 30,
    x + 66,
    y - 20,
    x + 76,
    y - 22,
  ])
  on.rect('#26282a', x + 2, y - 2, 34, 10)
  on.rect('#26282a', x + 58, y - 30, 26, 6)
}

/** A meter box whose wires hang out, or are tied and covered. */
const wires: Draw = (on, chance, fixed) => {
  on.rect(pick(chance, ['#cfc6b4', '#c9cbc4', '#d6d0c6']), 0, 0, 480, 360)
  for (let i = 0; i < 9; i += 1) on.rect('#bdb4a2', 0, i * 40, 480, 2)
  on.rect('#7d8489', 120, 60, 240, 210)
  on.rect(fixed ? '#a4abb0' : '#3c4043', 134, 74, 212, 182)
  if (fixed) {
    on.shape('#e6c229', [240, 120, 286, 200, 194, 200])
    on.shape('#26282a', [244, 136, 226, 168, 238, 168, 234, 190, 256, 160, 243, 160])
    return
  }
  for (let i = 0; i < 6; i += 1) on.rect('#d9dcde', 150 + i * 32, 100, 22, 40)
  for (let i = 0; i < 9; i += 1) {
    const x = 150 + i * 20
    const end = 60 + chance() * 340
    const colour = pick<Colour>(chance, ['#b3261e', '#1f5f9e', '#d9b02a', '#1f2123'])
    on.shape(colour, [x, 140, x + 5, 140, end + 5, 300 + chance() * 40, end, 300 + chance() * 40])
  }
}

/** Windows behind bars without a way out, or with the bars gone. */
const bars: Draw = (on, chance, fixed) => {
  on.rect(pick(chance, ['#d2b8a0', '#c7c2b8', '#d8cdb6']), 0, 0, 480, 360)
  for (let i = 0; i < 6; i += 1) {
    const x = 40 + (i % 3) * 145
    const y = 40 + Math.floor(i / 3) * 165
    on.rect('#f1efe9', x, y, 110, 120)
    on.rect('#7f9db0', x + 8, y + 8, 44, 104)
    on.rect('#8faabb', x + 58, y + 8, 44, 104)
    if (!fixed) for (let bar = 0; bar < 9; bar += 1) on.rect('#6c7074', x + 2 + bar * 13, y - 6, 4, 132)
    else if (chance() > 0.6) on.rect('#b3524a', x + 30, y + 84, 40, 20)
  }
}

/** The fire control room at night: one person on duty, or two as the rules demand. */
const controlRoom: Draw = (on, chance, fixed) => {
  on.rect('#3b4754', 0, 0, 480, 360)
  on.rect('#2a333d', 0, 250, 480, 110)
  for (let i = 0; i < 6; i += 1) {
    const x = 40 + (i % 3) * 138
    const y = 30 + Math.floor(i / 3) * 80
    on.rect('#11161c', x, y, 124, 70)
    on.rect(pick(chance, ['#54748c', '#5d7f72', '#6a6f7c']), x + 6, y + 6, 112, 58)
  }
  on.rect('#b3261e', 424, 30, 40, 150)
  for (let i = 0; i < 8; i += 1) on.disc(i % 3 === 0 ? '#ffd44a' : '#5b1410', 444, 46 + i * 17, 5)
  on.shape('#8a6b4c', [20, 262, 460, 262, 480, 300, 0, 300])
  for (const x of fixed ? [130, 300] : [130]) {
    on.disc('#e3b893', x, 200, 22)
    on.shape('#243b63', [x - 34, 264, x + 34, 264, x + 22, 222, x - 22, 222])
  }
  if (!fixed) on.rect('#1c2229', 270, 214, 60, 56)
}

/** A back kitchen: gas bottles where people live, or none. */
const bottles: Draw = (on, chance, fixed) => {
  on.rect('#dfe3df', 0, 0, 480, 360)
  for (let i = 0; i < 24; i += 1) on.rect('#cbd2cd', (i % 6) * 80, Math.floor(i / 6) * 60, 78, 58)
  on.rect('#8f8a80', 0, 250, 480, 110)
  on.rect('#9aa3a8', 20, 170, 190, 90)
  on.rect('#2d3032', 50, 158, 60, 12)
  on.rect('#2d3032', 130, 158, 60, 12)
  if (fixed) return
  for (let i = 0; i < 3; i += 1) {
    const x = 240 + i * 70 + chance() * 10
    on.rect('#8d979c', x, 190, 50, 110)
    on.disc('#8d979c', x + 25, 192, 25)
    on.rect('#c23b2e', x + 18, 154, 14, 14)
    on.rect('#d7dde0', x + 8, 226, 34, 26)
  }
}

/** What can be photographed. */
export const scenes = {
  corridor,
  lane,
  hydrant,
  garage,
  wires,
  bars,
  controlRoom,
  bottles,
} as const satisfies Readonly<Record<string, Draw>>
export type Scene = keyof typeof scenes
