import { expect, it } from 'vitest';
import { INCIDENTS } from '#src/coordination/incidents/incident.ts';
import { deliveryTally } from '#src/pipeline/deliveries/delivery-tally.ts';
import { playersOf } from '#src/pipeline/player/player-document.ts';
import { parseRequest } from '#src/pipeline/player/prediction-request.ts';
import { recordOutcome } from '#src/pipeline/player/record-outcome.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import type { OutgoingMessage } from '#src/platform/queue.ts';
import { outages } from '#src/workers/outages.ts';
import { outcomeSignal } from '#src/workers/outcome-signal.ts';
import { republishRequests } from '#src/workers/republish-requests.ts';
import { ONE } from '../pipeline/batch/a-waiting-batch.ts';
import { anOpenBatch } from '../pipeline/batch/an-open-batch.ts';
import { pipelineStores } from '../pipeline/pipeline-stores.ts';
import { aPlayer } from '../pipeline/player/a-player.ts';

const PAGE = 1_000;

it('republishes a large batch page by page, so that it never holds all players or messages', async () => {
  const crashed = await republished({ size: 2_500, republished: () => 0, answers: 'not at all' });
  expect(crashed.published.map(({ length }) => length)).toEqual([PAGE, PAGE, 500]);
  expect(crashed.mostAtOnce).toBe(PAGE);
  const again = await crashed.store.query(crashed.players, {});
  expect(again.every(({ data }) => data.status === 'requested' && data.republished === 1)).toBe(true);
});

it('republishes players that may have caused a crash one by one, those with the fewest republications first, and gives up after three', async () => {
  const crashed = await republished({ size: 6, republished: (index) => index % 4, answers: 'at once' });
  expect(crashed.published).toEqual([['p0000', 'p0004'], ['p0001'], ['p0005'], ['p0002']]);
  const failed = await crashed.store.query(crashed.players, { where: [['status', '==', 'failed']] });
  expect(failed).toMatchObject([{ id: 'p0003', data: { reason: 'crashed', deliveries: 4 } }]);
  const [incident] = await crashed.store.query({ collection: INCIDENTS }, {});
  expect(incident?.data).toMatchObject({ key: 'prediction-errors', state: 'open' });
  expect(incident?.data.detail).toMatch(/"P0003" \(4 deliveries, .*the process ended before it answered/);
});

function lookupOf({ body }: OutgoingMessage): string {
  const parsed = parseRequest(body);
  if (parsed.type === 'poison') throw new Error(parsed.reason);
  return parsed.request.player_lookup;
}

interface CrashedBatch {
  readonly size: number;
  /** Earlier republications of each player. */
  readonly republished: (index: number) => number;
  /** The worker that handles a message. */
  readonly answers: 'at once' | 'not at all';
}

/** Republishes an open batch after a crash. Resolves to the published messages, call by call. */
async function republished({ size, republished: times, answers }: CrashedBatch) {
  const { store, ...deps } = await pipelineStores();
  const lookups = Array.from({ length: size }, (_, index) => `p${String(index).padStart(4, '0')}`);
  const players = lookups.map((lookup, index) => aPlayer(lookup, { input: null, republished: times(index) }));
  const batch = await anOpenBatch(store, players);
  const outcomes = outcomeSignal();
  const published: (readonly OutgoingMessage[])[] = [];
  const publish = async (messages: readonly OutgoingMessage[]) => {
    published.push(messages);
    if (answers === 'not at all') return;
    const outcome = { status: 'skipped', reason: 'no_features' } as const;
    const answered = messages.map((message) => ({ batchId: batch.batch_id, playerLookup: lookupOf(message), outcome }));
    for (const answer of answered) await recordOutcome(store, { ...answer, attempt: 1 });
    outcomes.notify(batch.batch_id);
  };
  let [updating, mostAtOnce] = [0, 0];
  const update: DocumentStore['update'] = async (...asked) => {
    updating += 1;
    mostAtOnce = Math.max(mostAtOnce, updating);
    const updated = await store.update(...asked);
    updating -= 1;
    return updated;
  };
  const workers = { start: async () => undefined, stop: async () => undefined };
  const settings = {
    instanceId: 'test',
    services: [],
    roles: ONE,
    otherHolders: 'dead',
    hold: async () => undefined,
  } as const;
  const deliveries = deliveryTally({ ...deps, store });
  const runner = { ...settings, outages: outages(deps), outcomes, workers, deliveries };
  const ports = { ...deps, store: { ...store, update }, queue: { ...deps.queue, publish } };
  await republishRequests({ ...ports, ...runner }, batch);
  return {
    published: published.map((messages) => messages.map(lookupOf)),
    players: playersOf(batch.batch_id),
    store,
    mostAtOnce,
  };
}
