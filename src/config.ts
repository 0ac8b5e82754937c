import { z } from 'zod'
import { readWecomSettings, type WecomSettings } from './platforms/wecom/settings.ts'

const text = z.string().trim().min(1)
const base = (fallback: string) =>
  z
    .url({ protocol: /^https?$/, error: '要写完整的网址，例如 https://…' })
    .transform((url) => url.replace(/\/+$/, ''))
    .default(fallback)

const Environment = z
  .object({
    PORT: z.coerce.number({ error: '要写端口号' }).int().min(0).max(65_535).default(3000),
    HOST: text.default('127.0.0.1'),
    DATABASE_URL: z
      .string()
      .regex(/^postgres(ql)?:\/\//, { error: '要写成 postgresql://用户:密码@主机:5432/库名' })
      .optional(),
    DATA_DIR: text.default('.data'),
    LOG_LEVEL: z
      .enum(['debug', 'info', 'warn', 'error'], { error: '只能是 debug、info、warn、error' })
      .default('info'),
    DINGTALK_CLIENT_ID: text.optional(),
    DINGTALK_CLIENT_SECRET: text.optional(),
    DINGTALK_ROBOT_CODE: text.optional(),
    DINGTALK_MODE: z.enum(['stream', 'webhook'], { error: '只能是 stream 或 webhook' }).default('stream'),
    DINGTALK_API_BASE: base('https://api.dingtalk.com'),
    DINGTALK_OAPI_BASE: base('https://oapi.dingtalk.com'),
    DINGTALK_CARD_TEMPLATE_ID: text.optional(),
    DINGTALK_CARD_CALLBACK_SECRET: text.optional(),
  })
  .superRefine((env, context) => {
    const demand = (name: keyof typeof env, because: string): void => {
      if (env[name] === undefined)
        context.addIssue({ code: 'custom', path: [name], message: `缺少：${because}` })
    }
    if (env.DINGTALK_CLIENT_ID) demand('DINGTALK_CLIENT_SECRET', '写了 DINGTALK_CLIENT_ID 就要写它')
    else if (env.DINGTALK_CLIENT_SECRET) demand('DINGTALK_CLIENT_ID', '写了 DINGTALK_CLIENT_SECRET 就要写它')
    if (env.DINGTALK_MODE === 'webhook' && env.DINGTALK_CARD_TEMPLATE_ID) {
      demand('DINGTALK_CARD_CALLBACK_SECRET', 'webhook 模式下用互动卡片要写它')
    }
  })

/** One DingTalk app (企业内部应用) with its robot. */
export type DingtalkSettings = Readonly<{
  clientId: string
  clientSecret: string
  robotCode: string
  mode: 'stream' | 'webhook'
  apiBase: string
  oapiBase: string
  cardTemplateId?: string
  cardCallbackSecret?: string
}>

/** Everything that can be set from outside. */
export type Config = Readonly<{
  port: number
  host: string
  databaseUrl?: string
  dataDir: string
  logLevel: 'debug' | 'info' | 'warn' | 'error'
  /** Neither of these: no platform is configured, and `npm start` plays in the sandbox. */
  dingtalk?: DingtalkSettings
  wecom?: WecomSettings
}>

/** Reads the whole environment once, or throws with one line for every setting that is wrong. Empty values count as absent. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
  const result = Environment.safeParse(given)
  const wecom = readWecomSettings(given)
  const faults = [
    ...(result.error?.issues ?? []).map(({ path, message }) => `${path.join('.')} ${message}`),
    ...wecom.faults,
  ]
  if (!result.success || faults.length > 0) throw new Error(`设置有误：\n${[...new Set(faults)].join('\n')}`)
  const e = result.data
  return Object.freeze({
    port: e.PORT,
    host: e.HOST,
    dataDir: e.DATA_DIR,
    logLevel: e.LOG_LEVEL,
    ...(e.DATABASE_URL ? { databaseUrl: e.DATABASE_URL } : {}),
    ...(wecom.settings ? { wecom: wecom.settings } : {}),
    ...(e.DINGTALK_CLIENT_ID && e.DINGTALK_CLIENT_SECRET
      ? {
          dingtalk: {
            clientId: e.DINGTALK_CLIENT_ID,
            clientSecret: e.DINGTALK_CLIENT_SECRET,
            robotCode: e.DINGTALK_ROBOT_CODE ?? e.DINGTALK_CLIENT_ID,
            mode: e.DINGTALK_MODE,
            apiBase: e.DINGTALK_API_BASE,
            oapiBase: e.DINGTALK_OAPI_BASE,
            ...(e.DINGTALK_CARD_TEMPLATE_ID ? { cardTemplateId: e.DINGTALK_CARD_TEMPLATE_ID } : {}),
            ...(e.DINGTALK_CARD_CALLBACK_SECRET
              ? { cardCallbackSecret: e.DINGTALK_CARD_CALLBACK_SECRET }
              : {}),
          },
        }
      : {}),
  })
}
