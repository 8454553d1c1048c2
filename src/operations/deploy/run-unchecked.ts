import type { Actor } from '../../coordination/identity/actor.ts';
import { parseTokenText } from '../../coordination/tokens/token.ts';
import type { App } from '../app.ts';
import type { Operation, Outcome } from '../kit/operation.ts';
import { bypassLock } from './bypass-lock.ts';
import { claimDeployLock } from './claim.ts';
import { requireService } from './execute-lock-command.ts';

/** Creates the actor for an agent whose token could not be checked. The agent's session and rights are unknown. */
export function uncheckedAgent(bearer: string, person: Pick<Actor, 'name'>): Actor {
  const id = parseTokenText(bearer)?.id ?? 'unknown';
  return {
    kind: 'agent',
    name: `agent with unverified token ${id}`,
    session: `unchecked:${id}`,
    actsFor: person.name,
    scope: 'read',
  };
}

interface UncheckedCaller {
  readonly actor: Actor;
  /** Why the agent's token could not be checked. */
  readonly error: Error;
}

/**
 * Runs an operation for a token that could not be checked. The only possible operation is a deploy without the lock,
 * which is recorded and announced under the name of an unverified agent. For every other operation, `error` is thrown.
 * An unverified token gains nothing if the store recovers mid-call.
 */
export async function runUnchecked(
  app: Pick<App, 'offlineLog' | 'now' | 'newId' | 'services'>,
  { operation, input: given }: { readonly operation: Pick<Operation, 'name'>; readonly input: unknown },
  { actor, error }: UncheckedCaller,
): Promise<Outcome<unknown>> {
  if (operation.name !== claimDeployLock.name) throw error;
  const input = claimDeployLock.input.parse(given);
  requireService(app, input.service, 'with-global');
  return await bypassLock(app, { input, actor }, error);
}
