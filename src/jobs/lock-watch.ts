import { setTimeout as pause } from 'node:timers/promises';
import { type AuditChain, systemTrail } from '../coordination/audit/trail.ts';
import type { LockDesk } from '../coordination/locks/lock-desk.ts';
import { tellLockless } from '../coordination/locks/lockless.ts';
import type { DocumentStore } from '../platform/document-store.ts';
import type { Log } from '../platform/log.ts';
import type { Notebook } from '../platform/notebook.ts';

const TICK_MS = 5_000;

export interface LockWatchDeps {
  readonly store: DocumentStore;
  readonly locks: LockDesk;
  readonly audit: AuditChain;
  readonly notebook: Notebook;
  readonly log: Log;
  /** Waits between two ticks; rejects when the signal is aborted. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

export interface LockWatch {
  /** Lets time take effect once. Called by the clock, and by tests. */
  tick(): Promise<void>;
  /** Ticks until it is stopped. */
  start(): void;
  /** Waits for the tick under way. */
  stop(): Promise<void>;
}

/**
 * Ends what is over, names who is not heard any more, and offers what is free. It keeps nothing in mind, so it may be killed and started
 * again, and any number of processes may run it: the store lets each change happen once.
 */
export function lockWatch(deps: LockWatchDeps): LockWatch {
  const { log, wait = (ms, signal) => pause(ms, undefined, { signal }) } = deps;
  const ending = new AbortController();
  let running: Promise<void> | undefined;

  async function tick(): Promise<void> {
    await deps.locks.ask(systemTrail(deps.audit, 'lock-watch'), (scene) => ({ scene, answer: undefined }));
    await tellLockless(deps);
  }

  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      await tick().catch((error: unknown) => log.warn({ error }, 'the locks could not be looked after'));
      await wait(TICK_MS, ending.signal).catch(() => undefined);
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
