/** @typedef {CanvasRenderingContext2D} Pen */

/** A number from 0 to 1, different at each call. @typedef {() => number} Chance */

/**
 * A filled polygon.
 * @param {Pen} pen @param {string | CanvasGradient} fill @param {readonly number[]} points x and y in turn
 */
function shape(pen, fill, points) {
  pen.fillStyle = fill
  pen.beginPath()
  for (let i = 0; i + 1 < points.length; i += 2) pen.lineTo(points[i] ?? 0, points[i + 1] ?? 0)
  pen.closePath()
  pen.fill()
}

/** @param {Pen} pen @param {string} from @param {string} to @param {number} y0 @param {number} y1 */
function fade(pen, from, to, y0, y1) {
  const gradient = pen.createLinearGradient(0, y0, 0, y1)
  gradient.addColorStop(0, from)
  gradient.addColorStop(1, to)
  return gradient
}

/** A soft dark patch on the ground. @param {Pen} pen @param {number} x @param {number} y @param {number} w @param {number} h */
function shadow(pen, x, y, w, h) {
  pen.fillStyle = 'rgba(20,24,30,0.28)'
  pen.beginPath()
  pen.ellipse(x, y, w, h, 0, 0, Math.PI * 2)
  pen.fill()
}

/** A residential corridor with doors, a hydrant cabinet and an exit sign, 960×720. @param {Pen} pen */
function corridor(pen) {
  shape(pen, fade(pen, '#d9d8cf', '#c9c8bf', 0, 720), [0, 0, 960, 0, 960, 720, 0, 720])
  shape(pen, fade(pen, '#efeee8', '#dfded6', 0, 230), [0, 0, 960, 0, 600, 190, 360, 190])
  shape(pen, fade(pen, '#a9a79c', '#8a887d', 470, 720), [360, 470, 600, 470, 960, 720, 0, 720])
  shape(pen, fade(pen, '#e6e4da', '#cfcdc2', 0, 720), [0, 0, 360, 190, 360, 470, 0, 720])
  shape(pen, fade(pen, '#dbd9cf', '#c3c1b6', 0, 720), [960, 0, 600, 190, 600, 470, 960, 720])
  shape(pen, '#cfd6d2', [360, 190, 600, 190, 600, 470, 360, 470])
  shape(pen, '#8fb39b', [0, 460, 360, 355, 360, 470, 0, 720])
  shape(pen, '#84a790', [960, 460, 600, 355, 600, 470, 960, 720])
  pen.strokeStyle = 'rgba(80,78,70,0.35)'
  pen.lineWidth = 1.5
  for (let i = 1; i < 7; i += 1) {
    const y = 470 + 250 * (i / 7) ** 1.6
    const half = 120 + 360 * ((y - 470) / 250)
    pen.beginPath()
    pen.moveTo(480 - half, y)
    pen.lineTo(480 + half, y)
    pen.stroke()
  }
  shape(pen, '#7b4a2e', [700, 165, 800, 118, 800, 610, 700, 540])
  shape(pen, '#8d5838', [712, 190, 788, 154, 788, 330, 712, 345])
  shape(pen, '#f2efe6', [440, 240, 520, 240, 520, 470, 440, 470])
  shape(pen, '#bcd3df', [450, 250, 510, 250, 510, 330, 450, 330])
  shape(pen, '#b3261e', [200, 330, 280, 315, 280, 440, 200, 470])
  shape(pen, '#f4f1ea', [210, 345, 270, 333, 270, 380, 210, 395])
  pen.fillStyle = '#b3261e'
  pen.font = 'bold 17px sans-serif'
  pen.fillText('消火栓', 214, 374)
  shape(pen, '#0c7a3d', [440, 205, 520, 205, 520, 232, 440, 232])
  pen.fillStyle = '#eafff2'
  pen.font = 'bold 16px sans-serif'
  pen.fillText('安全出口', 448, 225)
  shape(pen, '#fffdf2', [430, 60, 530, 60, 515, 90, 445, 90])
}

/**
 * Points drawn in units of an object, moved to where it stands.
 * @param {readonly number[]} points @param {number} x @param {number} y @param {number} across @param {number} [up]
 */
function placed(points, x, y, across, up = across) {
  return points.map((one, i) => (i % 2 === 0 ? x + one * across : y - one * up))
}

