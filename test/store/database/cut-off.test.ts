import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { openStore } from '../../../src/store/open.ts'

const message = (kind: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5)
  head.write(kind)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
const welcome = message('R', Buffer.alloc(4))
const ready = message('Z', Buffer.from('I'))
const shutDown = message(
  'E',
  Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0'),
)

test('a database that shuts down in the moment of connecting is an error to whoever asked, and not the end of the program', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(Buffer.concat([welcome, ready, shutDown])))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const uncaught: unknown[] = []
  const note = (error: unknown): void => void uncaught.push(error)
  process.on('uncaughtExceptionMonitor', note)
  const { port } = server.address() as AddressInfo
  await expect(openStore({ databaseUrl: `postgresql://nobody@127.0.0.1:${port}/nothing` })).rejects.toThrow()
  await new Promise((resolve) => setTimeout(resolve, 50))
  process.off('uncaughtExceptionMonitor', note)
  server.close()
  expect(uncaught).toEqual([])
})
