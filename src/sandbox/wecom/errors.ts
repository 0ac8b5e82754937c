/**
 * A refusal of WeCom: over HTTP always status 200, over the socket the acknowledgement. Where D90313 and the field leave
 * the code open, 40058 (invalid parameter) stands in.
 */
export class CgiError extends Error {
  override readonly name = 'CgiError'
  readonly errcode: number

  constructor(errcode: number, errmsg: string) {
    super(errmsg)
    this.errcode = errcode
  }
}

/** The message as the platform words it: with a hint and the caller's address (D90313). */
export function errmsgOf(error: CgiError): string {
  const hint = Math.trunc(performance.timeOrigin + performance.now())
  const more = `https://open.work.weixin.qq.com/devtool/query?e=${error.errcode}`
  return `${error.message}, hint: [${hint}], from ip: 127.0.0.1, more info at ${more}`
}
