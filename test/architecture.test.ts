import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const src = fileURLToPath(new URL('../src', import.meta.url))

/** Which rooms a room may look into; its own is always allowed. Files directly in src/ and demo/ wire everything. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  ports: [],
  documents: [],
  domain: [],
  'campaign-file': ['domain'],
  store: ['domain'],
  usecases: ['domain', 'campaign-file', 'store'],
  'chat/understand': ['domain'],
  chat: ['domain', 'documents', 'store', 'usecases', 'chat/understand'],
  jobs: ['domain', 'store', 'usecases', 'chat'],
  workers: ['domain', 'documents', 'ports', 'store', 'chat'],
  'platforms/shared': ['ports', 'domain', 'chat'],
  'platforms/dingtalk': ['ports', 'domain', 'chat', 'platforms/shared', 'documents'],
  'platforms/wecom': ['ports', 'domain', 'chat', 'platforms/shared'],
  http: ['ports'],
  sandbox: [],
}

/** What a platform may know of chat: the shapes that cross the edge, and nothing that decides anything. */
const crossingTheEdge = ['chat/inbound.ts', 'chat/outgoing.ts', 'chat/cards/card.ts']

/** Packages that belong to some rooms only. */
const housed: readonly Readonly<{ package: RegExp; rooms: RegExp }>[] = [
  { package: /^(@prisma\/|@electric-sql\/|pg$|pglite-)/, rooms: /^store\// },
  { package: /^(koa|@koa\/)/, rooms: /^(http|sandbox|homes)\/|^platforms\/\w+\/routes\.ts$/ },
  { package: /^node-cron$/, rooms: /^(main\.ts$|demo\/)/ },
  { package: /^chinese-days$/, rooms: /^domain\/time\/published-days\.ts$/ },
  { package: /^dingtalk-stream$/, rooms: /^platforms\/dingtalk\// },
  { package: /^@wecom\//, rooms: /^platforms\/wecom\// },
  { package: /^fast-xml-parser$/, rooms: /^platforms\/wecom\/|^sandbox\// },
  { package: /^(pinyin-pro|opencc-js)/, rooms: /^chat\/understand\/text\// },
  { package: /^(read|write)-excel-file/, rooms: /^documents\// },
  { package: /^ws$/, rooms: /^(sandbox|platforms)\// },
]

type File = Readonly<{ name: string; room: string; imports: readonly string[]; text: string }>

const files: readonly File[] = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.startsWith('store/generated'))
  .map((name) => {
    const text = readFileSync(join(src, name), 'utf8')
    const imports = [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, target]) => target ?? '')
    return { name, room: roomOf(name), imports, text }
  })

function roomOf(name: string): string {
  const rooms = Object.keys(allowed).filter((room) => name.startsWith(`${room}/`))
  return rooms.sort((a, b) => b.length - a.length)[0] ?? ''
}

function within(file: File, target: string): string {
  return relative(src, join(src, dirname(file.name), target))
}

describe('who may import whom', () => {
  test('there is something to look at', () => {
    expect(files.length).toBeGreaterThan(80)
    expect(files.filter(({ room }) => room === 'domain').length).toBeGreaterThan(5)
  })

  test('no room looks into one above it', () => {
    const trespasses = files
      .filter(({ room }) => room !== '')
      .flatMap((file) =>
        file.imports
          .filter((target) => target.startsWith('.'))
          .map((target) => within(file, target))
          .filter((target) => !target.startsWith('..'))
          .filter((target) => {
            const room = roomOf(target)
            return room !== file.room && !(allowed[file.room] ?? []).includes(room)
          })
          .map((target) => `${file.name} → ${target}`),
      )
    expect(trespasses).toEqual([])
  })

  test('a platform knows only what crosses the edge', () => {
    const trespasses = files
      .filter(({ room }) => room.startsWith('platforms/'))
      .flatMap((file) =>
        file.imports
          .filter((target) => target.startsWith('.'))
          .map((target) => within(file, target))
          .filter((target) => target.startsWith('chat/') && !crossingTheEdge.includes(target))
          .map((target) => `${file.name} → ${target}`),
      )
    expect(trespasses).toEqual([])
  })

  test('each package stays in the room that it belongs to', () => {
    const strays = files.flatMap((file) =>
      file.imports.flatMap((target) =>
        housed
          .filter((rule) => rule.package.test(target) && !rule.rooms.test(file.name))
          .map(() => `${file.name} → ${target}`),
      ),
    )
    expect(strays).toEqual([])
  })

  test('the environment and the clock are read only where the program is put together', () => {
    const readers = files
      .filter(
        ({ name }) =>
          !/^(main|campaign|understand|inbox|evidence|with-store)\.ts$|^homes\/|^demo\/|^sandbox\//.test(
            name,
          ),
      )
      .filter(({ text }) => /process\.env|new Date\(\)|Date\.now\(\)/.test(withoutComments(text)))
    expect(readers.map(({ name }) => name)).toEqual([])
  })
})

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
}
