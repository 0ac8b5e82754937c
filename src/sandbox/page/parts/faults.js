import { orderFault } from '../data/api.js'
import { dialogHead, h, need, openDialog, toast } from '../draw/dom.js'

/** @typedef {import('../../types.ts').SandboxFaults} Faults */
/** @typedef {import('../data/store.js').Store} Store */
/** @typedef {Readonly<{ name: string, shows: string, order: Partial<Faults> | { drop: import('../../types.ts').SandboxDrop } }>} Trouble */

/** @type {readonly Trouble[]} */
const usual = [
  { name: '断网', shows: '连接突然断开。看它自己连回来，断开时说的话也不丢。', order: { drop: 'socket' } },
  {
    name: '换服务器',
    shows: '平台要求重新连接。看它先连上新的再放开旧的。',
    order: { drop: 'server-disconnect' },
  },
  { name: '发得太快', shows: '平台限制发送频率。看它慢下来，过会儿补发，一条不少。', order: { qps: 1 } },
  { name: '平台繁忙', shows: '平台暂时不应答。看它等一等再发，顺序不乱。', order: { busy: 1 } },
  {
    name: '回复地址过期',
    shows: '群里的临时回复地址失效。看它换一条路照样回话。',
    order: { expiredSession: 1 },
  },
  { name: '重复送达', shows: '同一句话送来两遍。看它只登记一次、只回一次。', order: { duplicate: 1 } },
]

/** @type {readonly Trouble[]} */
const rare = [
  { name: '发出去没回音', shows: '不知道送没送到。看它不重复打扰人。', order: { timeout: 1 } },
  { name: '凭证过期', shows: '平台不认旧凭证。看它换新的再发。', order: { expiredToken: 1 } },
  { name: '平台限流', shows: '平台要求歇一会儿。看它按要求等够时间。', order: { throttled: 1 } },
  { name: '额度用完', shows: '本月调用次数用完。看它怎么告诉管理员。', order: { quotaExceeded: 1 } },
]

/** @type {readonly Trouble[]} */
const wecom = [
  {
    name: '企微断网',
    shows: '长连接突然断开，断开时说的话企业微信不补发。看它自己连回来。',
    order: { drop: 'wecom-socket' },
  },
  {
    name: '企微被挤下线',
    shows: '另一个程序用同一个机器人连上了。看它报警，不来回抢。',
    order: { drop: 'wecom-kick' },
  },
  {
    name: '企微订阅失效',
    shows: '线还通着，但发什么都被拒绝。看它重新连接再补发。',
    order: { drop: 'wecom-subscription' },
  },
  {
    name: '企微重复送达',
    shows: '同一句话送来两遍。看它只登记一次、只回一次。',
    order: { wecomDuplicate: 1 },
  },
  { name: '企微先后颠倒', shows: '后说的话先到。看它不把两件事弄混。', order: { wecomOutOfOrder: 1 } },
  { name: '企微没有回执', shows: '发出去了，但不知道到没到。看它不重复打扰人。', order: { wecomDropAck: 1 } },
  { name: '企微发得太快', shows: '平台限制频率。看它过会儿补发，一条不少。', order: { wecomQuota: 1 } },
  { name: '企微凭证过期', shows: '应用的凭证失效。看它换新的再发。', order: { wecomExpiredToken: 1 } },
  {
    name: '企微不认来源地址',
    shows: '服务器地址不在可信名单里。看它怎么告诉管理员。',
    order: { wecomUntrustedIp: 1 },
  },
  {
    name: '企微签名不对',
    shows: '收到一条伪造的推送。看它不理会，等平台重发。',
    order: { wecomBadSignature: 1 },
  },
]

/**
 * The drawer with faults on demand, each with one line of what it shows.
 * @param {Store} store
 */
export function mountFaults(store) {
  const opener = need('trouble', HTMLButtonElement)
  const dialog = need('faults', HTMLDialogElement)
  opener.addEventListener('click', () => {
    draw()
    openDialog(dialog)
  })
  store.on('faults', () => {
    const left = waiting(store.faults)
    opener.classList.toggle('armed', left > 0)
    if (dialog.open) for (const one of dialog.querySelectorAll('[data-trouble]')) label(one)
  })

  function draw() {
    dialog.replaceChildren(
      dialogHead(dialog, '捣乱'),
      h('p', { class: 'note' }, '先点一个，再去群里说句话，看清患怎么应付。点几次就发生几次，用完自动恢复。'),
      h('ul', { class: 'troubles' }, ...usual.map(row)),
      h('details', {}, h('summary', {}, '更多'), h('ul', { class: 'troubles' }, ...rare.map(row))),
      store.wecom
        ? h(
            'details',
            { open: true },
            h('summary', {}, '企业微信'),
            h('ul', { class: 'troubles' }, ...wecom.map(row)),
          )
        : '',
    )
  }

  /** @param {Trouble} trouble */
  function row(trouble) {
    const left = h('span', { class: 'left', 'data-trouble': trouble.name })
    label(left)
    const button = h(
      'button',
      { type: 'button', class: 'act', 'aria-label': `来一次：${trouble.name}` },
      h('span', {}, '来一次'),
    )
    button.addEventListener('click', async () => {
      button.classList.add('busy')
      try {
        store.faults = await orderFault(next(trouble))
        store.emit('faults')
        toast('drop' in trouble.order ? `已${trouble.name}` : `好了，下次会遇到「${trouble.name}」`)
      } catch (error) {
        toast(error instanceof Error ? error.message : '没有成功，请再试一次', 'bad')
      } finally {
        button.classList.remove('busy')
      }
    })
    return h('li', {}, h('div', {}, h('b', {}, trouble.name, ' '), left, h('p', {}, trouble.shows)), button)
  }

  /** Asking again adds to what is still to come. @param {Trouble} trouble */
  function next(trouble) {
    if ('drop' in trouble.order) return trouble.order
    const order = Object.entries(trouble.order).map(([key, times]) => [key, times + countOf(key)])
    return Object.fromEntries(order)
  }

  /** @param {string} key */
  function countOf(key) {
    return Number(Object.entries(store.faults ?? {}).find(([one]) => one === key)?.[1] ?? 0)
  }

  /** @param {Element} span */
  function label(span) {
    const trouble = [...usual, ...rare, ...wecom].find(
      (one) => one.name === span.getAttribute('data-trouble'),
    )
    const key = Object.keys(trouble?.order ?? {})[0] ?? ''
    const count = countOf(key)
    span.textContent = count > 0 ? `还有${count}次` : ''
  }
}

/** @param {Faults | undefined} faults */
function waiting(faults) {
  return Object.values(faults ?? {}).reduce((sum, one) => sum + Number(one), 0)
}