/** Numbers three by three. @param {readonly number[]} numbers */
function triples(numbers) {
  return Array.from({ length: Math.floor(numbers.length / 3) }, (_, i) => numbers.slice(i * 3, i * 3 + 3))
}

/** @param {Pen} pen @param {Chance} chance @param {number} x @param {number} y bottom @param {number} size */
function carton(pen, chance, x, y, size) {
  const wide = size * (0.9 + chance() * 0.4)
  const tall = size * (0.65 + chance() * 0.35)
  const base = 26 + chance() * 10
  /** @param {string} fill @param {readonly number[]} points */
  const side = (fill, points) => shape(pen, fill, placed(points, x, y, wide, tall))
  side(`hsl(${base} 42% 58%)`, [0, 0, 1, 0, 1, 1, 0, 1])
  side(`hsl(${base} 44% 68%)`, [0, 1, 1, 1, 1.2, 1.25, 0.2, 1.25])
  side(`hsl(${base} 40% 46%)`, [1, 0, 1.2, 0.25, 1.2, 1.25, 1, 1])
  side('rgba(235,215,170,0.75)', [0.44, 0, 0.56, 0, 0.56, 1, 0.44, 1])
  pen.fillStyle = 'rgba(70,45,20,0.55)'
  pen.font = `${Math.round(size * 0.15)}px sans-serif`
  pen.fillText(chance() > 0.5 ? '易碎 ↑↑' : '纸箱', x + wide * 0.08, y - tall * 0.3)
}

/** @param {Pen} pen @param {Chance} chance */
function cartons(pen, chance) {
  corridor(pen)
  shadow(pen, 330, 625, 260, 40)
  const where = [
    300, 500, 66, 250, 545, 96, 345, 548, 84, 250, 472, 80, 150, 640, 150, 318, 652, 136, 170, 530, 118,
  ]
  for (const [x = 0, y = 0, size = 0] of triples([...where, 330, 555, 92, 470, 668, 112])) {
    carton(pen, chance, x + chance() * 14, y, size)
  }
  shape(pen, '#5a7fa8', [560, 640, 640, 640, 660, 560, 600, 535, 555, 580])
}

/** @param {Pen} pen */
function cleared(pen) {
  corridor(pen)
  shape(pen, 'rgba(255,255,255,0.14)', [420, 480, 540, 480, 700, 720, 260, 720])
  shape(pen, '#b3261e', [288, 470, 306, 470, 306, 430, 288, 430])
  shape(pen, '#b3261e', [310, 470, 328, 470, 328, 430, 310, 430])
}

/** A lane between blocks with yellow marking, 960×720. @param {Pen} pen */
function lane(pen) {
  shape(pen, fade(pen, '#a9c7e6', '#e6eef3', 0, 330), [0, 0, 960, 0, 960, 340, 0, 340])
  const blocks = triples([0, 250, 40, 260, 150, 150, 590, 130, 160, 730, 230, 20])
  for (const [x = 0, w = 0, top = 0] of blocks) {
    const tone = `hsl(${30 + (x % 7)} 30% ${66 + (x % 5) * 2}%)`
    shape(pen, tone, [x, top, x + w, top, x + w, 380, x, 380])
    for (let row = top + 24; row < 350; row += 46) {
      for (let col = x + 18; col < x + w - 26; col += 50)
        shape(pen, 'rgba(70,95,120,0.75)', [col, row, col + 28, row, col + 28, row + 26, col, row + 26])
    }
  }
  shape(pen, '#6f8f5b', [0, 360, 960, 360, 960, 430, 0, 430])
  shape(pen, fade(pen, '#83868a', '#6a6d72', 380, 720), [400, 380, 590, 380, 940, 720, 20, 720])
  shape(pen, '#9fa39a', [0, 430, 360, 390, 20, 720, 0, 720])
  shape(pen, '#9fa39a', [960, 430, 620, 390, 940, 720, 960, 720])
  pen.strokeStyle = '#f2c230'
  pen.lineWidth = 9
  pen.beginPath()
  pen.moveTo(412, 385)
  pen.lineTo(75, 720)
  pen.moveTo(580, 385)
  pen.lineTo(890, 720)
  pen.stroke()
  pen.save()
  pen.translate(480, 660)
  pen.scale(1.6, 0.62)
  pen.fillStyle = 'rgba(242,194,48,0.92)'
  pen.font = 'bold 74px sans-serif'
  pen.textAlign = 'center'
  pen.fillText('消防车道', 0, 0)
  pen.restore()
}

