/** The secret with which the bench signs as DingTalk would. */
export const DINGTALK_SECRET = 'invented-bench-secret'

/** What the bench's WeCom knows of the program, and the program of it. */
export const wecom = {
  corpId: 'wwbench',
  agentId: '1000002',
  appSecret: 'invented-bench-app-secret',
  token: 'inventedBenchToken',
  aesKey: 'inventedBench0123456789ABCDEFGHIJKLMNOPQRST',
  botId: 'aib-bench',
  botSecret: 'invented-bench-bot-secret',
} as const
