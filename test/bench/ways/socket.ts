import { wecom } from './secrets.ts'
import type { Way } from './way.ts'

/** WeCom's AI bot over its long connection, the bench playing the gateway. */
export const socket: Way = {
  platform: 'wecom',
  people: 192,
  // 32 chats at a time with three messages each under way: more than three from one chat WeCom does not let through.
  lanes: 96,
  greets: true,
  load: 'sinks/socket.ts',
  sink: 'sinks/socket.ts',
  env: (sinkUrl) => ({
    WECOM_AIBOT_ID: wecom.botId,
    WECOM_AIBOT_SECRET: wecom.botSecret,
    WECOM_SOCKET_URL: sinkUrl.replace('http', 'ws'),
    WECOM_API_BASE: sinkUrl,
  }),
  target: () => '',
  says: [
    "the long connection of WeCom's AI bot: the answer leaves as aibot_respond_msg, the notice as aibot_send_msg",
    'callbacks have no ack there: a sender goes on when he is answered, and ack means that the event is committed, which a trigger tells; it is there only while messages come steadily, so accepted/s is not measured',
  ].join('\n'),
}
