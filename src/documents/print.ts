import { parentPort, workerData } from 'node:worker_threads'
import type { Sheet } from './sheets.ts'
import { xlsxOf } from './xlsx.ts'

/** What the thread of the press does: makes the one file of tables that it was started for. */
const bytes = await xlsxOf(workerData as readonly Sheet[])
parentPort?.postMessage(bytes)
