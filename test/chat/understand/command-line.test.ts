import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lexicon } from './lexicon.ts'

test('one line in is one prediction out, and intents that the corpus does not know count as nothing recorded', () => {
  const folder = mkdtempSync(join(tmpdir(), 'understand-'))
  try {
    const file = join(folder, 'directory.json')
    writeFileSync(
      file,
      JSON.stringify({ codePrefix: 'QH', units: lexicon.units, communities: lexicon.communities }),
    )
    const message = (id: string, text: string) =>
      JSON.stringify({ id, text, now: '2025-05-08T10:00:00+08:00', from: { unit: 'T1', role: 'liaison' } })
    const out = execFileSync(
      process.execPath,
      ['--import', 'tsx', 'src/understand.ts', '--directory', file],
      {
        input: [message('a', '12号已改'), '', message('b', '云溪里着火了')].join('\n'),
        encoding: 'utf8',
      },
    )
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines).toMatchObject([
      { id: 'a', expect: { intent: 'confirm-rectified', codes: ['QH-0012'] } },
      { id: 'b', expect: { intent: 'none' } },
    ])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
