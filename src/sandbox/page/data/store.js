/** @typedef {import('../../types.ts').SandboxMessage} Message */
/** @typedef {import('../../types.ts').SandboxState} State */
/** @typedef {import('../../types.ts').SandboxChat} Chat */
/** @typedef {import('../../types.ts').SandboxPerson} Person */
/** @typedef {'people' | 'list' | 'append' | 'redraw' | 'reset' | 'clock' | 'bot' | 'faults' | 'open' | 'me'} Topic */

const KEPT_PER_CHAT = 2000

/**
 * What the page knows, as plain data with a list of listeners per topic. Holds no DOM.
 * `append` and `redraw` carry the message, the other topics nothing.
 */
export function createStore() {
  /** @type {Map<Topic, ((message?: Message) => void)[]>} */
  const listeners = new Map()
  /** @type {Map<string, Message[]>} */
  const messages = new Map()
  /** @type {Map<string, number>} message → when it was heard live, by the window's own clock */
  let heard = new Map()
  /** @type {Map<string, string>} chat → id of the newest message seen */
  let seen = new Map()

  const store = {
    me: '',
    /** The chat that is in front of the viewer's eyes, if any. */
    open: '',
    now: 0,
    /** When `now` was heard, by the window's own monotonic clock. */
    heardAt: 0,
    ticking: true,
    bot: { name: '清患', connected: true },
    /** The bot on WeCom, where there is one. @type {State['wecom']} */
    wecom: undefined,
    /** @type {readonly Person[]} */
    people: [],
    /** @type {readonly Chat[]} */
    chats: [],
    /** @type {State['faults'] | undefined} */
    faults: undefined,
    on,
    emit,
    become,
    takeState,
    takeMessage,
    takeClock,
    show,
    look,
    messagesOf,
    unread,
    person,
    time,
  }
  return store

  /** @param {Topic} topic @param {(message?: Message) => void} listener */
  function on(topic, listener) {
    listeners.set(topic, [...(listeners.get(topic) ?? []), listener])
  }

  /** @param {Topic} topic @param {Message} [message] */
  function emit(topic, message) {
    for (const listener of listeners.get(topic) ?? []) listener(message)
  }

  /** Starts over as somebody else. @param {string} userId */
  function become(userId) {
    store.me = userId
    store.open = ''
    messages.clear()
    heard = new Map()
    seen = readSeen(userId)
    emit('me')
  }

  /**
   * What the sandbox says stands, except for what was heard after it was asked at `askedAt` (the window's own clock).
   * @param {State} state @param {number} askedAt
   */
  function takeState(state, askedAt) {
    heard = new Map([...heard].filter(([, at]) => at > askedAt))
    store.people = state.people
    store.chats = state.chats
    store.bot = state.bot
    store.wecom = state.wecom
    store.faults = state.faults
    takeClock(state.now)
    for (const chat of state.chats) {
      merge(
        chat.id,
        state.messages.filter((one) => one.chat === chat.id),
      )
    }
    emit('people')
    emit('bot')
    emit('faults')
    emit('list')
  }

  /** @param {string} chat @param {readonly Message[]} fresh */
  function merge(chat, fresh) {
    const known = messages.get(chat) ?? []
    const ids = new Set(fresh.map((one) => one.id))
    const first = known.findIndex((one) => ids.has(one.id))
    // Without anything in common the sandbox has started over, or said too much meanwhile: the old goes.
    const older = first === -1 ? [] : known.slice(0, first)
    const newer = known.filter((one) => !ids.has(one.id) && heard.has(one.id) && !older.includes(one))
    const next = [...older, ...fresh, ...newer]
    messages.set(chat, next)
    if (chat !== store.open) return
    const same = known.every((one, i) => next[i]?.id === one.id)
    if (!same || (known.length === 0 && next.length > 0)) emit('reset')
    else {
      for (const [i, one] of next.entries()) {
        const before = known[i]
        if (!before) emit('append', one)
        else if (differs(before, one)) emit('redraw', one)
      }
    }
    markSeen()
  }

  /** @param {Message} message */
  function takeMessage(message) {
    const list = messages.get(message.chat) ?? []
    messages.set(message.chat, list)
    const i = list.findIndex((one) => one.id === message.id)
    const before = list[i]
    if (before) {
      // A late redraw must not bring an older card back.
      if (message.revision < before.revision) return
      list[i] = message
      if (message.chat === store.open) emit('redraw', message)
    } else {
      list.push(message)
      heard.set(message.id, performance.now())
      if (list.length > KEPT_PER_CHAT) list.splice(0, list.length - KEPT_PER_CHAT)
      if (message.chat === store.open) emit('append', message)
    }
    markSeen()
    emit('list')
  }

  /** @param {string} now ISO time */
  function takeClock(now) {
    const at = Date.parse(now)
    const waited = performance.now() - store.heardAt
    // A sandbox whose clock stands still is recognised after a while and then shown standing still.
    if (store.heardAt > 0 && waited > 5000) store.ticking = at !== store.now
    store.now = at
    store.heardAt = performance.now()
    emit('clock')
  }

  /** The sandbox's time at this moment, in milliseconds since 1970. */
  function time() {
    return store.ticking ? store.now + (performance.now() - store.heardAt) : store.now
  }

  /** Brings a chat in front, or none. @param {string} chat */
  function show(chat) {
    store.open = chat
    markSeen()
    emit('open')
    emit('list')
  }

  /** The viewer's eyes are back on the window. */
  function look() {
    markSeen()
    emit('list')
  }

  function markSeen() {
    const last = messages.get(store.open)?.at(-1)
    if (!last || document.visibilityState === 'hidden' || seen.get(store.open) === last.id) return
    seen.set(store.open, last.id)
    writeSeen(store.me, seen)
  }

  /** @param {string} chat @returns {readonly Message[]} */
  function messagesOf(chat) {
    return messages.get(chat) ?? []
  }

  /** How many messages of others wait, and whether one of them @s the viewer. @param {string} chat */
  function unread(chat) {
    const list = messagesOf(chat)
    const last = seen.get(chat)
    let count = 0
    let mentioned = false
    for (let i = list.length - 1; i >= 0 && count < 100; i -= 1) {
      const one = list[i]
      if (!one || one.id === last) break
      // Whoever answered has read what came before.
      if (one.from === store.me) break
      if (one.from === 'system') continue
      count += 1
      mentioned ||= one.mentions.includes(store.me)
    }
    return { count, mentioned }
  }

  /** @param {string} userId */
  function person(userId) {
    return store.people.find((one) => one.userId === userId)
  }
}

/** @typedef {ReturnType<typeof createStore>} Store */

/** @param {Message} a @param {Message} b */
function differs(a, b) {
  return a.revision !== b.revision || a.recalled !== b.recalled || a.buttons.length !== b.buttons.length
}

/** @param {string} userId @returns {Map<string, string>} */
function readSeen(userId) {
  try {
    return new Map(Object.entries(JSON.parse(sessionStorage.getItem(`seen:${userId}`) ?? '{}')))
  } catch {
    return new Map()
  }
}

/** @param {string} userId @param {ReadonlyMap<string, string>} seen */
function writeSeen(userId, seen) {
  try {
    sessionStorage.setItem(`seen:${userId}`, JSON.stringify(Object.fromEntries(seen)))
  } catch {
    // Without storage the badges only forget across reloads.
  }
}
