import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadConfig } from '../src/config.ts'

const root = new URL('../', import.meta.url)

/** The names that the program reads from the environment for its settings. */
function namesRead(): readonly string[] {
  const source = readFileSync(new URL('src/config.ts', root), 'utf8')
  const wecom = readFileSync(new URL('src/platforms/wecom/settings.ts', root), 'utf8')
  const own = [...source.matchAll(/^ {4}([A-Z][A-Z_]+):/gm)].map(([, name]) => name ?? '')
  const theirs = [...wecom.matchAll(/'(WECOM_[A-Z_]+)'/g)].map(([, name]) => name ?? '')
  return [...new Set([...own, ...theirs])].sort()
}

/** The text of .env.example as an environment. */
function example(): Readonly<Record<string, string>> {
  const lines = readFileSync(new URL('.env.example', root), 'utf8').split('\n')
  return Object.fromEntries(
    lines
      .filter((line) => /^[A-Z]/.test(line))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
}

describe('settings', () => {
  test('with none at all the program plays in the sandbox on this machine only', () => {
    expect(loadConfig({})).toEqual({ port: 3000, host: '127.0.0.1', dataDir: '.data', logLevel: 'info' })
  })

  test('every bad one is listed at once, by name and in Chinese', () => {
    const bad = {
      PORT: '八十',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://somewhere/else',
      DINGTALK_CLIENT_SECRET: 'invented-secret',
      DINGTALK_MODE: 'carrier-pigeon',
      DINGTALK_API_BASE: 'api.dingtalk.com',
    }
    const lines = messageOf(() => loadConfig(bad)).split('\n')
    for (const name of ['PORT', 'LOG_LEVEL', 'DATABASE_URL', 'DINGTALK_MODE', 'DINGTALK_API_BASE'])
      expect(lines.filter((line) => line.startsWith(`${name} `))).toEqual([
        expect.stringMatching(/[\u4e00-\u9fff]/),
      ])
  })

  test('a value that is wrong is never repeated: it may be a secret', () => {
    const said = messageOf(() => loadConfig({ DATABASE_URL: 'mysql://root:hunter2@db/x', PORT: '70000' }))
    expect(said).not.toContain('hunter2')
    expect(said).toMatch(/^PORT /m)
  })

  test.each([
    [{ DINGTALK_CLIENT_ID: 'ding-x' }, 'DINGTALK_CLIENT_SECRET'],
    [{ DINGTALK_CLIENT_SECRET: 'invented' }, 'DINGTALK_CLIENT_ID'],
    [
      {
        DINGTALK_CLIENT_ID: 'ding-x',
        DINGTALK_CLIENT_SECRET: 'invented',
        DINGTALK_MODE: 'webhook',
        DINGTALK_CARD_TEMPLATE_ID: 'a.schema',
      },
      'DINGTALK_CARD_CALLBACK_SECRET',
    ],
  ])('half of what belongs together is not enough: %o', (env, missing) => {
    expect(messageOf(() => loadConfig(env))).toContain(`${missing} 缺少`)
  })

  test('an empty value counts as none', () => {
    expect(loadConfig({ DATABASE_URL: '', DINGTALK_CLIENT_ID: '  ', PORT: '' })).toEqual(loadConfig({}))
  })

  test('the robot code is the client id where none is given, and a base loses its slash', () => {
    const { dingtalk } = loadConfig({
      DINGTALK_CLIENT_ID: 'ding-x',
      DINGTALK_CLIENT_SECRET: 'invented',
      DINGTALK_API_BASE: 'https://proxy.example/ding//',
    })
    expect(dingtalk).toMatchObject({
      robotCode: 'ding-x',
      mode: 'stream',
      apiBase: 'https://proxy.example/ding',
    })
    expect(dingtalk).not.toHaveProperty('cardTemplateId')
  })

  test('nothing that has been read can be changed', () => {
    expect(Object.isFrozen(loadConfig({}))).toBe(true)
  })
})

describe('.env.example', () => {
  test('names exactly the settings that the program reads', () => {
    expect(namesRead().length).toBeGreaterThan(10)
    expect(Object.keys(example()).sort()).toEqual(namesRead())
  })

  test('as it stands it is right and changes nothing', () => {
    expect(loadConfig(example())).toEqual(loadConfig({}))
  })

  test('every setting has a line of explanation before it', () => {
    const lines = readFileSync(new URL('.env.example', root), 'utf8').split('\n')
    let comment = false
    for (const line of lines) {
      if (line.startsWith('#')) comment = true
      if (/^[A-Z]/.test(line)) expect(comment, line).toBe(true)
      if (line === '') comment = false
    }
  })
})

function messageOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  throw new Error('nothing was refused')
}
