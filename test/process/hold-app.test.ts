import { expect, test } from 'vitest';
import { createApp } from '#src/app.ts';
import type { App } from '#src/operations/app.ts';
import { Instant } from '#src/platform/instant.ts';
import { Problem } from '#src/platform/problem.ts';
import { PROCESS_PARTS } from '#src/platform/process-part.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { prepareApp } from '#src/process/hold-app.ts';
import { silentLog } from '../pipeline/pipeline-stores.ts';

const DENIED = new Problem({ code: 'google_denied', message: 'Grant the role roles/datastore.user.' });
const NOW = Instant.parse('2026-02-05T10:00:00.000000Z');
const refuse = (error: Error) => () => Promise.reject(error);

/** An app whose document store and warehouse fail with these errors, where one is given. */
function anApp({ store, warehouse }: { readonly store?: Error; readonly warehouse?: Error }): App {
  const never = createApp({ platform: 'embedded', dataFolder: 'nowhere' }, { log: silentLog }).app;
  return {
    ...never,
    models: () => [],
    store: { ...never.store, now: store === undefined ? async () => NOW : refuse(store) },
    warehouse: {
      ...never.warehouse,
      job: warehouse === undefined ? async () => ({ state: 'absent' as const }) : refuse(warehouse),
    },
    audit: {
      ...never.audit,
      signer: { ...never.audit.signer, prepare: async () => undefined },
      anchor: { ...never.audit.anchor, begin: async () => undefined },
    },
    storeFiles: { ...never.storeFiles, finishedMoves: async () => [] },
  };
}

test.each(PROCESS_PARTS)('a missing right on the document store ends the start of the %s', async (part) => {
  await expect(prepareApp(anApp({ store: DENIED }), [part])).rejects.toBe(DENIED);
});

test.each(['bot', 'jobs'] as const)('a missing right on the warehouse ends the start of the %s', async (part) => {
  await expect(prepareApp(anApp({ warehouse: DENIED }), [part])).rejects.toBe(DENIED);
});

test('a worker starts without the warehouse', async () => {
  await expect(prepareApp(anApp({ warehouse: DENIED }), ['worker'])).resolves.toBeUndefined();
});

test('an outage of the document store does not keep a process from starting', async () => {
  await expect(prepareApp(anApp({ store: new Unavailable('Firestore', undefined) }), ['bot'])).resolves.toBeUndefined();
});
