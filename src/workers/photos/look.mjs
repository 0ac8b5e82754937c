// The thread in which photos are unpacked: it may take long, take much memory, or die, and nobody else notices.
import { parentPort } from 'node:worker_threads'
import imghash from 'imghash'

parentPort?.on('message', async (/** @type {Uint8Array} */ bytes) => {
  try {
    parentPort?.postMessage({ likeness: await imghash.hash(Buffer.from(bytes), 16) })
  } catch {
    parentPort?.postMessage({ likeness: null })
  }
})
