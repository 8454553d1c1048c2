import { afterAnswer, type Breaker, breakerAt, CLOSED } from '../pipeline/models/circuit-breaker.ts';
import type { ModelError, ModelRun } from '../pipeline/models/run-models.ts';
import type { Log } from '../platform/log.ts';

/** The number of characters in an ISO 8601 time up to its minutes. */
const MINUTES = 16;

const NONE: ReadonlyMap<string, string> = new Map();

export interface ModelBreakers {
  /** Returns the suspended models by id, each with the reason for its suspension. */
  suspended(): ReadonlyMap<string, string>;
  /** Records which models answered and which models failed for one player. */
  observe(run: ModelRun): void;
}

/**
 * The circuit breakers of the models in this process. The log gets one entry when a breaker opens and one when it
 * closes.
 */
export function modelBreakers({ log, now }: { readonly log: Log; readonly now: () => Date }): ModelBreakers {
  /** A model without an entry has a closed breaker and no recent failure. */
  const breakers = new Map<string, Breaker>();

  function change(systemId: string, answer: 'success' | 'failure'): { readonly from: Breaker; readonly to: Breaker } {
    const from = breakers.get(systemId) ?? CLOSED;
    const to = afterAnswer(from, answer, now());
    if (to === CLOSED) breakers.delete(systemId);
    else breakers.set(systemId, to);
    return { from, to };
  }

  function fail({ systemId, cause }: ModelError): void {
    const { from, to } = change(systemId, 'failure');
    if (to.state === 'open' && to !== from)
      log.error({ systemId, until: timeOf(to.untilMs), error: cause }, 'a model failed repeatedly and is suspended');
  }

  return {
    suspended() {
      if (breakers.size === 0) return NONE;
      const at = now();
      return new Map(
        [...breakers].flatMap(([systemId, breaker]) => {
          const current = breakerAt(breaker, at);
          return current.state === 'open' ? [[systemId, reasonOf(current.untilMs)] as const] : [];
        }),
      );
    },
    observe({ results, errors }) {
      for (const error of errors) fail(error);
      if (breakers.size === 0) return;
      for (const { systemId } of results) {
        const { from, to } = change(systemId, 'success');
        if (from.state !== 'closed' && to === CLOSED) log.info({ systemId }, 'a suspended model works again');
      }
    },
  };
}

function reasonOf(untilMs: number): string {
  return `the model failed repeatedly and is suspended until ${timeOf(untilMs)}`;
}

function timeOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, MINUTES)}Z`;
}
