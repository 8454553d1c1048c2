import type { DocumentStore } from '../../platform/document-store.ts';
import { instantFromMicros } from '../../platform/instant.ts';
import { type PlayerDocument, playersOf } from '../player/player-document.ts';
import { DELIVERY_COUNTS } from './delivery-counts.ts';
import { type DeliveryWindow, isLoop, mergeDeliveries, type RetryLoop, WINDOW_MINUTES } from './error-pattern.ts';

const MINUTE_MS = 60_000;

/** Reads the deliveries of the last 15 minutes, of all batches and processes. */
export async function readDeliveryWindow(store: DocumentStore, now: Date): Promise<DeliveryWindow> {
  const since = instantFromMicros((now.getTime() - WINDOW_MINUTES * MINUTE_MS) * 1_000);
  const found = await store.query({ collection: DELIVERY_COUNTS }, { where: [['minute', '>=', since]] });
  return mergeDeliveries(found.map(({ data }) => data));
}

/**
 * Returns the repeated requests whose player has no prediction and no skip. A later answer, a person's skip and a re-run
 * all end a retry loop.
 */
export async function unansweredLoops(
  store: DocumentStore,
  repeated: DeliveryWindow['repeated'],
): Promise<RetryLoop[]> {
  const byBatch = Map.groupBy(repeated.filter(isLoop), ({ batch_id }) => batch_id);
  const loops = [...byBatch].map(async ([batchId, requests]) => {
    const lookups = requests.map(({ player_lookup }) => player_lookup);
    const players = await store.getAll(playersOf(batchId), lookups);
    return requests.flatMap((request, index) => loopOf(request, players[index]?.data) ?? []);
  });
  return (await Promise.all(loops)).flat();
}

/** Returns undefined if the request was answered, or if a re-run has replaced it. */
function loopOf(
  request: DeliveryWindow['repeated'][number],
  player: PlayerDocument | undefined,
): RetryLoop | undefined {
  if (player === undefined || player.attempt !== request.attempt) return undefined;
  const { status, player_name } = player;
  return status === 'requested' || status === 'failed' ? { ...request, status, player_name } : undefined;
}
