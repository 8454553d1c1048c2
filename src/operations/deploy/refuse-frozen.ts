import type { Freeze } from '../../coordination/deploy-locks/freeze.ts';
import type { Actor } from '../../coordination/identity/actor.ts';
import type { Instant } from '../../platform/instant.ts';
import { reasonText } from '../kit/input/lock-reason.ts';
import type { RefusedOutcome } from '../kit/operation.ts';
import { refused } from './blocked-claim.ts';
import { freezeSentence, freezeWayOut } from './freeze-text.ts';

/** Why a person deploys during a freeze. Everybody who sees the lock reads it. */
export const FreezeOverride = reasonText('describe in a few words why the deploy cannot wait')
  .optional()
  .describe('why a person deploys during a freeze; others see this');

/** Refuses an agent that overrides a freeze. Returns undefined for a person, and without an override. */
export function refuseOverride(override: string | undefined, { kind, actsFor }: Actor): RefusedOutcome | undefined {
  if (override === undefined || kind === 'person') return undefined;
  const person = actsFor === undefined ? 'a person' : `@${actsFor}`;
  const message = `Only people deploy during a freeze. Nothing was changed. Ask ${person} to run the command, or to lift the freeze: \`tipoff deploy unfreeze\`.`;
  return refused('not_allowed', message);
}

/** Refuses to start a deploy under a lock that the caller claimed before the freeze. */
export function frozenStartOutcome(
  freeze: Freeze,
  { actor, now }: { readonly actor: Actor; readonly now: Instant },
): RefusedOutcome {
  return refused('deploys_frozen', `${freezeSentence(freeze, now)} ${freezeWayOut(actor)}`);
}
