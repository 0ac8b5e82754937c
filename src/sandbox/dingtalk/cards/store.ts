import type { Button, Face } from '../../chats.ts'
import { fieldsOf, parseFields, textOf } from '../../http.ts'
import type { Fields } from '../../http.ts'

export type Variables = Readonly<Record<string, string>>

/** One interactive card: its data per viewer and where it has been delivered. */
export type CardInstance = {
  readonly outTrackId: string
  readonly callbackType: string
  readonly routeKey: string
  /** 1: callbacks name the staffId. */
  readonly userIdType: number
  public: Variables
  readonly private: Map<string, Variables>
  /** Public data from a click's answer, which only the clicking person sees. */
  readonly own: Map<string, Readonly<{ whole: boolean; values: Variables }>>
  /** Message ids of its deliveries. */
  readonly messages: string[]
}

/** The map's values, if every one of them is a string: anything else makes the platform's clients ignore the card. */
export function variablesOf(data: unknown): Variables | undefined {
  const map = fieldsOf(fieldsOf(data)?.['cardParamMap'])
  if (!map) return undefined
  const fits = Object.entries(map).every(
    ([key, value]) => typeof value === 'string' && Buffer.byteLength(key) <= 100,
  )
  return fits && Buffer.byteLength(JSON.stringify(map)) <= 100 * 1024 ? (map as Variables) : undefined
}

/** The variables as one viewer sees them: private ones win over public ones (CARD-03/0005). */
export function variablesFor(card: CardInstance, viewer: string | undefined): Variables {
  if (viewer === undefined) return card.public
  const own = card.own.get(viewer)
  return {
    ...(own?.whole ? {} : card.public),
    ...own?.values,
    ...card.private.get(viewer),
  }
}

/** Sets public data for everyone: all of it, or key by key (KB0782: without the option the rest vanishes). */
export function setPublic(card: CardInstance, values: Variables, byKey: boolean): void {
  card.public = byKey ? { ...card.public, ...values } : values
  for (const [viewer, own] of [...card.own]) {
    const left = Object.fromEntries(Object.entries(own.values).filter(([key]) => !(key in values)))
    if (byKey && Object.keys(left).length > 0) card.own.set(viewer, { whole: own.whole, values: left })
    else card.own.delete(viewer)
  }
}

/** Sets one viewer's private data. */
export function setPrivate(card: CardInstance, viewer: string, values: Variables, byKey: boolean): void {
  card.private.set(viewer, byKey ? { ...card.private.get(viewer), ...values } : values)
}

/** Applies a click's synchronous answer for the person who clicked (CARD-01/0010); false when its data is unusable. */
export function applyAnswer(card: CardInstance, viewer: string, answer: Fields): boolean {
  const options = fieldsOf(answer['cardUpdateOptions'])
  const shared = answer['cardData'] == null ? {} : variablesOf(answer['cardData'])
  const own = answer['userPrivateData'] == null ? {} : variablesOf(answer['userPrivateData'])
  if (!shared || !own) return false
  if (answer['cardData'] != null) {
    const byKey = options?.['updateCardDataByKey'] === true
    const before = card.own.get(viewer)
    card.own.set(
      viewer,
      byKey
        ? { whole: before?.whole ?? false, values: { ...before?.values, ...shared } }
        : { whole: true, values: shared },
    )
  }
  if (answer['userPrivateData'] != null)
    setPrivate(card, viewer, own, options?.['updatePrivateDataByKey'] === true)
  return true
}

/** How a card built on the product's template looks to a viewer: title, status, body and, until it is settled, buttons. */
export function cardFace(card: CardInstance, viewer: string | undefined): Face {
  const variables = variablesFor(card, viewer)
  const title = variables['title']
  return {
    text: variables['body'] ?? '',
    ...(title === undefined ? {} : { title }),
    buttons: variables['settled'] === 'true' ? [] : buttonsOf(card.outTrackId, variables['buttons']),
    variables,
  }
}

function buttonsOf(outTrackId: string, json: string | undefined): readonly Button[] {
  const list = parseFields(`{"list":${json === undefined || json === '' ? '[]' : json}}`)?.['list']
  if (!Array.isArray(list)) return []
  return list.flatMap((each): readonly Button[] => {
    const fields = fieldsOf(each)
    const label = textOf(fields?.['text'])
    if (label === '') return []
    const tone = tones[textOf(fields?.['color'])]
    return [
      {
        label,
        ...(tone ? { tone } : {}),
        press: {
          does: 'call',
          outTrackId,
          actionId: textOf(fields?.['actionId']),
          params: fieldsOf(fields?.['params']) ?? {},
        },
      },
    ]
  })
}

const tones: Readonly<Record<string, 'primary' | 'danger'>> = {
  blue: 'primary',
  primary: 'primary',
  red: 'danger',
  danger: 'danger',
}
