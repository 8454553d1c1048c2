import { setTimeout as pause } from 'node:timers/promises';
import { acquireLease } from '../coordination/leases/acquire-lease.ts';
import { pendingPosts, type SendDeps, sendPost } from '../coordination/outbox/send-post.ts';
import type { Log } from '../platform/log.ts';
import { Unavailable } from '../platform/unavailable.ts';

const TICK_MS = 250;
/** Slack allows about one edit a second of one message. */
const MIN_GAP_MS = 1_000;
/** Longer than one post takes, which is some calls of ten seconds at most. */
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
  /** Sends what is due and may be sent now. Called by the clock, and by tests. */
  tick(): Promise<void>;
  /** Ticks until it is stopped. */
  start(): void;
  /** Waits for the message in flight. */
  stop(): Promise<void>;
}

/** When a post may be sent again, and after how many failures in a row. */
interface Pace {
  /** By the clock of this process. */
  readonly notBeforeMs: number;
  readonly failures: number;
}

const UNPACED: Pace = { notBeforeMs: 0, failures: 0 };

/** Keeps the channel equal to the wanted posts: one process at a time, each message at most once a second, failures with growing pauses. */
export function outboxSender(deps: OutboxSenderDeps): OutboxSender {
  const paces = new Map<string, Pace>();
  const ending = new AbortController();
  let running: Promise<void> | undefined;

  async function tick(): Promise<void> {
    const due = await pendingPosts(deps.store);
    forgetTheSent(paces, due, deps.now());
    for (const key of due) {
      const pace = paces.get(key) ?? UNPACED;
      if (!mayBeSent(pace, deps.now())) continue;
      // One post may take as long as the lease lasts, and who goes on without it posts beside the one who has it.
      if (!(await holdsTheLease(deps))) return;
      paces.set(key, await sendPaced(deps, key, pace));
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

/** Its pause is over, or longer than any pause is: then the clock was set back. */
function mayBeSent({ notBeforeMs }: Pace, now: Date): boolean {
  const leftMs = notBeforeMs - now.getTime();
  return leftMs <= 0 || leftMs > MAX_RETRY_MS;
}

/** What is sent and may be sent again needs no pace: without this a bot that runs for months would know every post there ever was. */
function forgetTheSent(paces: Map<string, Pace>, due: readonly string[], now: Date): void {
  const isDue = new Set(due);
  for (const [key, pace] of paces) if (!isDue.has(key) && mayBeSent(pace, now)) paces.delete(key);
}

async function holdsTheLease({ store, instanceId, otherHolders }: OutboxSenderDeps): Promise<boolean> {
  const request = { name: 'post-sender', holder: instanceId, leaseMs: LEASE_MS, otherHolders };
  return (await acquireLease(store, request)).type === 'acquired';
}

async function sendPaced(deps: OutboxSenderDeps, key: string, { failures }: Pace): Promise<Pace> {
  try {
    const sent = await sendPost(deps, key);
    if (sent === 'without-picture') return laterStill(deps, failures);
    return { notBeforeMs: deps.now().getTime() + MIN_GAP_MS, failures: 0 };
  } catch (error) {
    const level = error instanceof Unavailable ? 'warn' : 'error';
    deps.log[level]({ key, failures, error }, 'a post was not sent');
    return laterStill(deps, failures);
  }
}

function laterStill({ now }: OutboxSenderDeps, failures: number): Pace {
  const waitMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** failures);
  return { notBeforeMs: now().getTime() + waitMs, failures: failures + 1 };
}
