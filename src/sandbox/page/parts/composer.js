import { addFile, fetchPhrases, say } from '../data/api.js'
import { botOf } from '../data/chats.js'
import { phrases, roleOf } from '../data/people.js'
import { h, icon, need, toast } from '../draw/dom.js'
import { preview } from '../draw/message.js'
import { createAttachments } from './attachments.js'
import { createMention } from './mention.js'
import { openSamples } from './samples.js'

/** @typedef {import('../../types.ts').SandboxMessage} Message */
/** @typedef {import('../data/store.js').Store} Store */

/**
 * Where you write: text, photos, a quoted message, and whether the bot is mentioned.
 * @param {Store} store
 * @returns {Readonly<{ quote: (message: Message) => void, fill: (text: string) => void, setEnabled: (on: boolean) => void }>}
 */
export function mountComposer(store) {
  const form = need('composer', HTMLFormElement)
  /** @type {Map<string, string>} */
  const drafts = new Map()
  /** @type {Set<string>} chats in which the bot is left out */
  const silent = new Set()
  /** @type {Message | undefined} */
  let quoted
  let draftOf = ''
  let sending = false

  const box = h('textarea', {
    id: 'box',
    rows: 1,
    'aria-label': '输入消息',
    enterkeyhint: 'send',
    maxlength: 4000,
  })
  const chip = h('button', { type: 'button', class: 'at', id: 'at' })
  const hint = h('p', { class: 'at-hint', id: 'at-hint', role: 'status' })
  const quickRow = h('div', { class: 'quick', role: 'group', 'aria-label': '可以这样说' })
  const quoteRow = h('div', { class: 'quoting', hidden: true })
  const file = h('input', {
    type: 'file',
    accept: 'image/*',
    multiple: true,
    class: 'sr',
    tabindex: -1,
    'aria-hidden': 'true',
  })
  const paper = h('input', {
    type: 'file',
    accept: '.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.wps,.et,.ofd,.jpg,.jpeg,.png',
    class: 'sr',
    tabindex: -1,
    'aria-hidden': 'true',
  })
  const paperTool = h(
    'button',
    { type: 'button', class: 'tool', id: 'file', onclick: () => paper.click() },
    icon('photo'),
    '文件',
  )
  const send = h('button', { type: 'submit', class: 'send' }, icon('send'), h('span', {}, '发送'))
  const photos = createAttachments()
  const mention = createMention(store, box, { atBot: () => setAt(true) })
  form.append(
    quickRow,
    quoteRow,
    photos.element,
    h(
      'div',
      { class: 'tools-row' },
      chip,
      h('button', { type: 'button', class: 'tool', onclick: () => file.click() }, icon('photo'), '照片'),
      h(
        'button',
        {
          type: 'button',
          class: 'tool',
          id: 'sample',
          onclick: () => openSamples(store, (photo) => photos.add([photo])),
        },
        icon('camera'),
        '示例照片',
      ),
      paperTool,
      hint,
      file,
      paper,
    ),
    h('div', { class: 'write' }, mention.element, box, send),
  )

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void submit()
  })
  chip.addEventListener('click', () => {
    setAt(silent.has(store.open))
    box.focus()
  })
  file.addEventListener('change', async () => {
    await photos.add([...(file.files ?? [])])
    file.value = ''
    box.focus()
  })
  // A document is a message of its own, sent as soon as it is chosen, as phones do.
  paper.addEventListener('change', async () => {
    const [chosen] = paper.files ?? []
    paper.value = ''
    if (!chosen) return
    try {
      const { id } = await addFile(chosen)
      await say({ as: store.me, chat: store.open, text: '', files: [id] })
    } catch (error) {
      toast(error instanceof Error ? error.message : '文件没有发出去，请再试一次', 'bad')
    }
  })
  box.addEventListener('input', fit)
  box.addEventListener('keydown', (event) => {
    // Enter also picks a word in Chinese input; only a bare Enter sends.
    if (event.isComposing || event.keyCode === 229) return
    if (mention.handleKey(event)) event.preventDefault()
    else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      void submit()
    } else if (event.key === 'Escape' && quoted) dropQuote()
  })
  box.addEventListener('paste', (event) => {
    const images = [...(event.clipboardData?.files ?? [])].filter((one) => one.type.startsWith('image/'))
    if (images.length === 0) return
    event.preventDefault()
    void photos.add(images)
  })
  // A mouse wheel only turns up and down; the row lies sideways.
  quickRow.addEventListener('wheel', (event) => quickRow.scrollBy({ left: event.deltaY }), { passive: true })
  store.on('open', opened)
  store.on('me', () => {
    drafts.clear()
    draftOf = ''
    box.value = ''
    photos.clear()
    dropQuote()
    quickRow.replaceChildren()
    delete quickRow.dataset['of']
  })
  return { quote, fill, setEnabled }

  function opened() {
    if (draftOf !== store.open) {
      if (draftOf) drafts.set(draftOf, box.value)
      box.value = drafts.get(store.open) ?? ''
      draftOf = store.open
      dropQuote()
      photos.clear()
      fit()
    }
    form.hidden = store.open === ''
    drawAt()
    void drawPhrases()
  }

  function inGroup() {
    return store.chats.find((one) => one.id === store.open)?.kind === 'group'
  }

  /** @param {boolean} on */
  function setAt(on) {
    if (on) silent.delete(store.open)
    else silent.add(store.open)
    drawAt()
  }

  function drawAt() {
    const on = !silent.has(store.open)
    const { name } = botOf(store, store.open)
    chip.hidden = !inGroup()
    paperTool.hidden = inGroup()
    chip.setAttribute('aria-pressed', on ? 'true' : 'false')
    chip.replaceChildren(`@${name}`)
    chip.title = on ? '这句话会说给机器人。点一下改成普通聊天' : '这句话机器人听不到。点一下改成说给机器人'
    hint.hidden = !inGroup() || on
    hint.textContent = hint.hidden ? '' : `普通聊天：没有@，${name}听不到`
    box.placeholder = !inGroup()
      ? `直接对${name}说，照片也可以发这里`
      : on
        ? `说给${name}，例如点上面的一句`
        : '在群里聊天'
  }

  async function drawPhrases() {
    const me = store.me
    if (quickRow.dataset['of'] === me) return
    quickRow.dataset['of'] = me
    const person = store.person(me)
    const offered = await fetchPhrases(me)
    if (store.me === me) showPhrases(offered ?? phrases[person ? roleOf(person) : 'other'])
  }

  /** @param {readonly string[]} said */
  function showPhrases(said) {
    quickRow.replaceChildren(
      ...said
        .slice(0, 8)
        .map((text) => h('button', { type: 'button', class: 'phrase', onclick: () => fill(text) }, text)),
    )
  }

  /** @param {string} text */
  function fill(text) {
    box.value = text
    fit()
    box.focus()
    box.setSelectionRange(text.length, text.length)
  }

  /** @param {Message} message */
  function quote(message) {
    quoted = message
    const bot = message.name ?? botOf(store, message.chat).name
    const who = message.from === 'bot' ? bot : (store.person(message.from)?.name ?? '')
    quoteRow.replaceChildren(
      h('span', {}, `引用 ${who}：${preview(message)}`),
      h(
        'button',
        { type: 'button', class: 'plain', 'aria-label': '取消引用', onclick: dropQuote },
        icon('close'),
      ),
    )
    quoteRow.hidden = false
    box.focus()
  }

  function dropQuote() {
    quoted = undefined
    quoteRow.hidden = true
  }

  async function submit() {
    const text = box.value.trim()
    const chat = store.open
    if (photos.busy()) return toast('照片还在加，请稍等一下再发')
    if (sending || chat === '' || (text === '' && photos.ids().length === 0)) return
    sending = true
    form.setAttribute('aria-busy', 'true')
    try {
      const mentioned = mention.mentioned()
      await say({
        as: store.me,
        chat,
        text,
        ...(inGroup() ? { at: !silent.has(chat) } : {}),
        ...(mentioned.length > 0 ? { mention: mentioned } : {}),
        ...(photos.ids().length > 0 ? { pictures: photos.ids() } : {}),
        ...(quoted ? { quote: quoted.id } : {}),
      })
      // Whatever was typed or opened meanwhile is left alone.
      if (store.open === chat) {
        if (box.value.trim() === text) box.value = ''
        photos.clear()
        dropQuote()
        fit()
      } else drafts.delete(chat)
    } catch (error) {
      toast(error instanceof Error ? error.message : '没有发出去，请再试一次', 'bad')
    } finally {
      sending = false
      form.removeAttribute('aria-busy')
    }
  }

  function fit() {
    box.style.height = 'auto'
    box.style.height = `${Math.min(box.scrollHeight, 132)}px`
  }

  /** @param {boolean} on */
  function setEnabled(on) {
    send.disabled = !on
  }
}
