import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../platform/log.ts';
import { Problem } from '../platform/problem.ts';
import { Unavailable } from '../platform/unavailable.ts';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
/** A disk that the operating system made read-only counts as an outage, too. */
const READ_ONLY = ['store_read_only', 'folder_read_only'];

/** Lets the steps of a batch wait while a store or its disk cannot be used. */
export interface Outages {
  /**
   * Runs a step of a batch. If an outage makes the step fail, the step is repeated until the outage ends. After `stop`,
   * the failure is thrown instead.
   */
  waitOut<R>(step: () => Promise<R>, onWait?: (reason: string) => void): Promise<R>;
  /** Returns a sentence that says why a step of a batch is waiting, or undefined when no step is waiting. */
  reason(): string | undefined;
  stop(): void;
}

interface OutagesSettings {
  readonly log: Log;
  /** The longest pause between two attempts during an outage; 5 seconds by default. */
  readonly longestPauseMs?: number;
}

export function outages({ log, longestPauseMs = LONGEST_PAUSE_MS }: OutagesSettings): Outages {
  const reasons = new Map<symbol, string>();
  const stopping = new AbortController();

  function note(step: symbol, error: Error): string {
    if (reasons.size === 0)
      log.warn({ error }, 'a store cannot be used; batches wait and continue when the store works again');
    const reason = error.message.endsWith('.') ? error.message : `${error.message}.`;
    reasons.set(step, reason);
    return reason;
  }

  function forget(step: symbol): void {
    if (reasons.delete(step) && reasons.size === 0) log.info({}, 'batches no longer wait for a store');
  }

  return {
    async waitOut(step, onWait) {
      const id = Symbol('step');
      try {
        for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
          const tried = await tryStep(step);
          if ('result' in tried) return tried.result;
          if (stopping.signal.aborted) throw tried.outage;
          const reason = note(id, tried.outage);
          onWait?.(reason);
          await pause(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
        }
      } finally {
        forget(id);
      }
    },
    reason: () => [...reasons.values()].at(-1),
    stop: () => stopping.abort(),
  };
}

async function tryStep<R>(step: () => Promise<R>): Promise<{ readonly result: R } | { readonly outage: Error }> {
  try {
    return { result: await step() };
  } catch (error) {
    if (error instanceof Unavailable) return { outage: error };
    if (error instanceof Problem && READ_ONLY.includes(error.code)) return { outage: error };
    throw error;
  }
}