/** @param {Pen} pen @param {number} x @param {number} y ground @param {number} size @param {string} paint */
function car(pen, x, y, size, paint) {
  /** @param {string} fill @param {readonly number[]} points @param {number} [mirror] */
  const part = (fill, points, mirror = 1) => shape(pen, fill, placed(points, x, y, size * mirror, size))
  shadow(pen, x, y + size * 0.02, size * 0.62, size * 0.09)
  for (const half of [1, -1]) {
    part(paint, [-0.01, 0, 0.5, 0, 0.5, 0.34, 0.36, 0.42, 0.27, 0.7, -0.01, 0.7], half)
    part('#27323d', [-0.01, 0.43, 0.31, 0.43, 0.24, 0.65, -0.01, 0.65], half)
    part('#c8281e', [0.46, 0.32, 0.3, 0.32, 0.3, 0.23, 0.46, 0.23], half)
    part('#16191c', [0.44, -0.06, 0.3, -0.06, 0.3, 0.06, 0.44, 0.06], half)
  }
  part('rgba(255,255,255,0.25)', [-0.2, 0.62, -0.05, 0.62, -0.16, 0.46, -0.27, 0.46])
  // Plates stay blank: a sample must not look like somebody's car.
  part('#1f5fbf', [-0.14, 0.2, 0.14, 0.2, 0.14, 0.11, -0.14, 0.11])
}

/** @param {Pen} pen @param {Chance} chance */
function parked(pen, chance) {
  lane(pen)
  const paints = ['#e8eaec', '#30383f', '#8f1d1d', '#9aa4ad', '#2c4a73']
  const paint = () => paints[Math.floor(chance() * paints.length)] ?? '#e8eaec'
  car(pen, 452, 440, 74, paint())
  car(pen, 548, 478, 108, paint())
  car(pen, 388, 548, 178, paint())
  car(pen, 668, 632, 268, paint())
}

/** @param {Pen} pen @param {Chance} chance */
function wires(pen, chance) {
  corridor(pen)
  pen.strokeStyle = '#1d1f22'
  pen.lineWidth = 5
  for (let i = 0; i < 4; i += 1) {
    pen.beginPath()
    pen.moveTo(40 + i * 60, 60 + i * 24)
    pen.bezierCurveTo(200, 260 + chance() * 140, 300, 180 + chance() * 120, 520 + i * 14, 548)
    pen.stroke()
  }
  shape(pen, '#f5f5f0', [470, 545, 600, 545, 606, 572, 466, 572])
  for (let i = 0; i < 4; i += 1)
    shape(pen, '#3a3d42', [482 + i * 30, 552, 498 + i * 30, 552, 498 + i * 30, 564, 482 + i * 30, 564])
  for (const x of [330, 620]) {
    shadow(pen, x, 652, 130, 16)
    pen.strokeStyle = '#1b1d20'
    pen.lineWidth = 13
    for (const wheel of [-80, 80]) {
      pen.beginPath()
      pen.arc(x + wheel, 615, 36, 0, Math.PI * 2)
      pen.stroke()
    }
    shape(pen, x === 330 ? '#c23b2e' : '#2e6fc2', [
      x - 80,
      600,
      x - 40,
      560,
      x + 30,
      575,
      x + 62,
      505,
      x + 84,
      505,
      x + 78,
      605,
      x + 20,
      622,
      x - 40,
      622,
    ])
    shape(pen, '#202327', [x - 70, 552, x + 6, 552, x - 6, 532, x - 66, 534])
  }
}

/** The photos that can be drawn. @type {readonly Readonly<{ name: string, draw: (pen: Pen, chance: Chance) => void }>[]} */
export const scenes = [
  { name: '楼道纸箱', draw: cartons },
  { name: '楼道整改后', draw: cleared },
  { name: '消防车道停车', draw: parked },
  { name: '车道整改后', draw: lane },
  { name: '飞线充电', draw: wires },
]
