import { DINGTALK_SECRET } from './secrets.ts'
import type { Way } from './way.ts'

/** DingTalk: signed robot callbacks, answered by session webhook. */
export const webhook: Way = {
  platform: 'dingtalk',
  people: 32,
  lanes: 32,
  greets: true,
  load: 'load/webhook.ts',
  sink: 'sinks/webhook.ts',
  env: (sinkUrl) => ({
    DINGTALK_CLIENT_ID: 'dingbench',
    DINGTALK_CLIENT_SECRET: DINGTALK_SECRET,
    DINGTALK_MODE: 'webhook',
    DINGTALK_API_BASE: sinkUrl,
    DINGTALK_OAPI_BASE: sinkUrl,
  }),
  target: (programUrl) => `${programUrl}/dingtalk/robot`,
  says: "DingTalk's robot callbacks: both messages leave by session webhook; acked is HTTP 200",
}
