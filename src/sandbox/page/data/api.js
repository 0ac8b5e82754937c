/** @typedef {import('../../types.ts').SandboxState} State */
/** @typedef {import('../../types.ts').SandboxMessage} Message */
/** @typedef {import('../../types.ts').SandboxFaults} Faults */

const BASE = './sandbox/api/'

/** @param {Response} response @returns {Promise<unknown>} */
async function answerOf(response) {
  const body = await response.json().catch(() => ({}))
  if (response.ok) return body
  const said = body && typeof body === 'object' ? (body.toast ?? body.message ?? body.error) : undefined
  // Only sentences made for people are shown; anything else becomes one.
  throw new Error(
    typeof said === 'string' && /[\u4e00-\u9fff]/u.test(said)
      ? said
      : `没有成功（${response.status}），请再试一次`,
  )
}

/** @param {string} path @param {RequestInit} init */
async function ask(path, init) {
  const response = await fetch(BASE + path, init).catch(() => {
    throw new Error('连不上演练服务，请看看它是否还开着')
  })
  return answerOf(response)
}

/** @param {string} path @param {unknown} body */
function post(path, body) {
  return ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-sandbox': '1' },
    body: JSON.stringify(body),
  })
}

/**
 * Everything that the viewer may see. @param {string} as
 * @returns {Promise<State>}
 */
export async function fetchState(as) {
  return /** @type {State} */ (
    await ask(`state?as=${encodeURIComponent(as)}`, { headers: { 'x-sandbox': '1' } })
  )
}

/**
 * Sentences to try, or undefined where the sandbox offers none.
 * @param {string} as
 * @returns {Promise<readonly string[] | undefined>}
 */
export async function fetchPhrases(as) {
  try {
    const found = await ask(`phrases?as=${encodeURIComponent(as)}`, { headers: { 'x-sandbox': '1' } })
    if (!Array.isArray(found)) return undefined
    const said = found.filter((one) => typeof one === 'string' && one !== '')
    return said.length > 0 ? said : undefined
  } catch {
    return undefined
  }
}

/**
 * Says something as somebody; resolves once the sandbox has it. Rejects with a sentence for the person.
 * @param {Readonly<{ as: string, chat: string, text: string, at?: boolean, mention?: readonly string[], pictures?: readonly string[], files?: readonly string[], quote?: string }>} said
 */
export function say(said) {
  return post('say', said)
}

/**
 * Presses a button of a message.
 * @param {Readonly<{ as: string, message: string, button: number, choices?: Readonly<Record<string, readonly string[]>> }>} pressed
 * @returns {Promise<Readonly<{ ok: boolean, toast?: string }>>}
 */
export async function press(pressed) {
  return /** @type {{ ok: boolean, toast?: string }} */ (await post('press', pressed))
}

/**
 * Says that somebody opened a chat with WeCom's bot, or chose from the menu of WeCom's app.
 * @param {Readonly<{ as: string, chat: string, key?: string }>} done
 */
export function visit(done) {
  return post(done.key === undefined ? 'enter' : 'menu', done)
}

/**
 * Hands a picture over. @param {Blob} blob
 * @returns {Promise<Readonly<{ id: string, url: string }>>}
 */
export async function addPicture(blob) {
  const headers = { 'content-type': blob.type, 'x-sandbox': '1' }
  return /** @type {{ id: string, url: string }} */ (
    await ask('picture', { method: 'POST', headers, body: blob })
  )
}

/**
 * Hands a document over. @param {File} file
 * @returns {Promise<Readonly<{ id: string }>>}
 */
export async function addFile(file) {
  const headers = { 'content-type': 'application/octet-stream', 'x-sandbox': '1' }
  return /** @type {{ id: string }} */ (
    await ask(`file?name=${encodeURIComponent(file.name)}`, { method: 'POST', headers, body: file })
  )
}

/**
 * Moves the clock; resolves when everything due on the way has happened. @param {number} to
 * @returns {Promise<Readonly<{ now: string }>>}
 */
export async function moveClock(to) {
  return /** @type {{ now: string }} */ (await post('clock', { to: new Date(to).toISOString() }))
}

/**
 * Orders a fault. @param {Partial<Faults> | { drop: import('../../types.ts').SandboxDrop }} fault
 * @returns {Promise<Faults>}
 */
export async function orderFault(fault) {
  return /** @type {Faults} */ (await post('fault', fault))
}

/**
 * Follows what happens, and comes back by itself after every loss; `opened` is called each time it is live.
 * @param {string} as
 * @param {Readonly<{ opened: () => void, lost: () => void, message: (m: Message) => void, changed: () => void, clock: (now: string) => void }>} to
 * @returns {() => void} stops following
 */
export function follow(as, to) {
  /** @type {EventSource | undefined} */
  let source
  let stopped = false
  let failures = 0
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let retry

  function connect() {
    source = new EventSource(`${BASE}stream?as=${encodeURIComponent(as)}`)
    source.addEventListener('open', () => {
      failures = 0
      to.opened()
    })
    source.addEventListener('message', (event) => to.message(JSON.parse(event.data)))
    source.addEventListener('state', () => to.changed())
    source.addEventListener('clock', (event) => to.clock(JSON.parse(event.data).now))
    source.addEventListener('error', () => {
      // Browsers give up for good on some answers, so the page always starts over itself.
      source?.close()
      if (stopped) return
      failures += 1
      if (failures > 1) to.lost()
      retry = setTimeout(connect, Math.min(8000, 300 * 2 ** failures))
    })
  }

  connect()
  return () => {
    stopped = true
    clearTimeout(retry)
    source?.close()
  }
}
