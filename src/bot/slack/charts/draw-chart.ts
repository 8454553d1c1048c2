import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import type { Drawing } from './chart.ts';

const DRAW_WITHIN_MS = 20_000;

/**
 * Draws a PNG in a worker thread, at 3.5 pixels per point. Loading Vega and drawing take most of a second, and
 * responses to people must not wait that long. Throws if drawing takes more than 20 seconds.
 */
export async function drawChart(drawing: Drawing): Promise<Uint8Array> {
  const worker = new Worker(new URL('./chart-thread.ts', import.meta.url), { workerData: drawing });
  const late = setTimeout(() => void worker.terminate(), DRAW_WITHIN_MS);
  try {
    return await pictureOf(worker);
  } finally {
    clearTimeout(late);
    await worker.terminate();
  }
}

function pictureOf(worker: Worker): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    worker.once('message', (png: unknown) => resolve(z.instanceof(Uint8Array).parse(png)));
    worker.once('error', (error) => reject(new Error('The chart could not be drawn', { cause: error })));
    worker.once('exit', (code) => reject(new Error(`The chart was not drawn: its thread exited with code ${code}`)));
  });
}
