import { STORE_CHECKS } from './bot/http/check-store.ts';
import { STORED_STEPS } from './bot/slack/step-buttons/stored-step.ts';
import { RECEIPTS } from './coordination/outbox/receipt.ts';
import { COLLECTIONS } from './pipeline/collections.ts';
import { DELIVERY_COUNTS } from './pipeline/deliveries/delivery-counts.ts';
import { BATCH_INJURIES } from './pipeline/player/batch-injuries.ts';
import { PLAYERS } from './pipeline/player/player-document.ts';

const DAYS = 30;
/** Receipts of shown picks stay longer than any outage, because a pick is recorded from them. */
const RECEIPT_DAYS = 90;

/** Every collection of the document store. */
export const ALL_COLLECTIONS = [...COLLECTIONS, STORED_STEPS, STORE_CHECKS];

/**
 * The number of days after which Firestore deletes the documents of a collection. Tipoff no longer reads documents of
 * that age.
 */
export const KEEP_FOR_DAYS: Readonly<Record<string, number>> = {
  [PLAYERS.name]: DAYS,
  [BATCH_INJURIES.name]: DAYS,
  [STORED_STEPS.name]: DAYS,
  [DELIVERY_COUNTS.name]: DAYS,
  [RECEIPTS.name]: RECEIPT_DAYS,
};
