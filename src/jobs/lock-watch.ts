import { type AuditChain, systemTrail } from '../coordination/audit/trail.ts';
import type { LockDesk } from '../coordination/locks/lock-desk.ts';
import { tellLockless } from '../coordination/locks/lockless.ts';
import type { DocumentStore } from '../platform/document-store.ts';
import type { Log } from '../platform/log.ts';
import type { Notebook } from '../platform/notebook.ts';
import { type Looking, looking } from './looking.ts';

const NAME = 'lock-watch';
const EVERY_MS = 5_000;

export interface LockWatchDeps {
  readonly store: DocumentStore;
  readonly locks: LockDesk;
  readonly audit: AuditChain;
  readonly notebook: Notebook;
  readonly log: Log;
}

export interface LockWatch extends Looking {
  /** Lets time take effect once. Called by the clock, and by tests. */
  tick(): Promise<void>;
}

/**
 * Ends what is over, names who is not heard any more, and offers what is free. It keeps nothing in mind, so it may be killed and started
 * again, and any number of processes may run it: the store lets each change happen once.
 */
export function lockWatch(deps: LockWatchDeps): LockWatch {
  const tick = async () => {
    await deps.locks.ask(systemTrail(deps.audit, NAME), (scene) => ({ scene, answer: undefined }));
    await tellLockless(deps);
  };
  return { tick, ...looking({ name: NAME, everyMs: EVERY_MS, look: tick, log: deps.log }) };
}
