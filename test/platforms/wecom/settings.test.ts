import { describe, expect, test } from 'vitest'
import { officialAddresses, readWecomSettings } from '../../../src/platforms/wecom/settings.ts'

const aesKey = 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY'
const app = {
  WECOM_CORP_ID: 'wwinvented0001',
  WECOM_AGENT_ID: '1000002',
  WECOM_APP_SECRET: 'invented-secret',
}

describe('the settings of WeCom', () => {
  test('left out are no fault', () => {
    expect(readWecomSettings({ WECOM_AIBOT_MODE: 'socket', WECOM_CORP_ID: ' ' })).toEqual({ faults: [] })
  })
  test('of an app that hears and an AI bot on the socket', () => {
    const { settings, faults } = readWecomSettings({
      ...app,
      WECOM_CALLBACK_TOKEN: 'token',
      WECOM_ENCODING_AES_KEY: aesKey,
      WECOM_AIBOT_ID: 'bot',
      WECOM_AIBOT_SECRET: 'bot-secret',
      WECOM_WEBHOOK_KEYS: '城关镇工作群=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa，河东=abcdefgh',
    })
    expect(faults).toEqual([])
    expect(settings).toEqual({
      ...officialAddresses,
      app: {
        corpId: 'wwinvented0001',
        agentId: 1000002,
        secret: 'invented-secret',
        callback: { token: 'token', encodingAesKey: aesKey },
      },
      bot: { mode: 'socket', botId: 'bot', secret: 'bot-secret' },
      webhookKeys: { 城关镇工作群: '693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa', 河东: 'abcdefgh' },
    })
  })
  test('of an AI bot by callback need its two keys only', () => {
    const env = { WECOM_AIBOT_MODE: 'webhook', WECOM_AIBOT_TOKEN: 't', WECOM_AIBOT_ENCODING_AES_KEY: aesKey }
    expect(readWecomSettings(env).settings?.bot).toEqual({
      mode: 'webhook',
      callback: { token: 't', encodingAesKey: aesKey },
    })
  })
  test.each([
    [{ ...app, WECOM_APP_SECRET: '' }, 'WECOM_APP_SECRET'],
    [{ ...app, WECOM_AGENT_ID: 'agent' }, 'WECOM_AGENT_ID'],
    [{ ...app, WECOM_CALLBACK_TOKEN: 'token' }, 'WECOM_ENCODING_AES_KEY'],
    [{ ...app, WECOM_CALLBACK_TOKEN: 'token', WECOM_ENCODING_AES_KEY: 'short' }, 'WECOM_ENCODING_AES_KEY'],
    [{ WECOM_AIBOT_ID: 'bot' }, 'WECOM_AIBOT_SECRET'],
    [{ WECOM_AIBOT_MODE: 'webhook', WECOM_AIBOT_ID: 'bot' }, 'WECOM_AIBOT_TOKEN'],
    [{ WECOM_AIBOT_MODE: 'carrier-pigeon' }, 'WECOM_AIBOT_MODE'],
    [{ WECOM_WEBHOOK_KEYS: '工作群' }, 'WECOM_WEBHOOK_KEYS'],
    [{ WECOM_WEBHOOK_KEYS: '工作群=https://example.org/?key=abc' }, 'WECOM_WEBHOOK_KEYS'],
    [{ ...app, WECOM_API_BASE: 'qyapi' }, 'WECOM_API_BASE'],
    [{ ...app, WECOM_API_BASE: 'http://example.org' }, 'WECOM_API_BASE'],
    [{ ...app, WECOM_SOCKET_URL: 'https://example.org' }, 'WECOM_SOCKET_URL'],
  ])('that cannot work are named, their values never (%#)', (env, name) => {
    const { settings, faults } = readWecomSettings(env)
    expect(settings).toBeUndefined()
    expect(faults.some((fault) => fault.startsWith(name))).toBe(true)
    expect(faults.join('')).not.toMatch(/invented-secret|short|carrier/)
  })
  test('may point to a double on this machine', () => {
    const env = { ...app, WECOM_API_BASE: 'http://127.0.0.1:4000/', WECOM_SOCKET_URL: 'ws://127.0.0.1:4001' }
    expect(readWecomSettings(env).settings).toMatchObject({ apiBase: 'http://127.0.0.1:4000' })
  })
})
