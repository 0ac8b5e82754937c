import { wecom } from './secrets.ts'
import type { Way } from './way.ts'

/** WeCom's self-built app: encrypted XML callbacks, answered by message/send. */
export const app: Way = {
  platform: 'wecom',
  people: 192,
  lanes: 32,
  greets: false,
  load: 'load/app.ts',
  sink: 'sinks/app.ts',
  env: (sinkUrl) => ({
    WECOM_CORP_ID: wecom.corpId,
    WECOM_AGENT_ID: wecom.agentId,
    WECOM_APP_SECRET: wecom.appSecret,
    WECOM_CALLBACK_TOKEN: wecom.token,
    WECOM_ENCODING_AES_KEY: wecom.aesKey,
    WECOM_API_BASE: sinkUrl,
  }),
  target: (programUrl) => `${programUrl}/wecom/app`,
  says: "the encrypted callbacks of WeCom's app: both messages leave as cards by message/send; acked is the empty HTTP 200",
}
