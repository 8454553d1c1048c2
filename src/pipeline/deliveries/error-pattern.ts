import type { DeliveryCounts, ReasonCount, RepeatedRequest } from './delivery-counts.ts';

/** The deliveries of this many minutes are examined together. */
export const WINDOW_MINUTES = 15;
/** A request with this many deliveries and no answer is a retry loop. */
const LOOP_DELIVERIES = 3;
/** The share of transient deliveries above which requests fail too often. */
const MAX_TRANSIENT_SHARE = 0.1;
/** A share of fewer deliveries says nothing: two failures of ten can be chance. */
const MIN_DELIVERIES = 20;

/** A request that was delivered repeatedly, and what has become of its player. */
export interface RetryLoop extends RepeatedRequest {
  readonly batch_id: string;
  readonly player_name: string;
  /** `requested`: the request still waits for an answer. `failed`: the queue has given up. */
  readonly status: 'requested' | 'failed';
}

/** The deliveries of all processes within the window. */
export interface DeliveryWindow {
  /** One count for each class and reason, the most frequent first. */
  readonly counts: readonly ReasonCount[];
  /** By batch and player. */
  readonly repeated: readonly (RepeatedRequest & { readonly batch_id: string })[];
}

export interface ErrorPattern {
  readonly deliveries: number;
  readonly transient: number;
  /** `high`: so many deliveries are transient that the cause cannot be a single player. */
  readonly rate: 'high' | 'normal';
  /** The retry loops, those with the most deliveries first. */
  readonly loops: readonly RetryLoop[];
  /** The reasons of transient deliveries, the most frequent first. */
  readonly reasons: readonly ReasonCount[];
}

/**
 * Decides whether the deliveries of the last 15 minutes show an error pattern that people must know about. They do when
 * - a request was delivered at least three times and its player still has no prediction and no skip, or
 * - more than 10 % of at least 20 deliveries were transient.
 * The pattern has ended as soon as neither is true.
 */
export function errorPattern(counts: readonly ReasonCount[], requests: readonly RetryLoop[]): ErrorPattern | undefined {
  const reasons = counts.filter(({ class: kind }) => kind === 'transient');
  const [deliveries, transient] = [total(counts), total(reasons)];
  const isHigh = deliveries >= MIN_DELIVERIES && transient > deliveries * MAX_TRANSIENT_SHARE;
  const loops = requests.filter(isLoop).toSorted((a, b) => b.deliveries - a.deliveries);
  if (!isHigh && loops.length === 0) return undefined;
  return { deliveries, transient, rate: isHigh ? 'high' : 'normal', loops, reasons };
}

/** Returns whether a request was delivered so often that its player must be looked up. */
export function isLoop({ deliveries }: Pick<RepeatedRequest, 'deliveries'>): boolean {
  return deliveries >= LOOP_DELIVERIES;
}

/** Adds the counts of all processes and minutes. Of a request, the highest known number of deliveries is kept. */
export function mergeDeliveries(documents: readonly DeliveryCounts[]): DeliveryWindow {
  const counts = new Map<string, ReasonCount>();
  for (const count of documents.flatMap((document) => document.counts)) {
    const key = `${count.class} ${count.reason}`;
    counts.set(key, { ...count, deliveries: count.deliveries + (counts.get(key)?.deliveries ?? 0) });
  }
  const sorted = [...counts.values()].toSorted((a, b) => b.deliveries - a.deliveries);
  return { counts: sorted, repeated: mergeRepeated(documents) };
}

function mergeRepeated(documents: readonly DeliveryCounts[]): DeliveryWindow['repeated'] {
  const all = documents.flatMap(({ batch_id, repeated }) =>
    batch_id === null ? [] : repeated.map((request) => ({ ...request, batch_id })),
  );
  const merged = new Map<string, DeliveryWindow['repeated'][number]>();
  for (const request of all.toSorted((a, b) => a.deliveries - b.deliveries)) {
    merged.set(`${request.batch_id} ${request.player_lookup} ${request.attempt}`, request);
  }
  return [...merged.values()];
}

function total(counts: readonly ReasonCount[]): number {
  return counts.reduce((sum, { deliveries }) => sum + deliveries, 0);
}
