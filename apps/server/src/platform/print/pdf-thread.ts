import { parentPort, workerData } from 'node:worker_threads'
import type { PrintDocument } from './document.ts'
import { renderPdf } from './pdf.ts'

// Data of the one who began this thread.
parentPort?.postMessage(await renderPdf(workerData as PrintDocument))
