import { distance } from 'fastest-levenshtein';
import { GLOBAL } from '../../coordination/deploy-locks/lock.ts';
import type { LockCommand } from '../../coordination/deploy-locks/lock-service.ts';
import type { Instant } from '../../platform/instant.ts';
import { Problem } from '../../platform/problem.ts';
import type { App } from '../app.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { quoteInput } from '../kit/input/printable.ts';
import type { OperationCall } from '../kit/operation.ts';

/** Executes a lock command for the caller. `now` is the store's time at the decision. */
export function executeLockCommand<A>(
  app: App,
  call: Pick<OperationCall<unknown>, 'actor' | 'request'>,
  command: LockCommand<A>,
): Promise<{ readonly answer: A; readonly now: Instant }> {
  return app.locks.execute(auditContextOfCall(app, call), (state) => {
    const { state: after, answer } = command(state);
    return { state: after, answer: { answer, now: state.now } };
  });
}

/**
 * Checks that a service exists. Throws a `Problem` `unknown_service` that lists the known services. The scope `with-global` also accepts
 * `global`.
 */
export function requireService(
  { services }: Pick<App, 'services'>,
  name: string,
  scopes: 'with-global' | 'services-only',
): void {
  const known = scopes === 'with-global' ? [...services, GLOBAL] : services;
  if (known.includes(name)) return;
  const message = `The service ${quoteInput(name)} does not exist. Nothing was changed.${hintFor(name, known)} The services are ${known.join(', ')} (set by \`TIPOFF_SERVICES_FILE\` or \`TIPOFF_SERVICES\`).`;
  throw new Problem({ code: 'unknown_service', message });
}

function hintFor(name: string, known: readonly string[]): string {
  const [nearest] = known.toSorted((a, b) => distance(name, a) - distance(name, b));
  return nearest === undefined ? '' : ` Did you mean ${nearest}?`;
}
