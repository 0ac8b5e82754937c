import { readFileSync } from 'node:fs'
import type { DingtalkSettings } from '../config.ts'
import type { Intake } from '../chat/outgoing.ts'
import { loadCardTemplate } from '../platforms/dingtalk/card-encoder.ts'
import { replyHosts } from '../platforms/dingtalk/http.ts'
import { createDingtalkMessenger } from '../platforms/dingtalk/messenger.ts'
import { dingtalkRoutes } from '../platforms/dingtalk/routes.ts'
import { startStream, type Stream, type StreamTimings } from '../platforms/dingtalk/stream.ts'
import { messengerDeps, type Home, type HomeDeps } from './home.ts'

/** The key under which the card callback address is registered in webhook mode (see README). */
const CARD_ROUTE_KEY = 'qinghuan'

/** Furnishes DingTalk. */
export function dingtalkHome(d: DingtalkSettings, deps: HomeDeps, timings?: Partial<StreamTimings>): Home {
  const { now, log, directories } = deps
  const file = new URL('../../cards/dingtalk-card.json', import.meta.url)
  const template = loadCardTemplate(JSON.parse(readFileSync(file, 'utf8')))
  const cardTemplate = d.cardTemplateId ? template : undefined
  const callback =
    d.mode === 'stream'
      ? ({ type: 'STREAM' } as const)
      : ({ type: 'HTTP', routeKey: CARD_ROUTE_KEY } as const)
  let stream: Stream | undefined

  return {
    platform: 'dingtalk',
    redraws: cardTemplate !== undefined,
    carriesFiles: true,
    messenger: createDingtalkMessenger(
      {
        ...d,
        ...(d.cardTemplateId ? { card: { templateId: d.cardTemplateId, template, callback } } : {}),
        nameOf: (userId) => directories.nameOf('dingtalk', userId),
        log,
      },
      messengerDeps('dingtalk', deps),
    ),
    routers: (intake) =>
      d.mode === 'webhook'
        ? [
            dingtalkRoutes({
              robotSecret: d.clientSecret,
              cardSecret: d.cardCallbackSecret,
              cardTemplate,
              allowedHosts: replyHosts(d),
              intake: counted(intake, deps),
              now,
              log,
            }),
          ]
        : [],
    start(intake) {
      if (d.mode !== 'stream') return
      stream = startStream({
        clientId: d.clientId,
        clientSecret: d.clientSecret,
        apiBase: d.apiBase,
        allowedHosts: replyHosts(d),
        cardTemplate,
        intake,
        now,
        log,
        meter: (kind) => deps.count('dingtalk', kind),
        timings,
      })
    },
    stop: async () => stream?.stop(),
    state() {
      const state = stream?.state()
      return { ok: !state || state.connected || state.failures < 3, mode: d.mode, ...state }
    },
  }
}

/** Pushes by webhook count against the month's quota as Stream pushes do. */
function counted(intake: Intake, deps: HomeDeps): Intake {
  return {
    ...intake,
    accept: (event) => {
      deps.count('dingtalk', 'webhook')
      return intake.accept(event)
    },
  }
}
