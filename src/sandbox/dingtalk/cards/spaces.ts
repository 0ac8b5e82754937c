import { ApiError, fieldsOf, textOf } from '../../http.ts'
import type { Fields } from '../../http.ts'

/** One place that a card is to be delivered to. */
export type Space = Readonly<{ type: 'IM_GROUP' | 'IM_ROBOT'; id: string; deliver: Fields }>

const models = {
  IM_GROUP: { space: 'imGroupOpenSpaceModel', deliver: 'imGroupOpenDeliverModel' },
  IM_ROBOT: { space: 'imRobotOpenSpaceModel', deliver: 'imRobotOpenDeliverModel' },
} as const

/**
 * The spaces of `dtv1.card//TYPE.id;TYPE.id`, each with its deliver model (KB0783). `card` is the request that created the
 * card, which must hold a space model for each; throws the platform's errors.
 */
export function spacesOf(body: Fields, card: Fields): readonly Space[] {
  const openSpaceId = textOf(body['openSpaceId'])
  if (openSpaceId === '') throw new ApiError(400, 'param.openSpaceIdEmpty', 'openSpaceId不能为空')
  const list = /^dtv1\.card\/\/(.+)$/.exec(openSpaceId)?.[1]
  if (list === undefined || openSpaceId.length > 1_000) throw invalidSpace()
  return list.split(';').map((each) => {
    const dot = each.indexOf('.')
    const id = each.slice(dot + 1)
    // The pages write im_group, the SDKs IM_GROUP.
    const type = each.slice(0, Math.max(dot, 0)).toUpperCase()
    if ((type !== 'IM_GROUP' && type !== 'IM_ROBOT') || id === '') throw invalidSpace()
    if (!fieldsOf(card[models[type].space]))
      throw new ApiError(400, 'param.openSpaceModelInvalid', `缺少${models[type].space}`)
    const deliver = fieldsOf(body[models[type].deliver])
    if (!deliver) throw new ApiError(400, 'param.openDeliverModelEmpty', `缺少${models[type].deliver}`)
    if (type === 'IM_ROBOT' && textOf(deliver['spaceType']) !== 'IM_ROBOT')
      throw new ApiError(400, 'param.openDeliverModelError', 'spaceType应为IM_ROBOT')
    if (type === 'IM_GROUP' && textOf(deliver['robotCode']) === '')
      throw new ApiError(400, 'param.openDeliverModelError', 'robotCode不能为空')
    return { type, id, deliver }
  })
}

function invalidSpace(): ApiError {
  return new ApiError(400, 'param.openSpaceIdInvalid', 'openSpaceId不合法')
}
