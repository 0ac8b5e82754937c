import { Worker } from 'node:worker_threads'
import { docxOf } from './docx.ts'
import type { Paper } from './paper.ts'
import type { Sheet } from './sheets.ts'
import { xlsxOf } from './xlsx.ts'

/** What is to be made: tables as xlsx, or an official document as docx. */
export type Print = Readonly<{ sheets: readonly Sheet[] }> | Readonly<{ paper: Paper }>

export type Printed = Readonly<{ bytes: Uint8Array; mime: string }>

/** Makes documents. */
export type Press = (print: Print) => Promise<Printed>

const mimes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const

/** A large table takes some seconds; what takes longer is stuck. */
const LONGEST_MS = 60_000
const MEMORY_MB = 512

/** Up to so many cells a table is made on the spot, which takes less than starting a thread does. */
const SMALL = 5000

/**
 * Makes documents. Large tables are made in a thread of its own, one after the other: some thousand rows take seconds of
 * computing, during which nobody's message must wait.
 */
export function createPress(): Press {
  let last: Promise<unknown> = Promise.resolve()
  return async (print) => {
    if ('paper' in print) return { bytes: docxOf(print.paper), mime: mimes.docx }
    const { sheets } = print
    const cells = sheets.reduce((sum, { rows, columns }) => sum + rows.length * columns.length, 0)
    if (cells <= SMALL) return { bytes: await xlsxOf(sheets), mime: mimes.xlsx }
    const made = last.then(() => inThread(sheets))
    last = made.catch(() => undefined)
    return { bytes: await made, mime: mimes.xlsx }
  }
}

async function inThread(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const worker = new Worker(new URL('./press-thread.mjs', import.meta.url), {
    workerData: sheets,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  })
  try {
    return await new Promise<Uint8Array>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the press took too long')), LONGEST_MS)
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', (code) => reject(new Error(`the press stopped with ${code}`)))
      worker.once('exit', () => clearTimeout(timer))
    })
  } finally {
    await worker.terminate()
  }
}
