/** What the console shows for a callback: any string, and 43 characters that make an AES key. Both are secrets. */
export type CallbackKeys = Readonly<{ token: string; encodingAesKey: string }>

/** A self-built app (自建应用). Without `callback` it can write, but neither hear nor send cards with buttons. */
export type WecomApp = Readonly<{
  corpId: string
  agentId: number
  secret: string
  callback?: CallbackKeys
}>

/** An AI bot (智能机器人): the only way to hear a group. The console allows one of the two modes at a time. */
export type WecomBot =
  | Readonly<{ mode: 'socket'; botId: string; secret: string }>
  | Readonly<{ mode: 'webhook'; botId?: string; callback: CallbackKeys }>

/** Everything about WeCom that can be set from outside. At least one of app, bot and webhook keys is there. */
export type WecomSettings = Readonly<{
  /** Origin of the API, e.g. https://qyapi.weixin.qq.com . */
  apiBase: string
  /** Address of the AI bot's long connection, e.g. wss://openws.work.weixin.qq.com . */
  socketUrl: string
  app?: WecomApp
  bot?: WecomBot
  /** Keys of group webhook robots, by the name of the group or its chat id. Whoever has a key can post. */
  webhookKeys: Readonly<Record<string, string>>
}>

/** The published addresses; configurable so that a private deployment or a local double can stand in. */
export const officialAddresses = {
  apiBase: 'https://qyapi.weixin.qq.com',
  socketUrl: 'wss://openws.work.weixin.qq.com',
} as const

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the WECOM_ settings, or lists every fault in Chinese, each beginning with the name of its setting. No value is
 * ever repeated. Neither settings nor faults: WeCom is not configured.
 */
export function readWecomSettings(
  env: Environment,
): Readonly<{ settings?: WecomSettings; faults: readonly string[] }> {
  const faults: string[] = []
  const value = (name: string): string | undefined => env[name]?.trim() || undefined
  const demand = (name: string, because: string): string => {
    const given = value(name)
    if (given === undefined) faults.push(`${name} 缺少：${because}`)
    return given ?? ''
  }
  const keys = (token: string, aesKey: string, because: string): CallbackKeys => ({
    token: demand(token, because),
    encodingAesKey: aesKeyOf(aesKey, demand(aesKey, because)),
  })
  const aesKeyOf = (name: string, key: string): string => {
    if (key !== '' && !/^[A-Za-z0-9+/]{43}$/.test(key)) faults.push(`${name} 要写后台显示的 43 个字符`)
    return key
  }

  const app = readApp()
  const bot = readBot()
  const webhookKeys = readKeys(value('WECOM_WEBHOOK_KEYS') ?? '', faults)
  const settings: WecomSettings = {
    apiBase: addressOf('WECOM_API_BASE', officialAddresses.apiBase, /^https?:$/),
    socketUrl: addressOf('WECOM_SOCKET_URL', officialAddresses.socketUrl, /^wss?:$/),
    ...(app && { app }),
    ...(bot && { bot }),
    webhookKeys,
  }
  if (faults.length > 0) return { faults }
  return app || bot || Object.keys(webhookKeys).length > 0 ? { settings, faults } : { faults }

  function readApp(): WecomApp | undefined {
    const names = ['WECOM_CORP_ID', 'WECOM_AGENT_ID', 'WECOM_APP_SECRET', 'WECOM_CALLBACK_TOKEN']
    if (!names.some((name) => value(name) !== undefined)) return undefined
    const because = '用自建应用要写 WECOM_CORP_ID、WECOM_AGENT_ID、WECOM_APP_SECRET 三项'
    const corpId = demand('WECOM_CORP_ID', because)
    const agentId = demand('WECOM_AGENT_ID', because)
    if (agentId !== '' && !/^\d{1,15}$/.test(agentId)) faults.push('WECOM_AGENT_ID 要写数字')
    const secret = demand('WECOM_APP_SECRET', because)
    const hears = value('WECOM_CALLBACK_TOKEN') ?? value('WECOM_ENCODING_AES_KEY')
    return {
      corpId,
      agentId: Number(agentId),
      secret,
      ...(hears !== undefined && {
        callback: keys(
          'WECOM_CALLBACK_TOKEN',
          'WECOM_ENCODING_AES_KEY',
          '应用的接收消息要 Token 和 EncodingAESKey 两项',
        ),
      }),
    }
  }

  function readBot(): WecomBot | undefined {
    const mode = value('WECOM_AIBOT_MODE') ?? 'socket'
    const botId = value('WECOM_AIBOT_ID')
    const given = [botId, value('WECOM_AIBOT_SECRET'), value('WECOM_AIBOT_TOKEN')]
    if (mode !== 'socket' && mode !== 'webhook') {
      faults.push('WECOM_AIBOT_MODE 只能是 socket 或 webhook')
      return undefined
    }
    if (given.every((part) => part === undefined)) return undefined
    if (mode === 'socket') {
      const because = '智能机器人长连接要写 WECOM_AIBOT_ID 和 WECOM_AIBOT_SECRET'
      return {
        mode,
        botId: demand('WECOM_AIBOT_ID', because),
        secret: demand('WECOM_AIBOT_SECRET', because),
      }
    }
    const because = '智能机器人网址回调要写 WECOM_AIBOT_TOKEN 和 WECOM_AIBOT_ENCODING_AES_KEY'
    return {
      mode,
      ...(botId !== undefined && { botId }),
      callback: keys('WECOM_AIBOT_TOKEN', 'WECOM_AIBOT_ENCODING_AES_KEY', because),
    }
  }

  function addressOf(name: string, fallback: string, scheme: RegExp): string {
    const given = value(name) ?? fallback
    if (!URL.canParse(given) || !scheme.test(new URL(given).protocol) || !isSafe(new URL(given))) {
      faults.push(`${name} 要写完整的网址，例如 ${fallback}`)
      return fallback
    }
    return given.replace(/\/+$/, '')
  }
}

/** Without TLS secrets would travel in the open, so that is for loopback only. */
function isSafe({ protocol, hostname }: URL): boolean {
  return /^(https|wss):$/.test(protocol) || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
}

/** `城关镇工作群=KEY`, several of them parted by commas, semicolons or line breaks. */
function readKeys(text: string, faults: string[]): Readonly<Record<string, string>> {
  const pairs = text
    .split(/[,，;；\n]/)
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair) => [
      pair.slice(0, pair.lastIndexOf('=')).trim(),
      pair.slice(pair.lastIndexOf('=') + 1).trim(),
    ])
  if (pairs.some(([name, key]) => !name || !/^[\w-]{8,128}$/.test(key ?? '')))
    faults.push('WECOM_WEBHOOK_KEYS 每项写成 群名=KEY，几项用逗号隔开，KEY 是网址里 key= 后面的那一段')
  return Object.fromEntries(pairs)
}
