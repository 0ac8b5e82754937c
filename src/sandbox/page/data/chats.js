/** @typedef {import('../../types.ts').SandboxChat} Chat */
/** @typedef {import('./store.js').Store} Store */

/**
 * The chat with that id, if the viewer has it.
 * @param {Store} store @param {string} id
 * @returns {Chat | undefined}
 */
export function chatOf(store, id) {
  return store.chats.find((one) => one.id === id)
}

/** @param {Chat | undefined} chat */
export function isWeCom(chat) {
  return chat?.platform === 'wecom'
}

/**
 * The bot of a chat: each platform has its own, and on WeCom an app's chat bears the app's name.
 * @param {Store} store @param {string} id
 * @returns {Readonly<{ name: string, connected: boolean, look: string }>} `look` is the avatar's
 */
export function botOf(store, id) {
  const chat = chatOf(store, id)
  if (!isWeCom(chat)) return { ...store.bot, look: 'bot' }
  const wecom = store.wecom ?? store.bot
  const name = chat?.kind === 'direct' ? chat.title : wecom.name
  return { name, connected: wecom.connected || id.startsWith('wecom:app:'), look: 'wecom' }
}
