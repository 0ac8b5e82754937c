import { wecom } from '../../ways/secrets.ts'
import { unseal } from '../../ways/sealed.ts'
import { bodyOf, createBot, listen, type RivalOptions } from '../bot.ts'
import { postJson } from '../post.ts'
import { templateCard } from '../words.ts'

/** The encrypted callbacks of WeCom's app, answered by message/send. */
export function openApp({ port, sinkUrl, steps }: RivalOptions): void {
  let token: Promise<string> | undefined
  const tokenOf = async (): Promise<string> => {
    const query = new URLSearchParams({ corpid: wecom.corpId, corpsecret: wecom.appSecret })
    const response = await fetch(`${sinkUrl}/cgi-bin/gettoken?${query}`)
    return ((await response.json()) as { access_token: string }).access_token
  }

  const bot = createBot(steps, async ({ userId, cardId, words }) => {
    token ??= tokenOf()
    const body = {
      touser: userId,
      agentid: Number(wecom.agentId),
      msgtype: 'template_card',
      template_card: templateCard(words, cardId),
    }
    const { response_code } = await postJson(
      `${sinkUrl}/cgi-bin/message/send?access_token=${await token}`,
      body,
    )
    if (response_code !== undefined) await steps.keepCode(cardId, response_code, userId)
  })

  listen(port, (request, response) => {
    const end = (status: number): void => {
      response.statusCode = status
      response.end()
    }
    const { searchParams } = new URL(request.url ?? '', sinkUrl)
    bodyOf(request)
      .then(async (body) => {
        const message = unseal(searchParams, tag(body, 'Encrypt'))
        if (message === undefined) return end(401)
        const payload = {
          userId: tag(message, 'FromUserName'),
          messageId: tag(message, 'MsgId'),
          sentAt: Number(tag(message, 'CreateTime')) * 1000,
          text: tag(message, 'Content'),
        }
        await bot.accept({ platform: 'wecom', ...payload, payload })
        end(200)
      })
      .catch(() => end(503))
  })
}

/** The words of an element, in CDATA or bare. */
function tag(xml: string, name: string): string {
  const found = new RegExp(`<${name}>(?:<!\\[CDATA\\[)?(.*?)(?:\\]\\]>)?</${name}>`, 's').exec(xml)
  return found?.[1] ?? ''
}
