import type { DocumentStore } from '../../platform/document-store.ts';
import { type Instant, instantFromMicros } from '../../platform/instant.ts';
import type { Log } from '../../platform/log.ts';
import type { ClassifiedDelivery, UnansweredRequest } from './delivery-class.ts';
import { type DeliveryCounts, deliveryCountsRef, type RepeatedRequest } from './delivery-counts.ts';
import { shortReason } from './short-reason.ts';

const MINUTE_MS = 60_000;
/** A delivery saves the counts if nothing has saved them for this long. A killed process loses at most as much. */
const SAVE_EVERY_MS = 5_000;
/** Error texts can differ for every player. Further texts of one minute are counted together. */
const MAX_REASONS = 40;
const MAX_REPEATED = 50;
const OTHER_REASON = 'another error';

/**
 * Counts the deliveries that this process handles. Counting costs a delivery no write: the counts are saved together,
 * every few seconds.
 */
export interface DeliveryTally {
  record(delivery: ClassifiedDelivery): void;
  /**
   * Saves all counts so far. Resolves to `quiet` when no delivery since the last `save` was transient, unanswered or a
   * crash.
   */
  save(): Promise<'quiet' | 'errors'>;
}

interface TallyDeps {
  readonly store: DocumentStore;
  readonly log: Log;
  readonly now: () => Date;
  readonly newId: () => string;
}

interface MinuteOfBatch {
  readonly batch_id: string | null;
  readonly minute: Instant;
  readonly counts: Map<string, DeliveryCounts['counts'][number]>;
  readonly repeated: Map<string, RepeatedRequest>;
  state: 'saved' | 'changed';
}

/** Creates the tally of one process. Its counts are saved by minute, and a minute that has passed is then forgotten. */
export function deliveryTally({ store, log, now, newId }: TallyDeps): DeliveryTally {
  const processId = newId();
  const minutes = new Map<string, MinuteOfBatch>();
  let savedAt = now().getTime();
  let errors: 'quiet' | 'errors' = 'quiet';
  let saving: Promise<void> = Promise.resolve();

  async function saveAll(): Promise<void> {
    for (const [key, minute] of minutes) {
      if (minute.state === 'changed') await saveMinute(store, minute, processId);
      if (minute.state === 'saved' && minute.minute !== minuteOf(now())) minutes.delete(key);
    }
  }

  /** One save follows the other, so that an older count never overwrites a newer one. */
  function saveInTurn(): Promise<void> {
    savedAt = now().getTime();
    saving = saving.catch(() => undefined).then(saveAll);
    return saving;
  }

  return {
    record(delivery) {
      const minute = minuteOf(now());
      const key = `${minute} ${delivery.batchId}`;
      const found = minutes.get(key) ?? emptyMinute(delivery.batchId, minute);
      minutes.set(key, found);
      countDelivery(found, delivery);
      if (delivery.unanswered !== null) errors = 'errors';
      if (now().getTime() < savedAt + SAVE_EVERY_MS) return;
      saveInTurn().catch((error: unknown) => log.warn({ error }, 'the counts of deliveries were not saved'));
    },
    async save() {
      const since = errors;
      errors = 'quiet';
      await saveInTurn();
      return since;
    },
  };
}

function emptyMinute(batchId: string | null, minute: Instant): MinuteOfBatch {
  return { batch_id: batchId, minute, counts: new Map(), repeated: new Map(), state: 'changed' };
}

function countDelivery(minute: MinuteOfBatch, { class: kind, reason, unanswered }: ClassifiedDelivery): void {
  const shown = reason === null ? null : shortReason(reason);
  const known = minute.counts.size < MAX_REASONS || minute.counts.has(`${kind} ${shown}`);
  const counted = known ? shown : OTHER_REASON;
  const key = `${kind} ${counted}`;
  const deliveries = (minute.counts.get(key)?.deliveries ?? 0) + 1;
  minute.counts.set(key, { class: kind, reason: counted, deliveries });
  if (unanswered !== null) keepRequest(minute, unanswered, { class: kind, reason: shown ?? kind });
  minute.state = 'changed';
}

/** Of many unanswered requests, those with the most deliveries are kept. */
function keepRequest(
  { repeated }: MinuteOfBatch,
  { playerLookup, attempt, deliveries }: UnansweredRequest,
  why: Pick<RepeatedRequest, 'class' | 'reason'>,
): void {
  const before = repeated.get(playerLookup);
  const most = before?.attempt === attempt ? Math.max(before.deliveries + 1, deliveries) : deliveries;
  repeated.set(playerLookup, { player_lookup: playerLookup, attempt, deliveries: most, ...why });
  if (repeated.size <= MAX_REPEATED) return;
  const [fewest] = [...repeated.values()].toSorted((a, b) => a.deliveries - b.deliveries);
  if (fewest !== undefined) repeated.delete(fewest.player_lookup);
}

async function saveMinute(store: DocumentStore, minute: MinuteOfBatch, processId: string): Promise<void> {
  const { batch_id } = minute;
  const counted = { counts: [...minute.counts.values()], repeated: [...minute.repeated.values()] };
  const ref = deliveryCountsRef(minute, processId);
  minute.state = 'saved';
  try {
    const created = await store.create(ref, { batch_id, minute: minute.minute, ...counted });
    if (created === 'created') return;
    await store.transaction(async (transaction) => transaction.update(ref, counted));
  } catch (error) {
    minute.state = 'changed';
    throw error;
  }
}

function minuteOf(now: Date): Instant {
  return instantFromMicros(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS * 1_000);
}
