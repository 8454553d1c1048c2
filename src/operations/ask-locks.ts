import { distance } from 'fastest-levenshtein';
import { GLOBAL } from '../coordination/locks/lock.ts';
import type { Command } from '../coordination/locks/lock-desk.ts';
import type { Instant } from '../platform/instant.ts';
import { Problem } from '../platform/problem.ts';
import type { App } from './app.ts';
import { printable } from './input/printable.ts';
import type { Call } from './operation.ts';
import { trailOfCall } from './trail.ts';

/** Applies the command of whoever asks; answers besides with the moment it was decided, by the store's clock. */
export function askLocks<A>(
  app: App,
  call: Pick<Call<unknown>, 'actor' | 'request'>,
  command: Command<A>,
): Promise<{ readonly answer: A; readonly now: Instant }> {
  return app.locks.ask(trailOfCall(app, call), (scene) => {
    const { scene: after, answer } = command(scene);
    return { scene: after, answer: { answer, now: scene.now } };
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
  const message = `There is no service ${printable(name)}; nothing was done.${hintFor(name, known)} There are ${known.join(', ')} (\`TIPOFF_SERVICES\` names them).`;
  throw new Problem({ code: 'unknown_service', message });
}

function hintFor(name: string, known: readonly string[]): string {
  const [nearest] = known.toSorted((a, b) => distance(name, a) - distance(name, b));
  return nearest === undefined ? '' : ` The nearest is ${nearest}.`;
}
