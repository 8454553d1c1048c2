import * as z from 'zod';
import type { PlayerOutcome } from '../player/outcome.ts';

/**
 * How one delivery of a prediction request ended.
 * - `ok`, `skipped`: the worker recorded a prediction or a skip.
 * - `permanent`: the worker recorded a failure that a further delivery of the request would not change.
 * - `transient`: an error that a further delivery may not meet.
 * - `poison`: the message is not a prediction request and never will be.
 * - `crash`: the process ended before it answered.
 * - `unanswered`: the queue stopped delivering the request before a worker answered.
 * - `repeated`: the request already had an answer, or its batch takes no outcomes any more. Nothing changed.
 */
export const DeliveryClass = z.enum([
  'ok',
  'skipped',
  'permanent',
  'transient',
  'poison',
  'crash',
  'unanswered',
  'repeated',
]);
export type DeliveryClass = z.infer<typeof DeliveryClass>;

/** One delivery of a prediction request, with how it ended and why. */
export interface ClassifiedDelivery {
  /** The batch of the request; null for a poison message, which names none. */
  readonly batchId: string | null;
  readonly class: DeliveryClass;
  /** A reason code such as `player_injury_out`, or the text of an error. Null for `ok`. */
  readonly reason: string | null;
  /** The request that got no answer; null if the delivery answered it. */
  readonly unanswered: UnansweredRequest | null;
}

export interface UnansweredRequest {
  readonly playerLookup: string;
  /** The attempt number of the request. A re-run gives a player a new request with the next number. */
  readonly attempt: number;
  /** The number of deliveries of the request so far, this one included. */
  readonly deliveries: number;
}

/** Classifies a delivery by the outcome that the worker recorded. */
export function classOfOutcome(outcome: PlayerOutcome): Pick<ClassifiedDelivery, 'class' | 'reason'> {
  switch (outcome.status) {
    case 'predicted':
      return { class: 'ok', reason: null };
    case 'skipped':
      return { class: 'skipped', reason: outcome.reason };
    case 'failed':
      return { class: 'permanent', reason: outcome.reason };
  }
}
