import type { SandboxMessage } from '../../src/sandbox/types.ts'

/** A picture of a few bytes; the same name is the same picture. */
export function photo(name: string): Uint8Array {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  return Buffer.concat([png, Buffer.from(name)])
}

/** A message as its reader sees it: words, pictures, buttons. */
function read(message: SandboxMessage): string {
  const { variables, template, title, text } = message
  const buttons = message.buttons.map(({ label }) => `[${label}]`).join(' ')
  const shown = variables
    ? [variables['title'], variables['status_text'], variables['body']]
    : template
      ? [template.source?.text, title, text, template.settled]
      : [text]
  const pictures = message.pictures.map(() => '（照片）').join('')
  return [...shown, pictures, buttons].filter(Boolean).join('\n')
}

/**
 * Messages as their reader sees them. WeCom's cards are small: what does not fit into one is said right before it, and
 * the two are read as one thing.
 */
export function readAll(messages: readonly SandboxMessage[]): string[] {
  const said: string[] = []
  for (const [index, message] of messages.entries()) {
    const next = messages[index + 1]
    const isFirstHalf = next?.template !== undefined && message.text.startsWith(`**${next.title}`)
    if (isFirstHalf) continue
    const before = messages[index - 1]
    const firstHalf =
      message.template !== undefined && before?.text.startsWith(`**${message.title}`) ? before : undefined
    said.push(firstHalf ? `${read(firstHalf)}\n${read(message)}` : read(message))
  }
  return said
}

/** A port that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
