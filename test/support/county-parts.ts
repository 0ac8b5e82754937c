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
export function read(message: SandboxMessage): string {
  const buttons = message.buttons.map(({ label }) => `[${label}]`).join(' ')
  const shown = message.variables
    ? [message.variables['title'], message.variables['status_text'], message.variables['body']]
        .filter(Boolean)
        .join('\n')
    : message.text
  return [shown, message.pictures.map(() => '（照片）').join(''), buttons].filter(Boolean).join('\n')
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
