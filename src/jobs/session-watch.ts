import { setTimeout as pause } from 'node:timers/promises';
import type { AuditChain } from '../coordination/audit/trail.ts';
import { systemTrail } from '../coordination/audit/trail.ts';
import { acquireLease } from '../coordination/leases/acquire-lease.ts';
import { watchSessions } from '../coordination/sessions/watch-sessions.ts';
import type { DocumentStore } from '../platform/document-store.ts';
import type { Log } from '../platform/log.ts';

const NAME = 'session-watch';
const EVERY_MS = 5_000;
const LEASE_MS = 30_000;

export interface SessionWatchDeps {
  readonly store: DocumentStore;
  readonly audit: AuditChain;
  readonly log: Log;
  readonly instanceId: string;
  readonly otherHolders: 'may-live' | 'dead';
}

export interface SessionWatch {
  /** Looks once: by the clock, and in tests. How sessions stand is by the clock of the store. */
  tick(): Promise<void>;
  start(): void;
  /** Waits for the look under way. */
  stop(): Promise<void>;
}

/** Watches over the sessions, in one process at a time. */
export function sessionWatch({ store, audit, log, instanceId, otherHolders }: SessionWatchDeps): SessionWatch {
  const trail = systemTrail(audit, NAME);
  const ending = new AbortController();
  let running: Promise<void> | undefined;

  async function tick(): Promise<void> {
    const lease = { name: NAME, holder: instanceId, leaseMs: LEASE_MS, otherHolders };
    if ((await acquireLease(store, lease)).type === 'held') return;
    for (const session of await watchSessions(store, trail)) log.warn({ session }, 'a session died');
  }

  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      await tick().catch((error: unknown) => log.warn({ error }, 'sessions could not be watched'));
      await pause(EVERY_MS, undefined, { signal: ending.signal }).catch(() => undefined);
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
