import { setTimeout as pause } from 'node:timers/promises';
import { acquireLease } from '../coordination/leases/acquire-lease.ts';
import { pendingPosts, type SendDeps, sendPost } from '../coordination/outbox/send-post.ts';
import type { Log } from '../platform/log.ts';
import { Unavailable } from '../platform/unavailable.ts';

const TICK_MS = 250;
/** Slack allows about one edit of a message per second. */
const MIN_GAP_MS = 1_000;
/** Longer than one post takes: a few calls of at most ten seconds each. */
const LEASE_MS = 30_000;
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 30_000;

export interface OutboxSenderDeps extends SendDeps {
  readonly log: Log;
  readonly now: () => Date;
  readonly instanceId: string;
  readonly otherHolders: 'may-live' | 'dead';
}

export interface OutboxSender {
  /** Sends the pending posts whose pause has ended. Called by the clock, and by tests. */
  tick(): Promise<void>;
  /** Ticks until it is stopped. */
  start(): void;
  /** Waits for the message in flight. */
  stop(): Promise<void>;
}

/** When a post may be sent again after a success or a failure. */
interface SendBackoff {
  /** By the clock of this process. */
  readonly notBeforeMs: number;
  /** Failures in a row. */
  readonly failures: number;
}

const NO_BACKOFF: SendBackoff = { notBeforeMs: 0, failures: 0 };

/** Makes the channel show the wanted posts. One process sends at a time, each message at most once a second, with growing pauses after failures. */
export function outboxSender(deps: OutboxSenderDeps): OutboxSender {
  const backoffs = new Map<string, SendBackoff>();
  const ending = new AbortController();
  let running: Promise<void> | undefined;

  async function tick(): Promise<void> {
    const pending = await pendingPosts(deps.store);
    forgetSent(backoffs, pending, deps.now());
    for (const key of pending) {
      const backoff = backoffs.get(key) ?? NO_BACKOFF;
      if (!mayBeSent(backoff, deps.now())) continue;
      // One post may take longer than the lease. Without it, two processes would send the next post.
      if (!(await holdsLease(deps))) return;
      backoffs.set(key, await trySend(deps, key, backoff));
    }
  }

  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      await tick().catch((error: unknown) => deps.log.warn({ error }, 'posts could not be sent'));
      await pause(TICK_MS, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  }

  return {
    tick,
    start: () => {
      running ??= run();
    },
    stop: async () => {
      ending.abort();
      await running;
    },
  };
}

/** A pause longer than the longest one means that the clock was set back. */
function mayBeSent({ notBeforeMs }: SendBackoff, now: Date): boolean {
  const leftMs = notBeforeMs - now.getTime();
  return leftMs <= 0 || leftMs > MAX_RETRY_MS;
}

/** Drops the entries of sent posts whose pause has ended, so that the map of a long-running bot stays small. */
function forgetSent(backoffs: Map<string, SendBackoff>, pending: readonly string[], now: Date): void {
  const isPending = new Set(pending);
  for (const [key, backoff] of backoffs) if (!isPending.has(key) && mayBeSent(backoff, now)) backoffs.delete(key);
}

async function holdsLease({ store, instanceId, otherHolders }: OutboxSenderDeps): Promise<boolean> {
  const request = { name: 'post-sender', holder: instanceId, leaseMs: LEASE_MS, otherHolders };
  return (await acquireLease(store, request)).type === 'acquired';
}

async function trySend(deps: OutboxSenderDeps, key: string, { failures }: SendBackoff): Promise<SendBackoff> {
  try {
    const sent = await sendPost(deps, key);
    if (sent === 'without-picture') return afterFailure(deps, failures);
    return { notBeforeMs: deps.now().getTime() + MIN_GAP_MS, failures: 0 };
  } catch (error) {
    const level = error instanceof Unavailable ? 'warn' : 'error';
    deps.log[level]({ key, failures, error }, 'a post was not sent');
    return afterFailure(deps, failures);
  }
}

function afterFailure({ now }: OutboxSenderDeps, failures: number): SendBackoff {
  const waitMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** failures);
  return { notBeforeMs: now().getTime() + waitMs, failures: failures + 1 };
}
