/** A code that lets a sent card be drawn anew once, within 72 hours, and for whom. It is a secret: never logged. */
export type ResponseCode = Readonly<{ responseCode: string; userId: string }>

/**
 * Where response codes are kept until a card changes; in the database, because a card outlives the program. A card may
 * have several: one from when it was sent, and one more from every press.
 */
export interface Cards {
  remember(cardId: string, responseCode: string, userId: string): Promise<void>
  /** Takes the newest code of that card away, if there is one that is younger than 72 hours. */
  take(cardId: string): Promise<ResponseCode | undefined>
}
