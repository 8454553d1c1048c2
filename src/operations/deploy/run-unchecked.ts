import type { Actor } from '../../coordination/identity/actor.ts';
import { parseTokenText } from '../../coordination/tokens/token.ts';
import type { App } from '../app.ts';
import type { Operation, Outcome } from '../kit/operation.ts';
import { requireService } from './ask-locks.ts';
import { claimDeployLock } from './claim.ts';
import { claimWithoutLock } from './claim-without-lock.ts';

/** An agent by the id of a token that could not be looked up. Whose session it is, and what it may do, nobody knows. */
export function uncheckedAgent(bearer: string, person: Pick<Actor, 'name'>): Actor {
  const id = parseTokenText(bearer)?.id ?? 'that is none';
  return {
    kind: 'agent',
    name: `agent with the unchecked token ${id}`,
    session: `unchecked:${id}`,
    actsFor: person.name,
    scope: 'read',
  };
}

interface Unchecked {
  readonly actor: Actor;
  /** Why the token could not be looked up. */
  readonly error: Error;
}

/**
 * What may be asked for with a token that could not be looked up: to go on without a lock, which is written down and told later as an unchecked
 * agent's. No store is asked, so that such a token gets nothing of one that is back in this moment. Throws `error` for everything else.
 */
export async function runUnchecked(
  app: Pick<App, 'offlineLog' | 'now' | 'newId' | 'services'>,
  { operation, input: given }: { readonly operation: Pick<Operation, 'name'>; readonly input: unknown },
  { actor, error }: Unchecked,
): Promise<Outcome<unknown>> {
  if (operation.name !== claimDeployLock.name) throw error;
  const input = claimDeployLock.input.parse(given);
  requireService(app, input.service, 'with-global');
  return await claimWithoutLock(app, { input, actor }, error);
}
