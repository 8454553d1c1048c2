import { distance } from 'fastest-levenshtein';
import { GLOBAL } from '../../coordination/deploy-locks/lock.ts';
import type { LockCommand } from '../../coordination/deploy-locks/lock-service.ts';
import type { Instant } from '../../platform/instant.ts';
import { Problem } from '../../platform/problem.ts';
import type { App } from '../app.ts';
import { quoteInput } from '../kit/input/printable.ts';
import type { OperationCall } from '../kit/operation.ts';
import { auditContextOfCall } from '../kit/trail.ts';

/** Applies the command of whoever asks; answers besides with the moment it was decided, by the store's clock. */
export function executeLockCommand<A>(
  app: App,
  call: Pick<OperationCall<unknown>, 'actor' | 'request'>,
  command: LockCommand<A>,
): Promise<{ readonly answer: A; readonly now: Instant }> {
  return app.locks.execute(auditContextOfCall(app, call), (scene) => {
    const { state: after, answer } = command(scene);
    return { state: after, answer: { answer, now: scene.now } };
  });
}

/** Throws a `Problem` `unknown_service` that names the services there are. `global` is one where everything can be meant. */
export function requireService(
  { services }: Pick<App, 'services'>,
  name: string,
  scopes: 'with-global' | 'services-only',
): void {
  const known = scopes === 'with-global' ? [...services, GLOBAL] : services;
  if (known.includes(name)) return;
  const message = `There is no service ${quoteInput(name)}; nothing was done.${hintFor(name, known)} There are ${known.join(', ')} (\`TIPOFF_SERVICES\` names them).`;
  throw new Problem({ code: 'unknown_service', message });
}

function hintFor(name: string, known: readonly string[]): string {
  const [nearest] = known.toSorted((a, b) => distance(name, a) - distance(name, b));
  return nearest === undefined ? '' : ` The nearest is ${nearest}.`;
}
