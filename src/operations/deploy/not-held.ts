import type { NotGuarded } from '../../coordination/deploy-locks/deploy-under-lock.ts';
import type { NotHeld } from '../../coordination/deploy-locks/extend-and-release.ts';
import type { StaleToken } from '../../coordination/deploy-locks/stale-token.ts';
import type { Actor } from '../../coordination/identity/actor.ts';
import type { Instant } from '../../platform/instant.ts';
import type { App } from '../app.ts';
import type { RefusedOutcome } from '../kit/operation.ts';
import { sentenceCase } from '../kit/sentence-case.ts';
import { claimStep, type IntendedClaim, refused, stepsPast, stepsPastHold } from './blocked-claim.ts';
import { endSentence, holdSentence, lockName, staleSentence, unreadableSentence } from './lock-sentences.ts';

/** Who wanted to act on which lock, and when. */
interface Wanting {
  readonly service: string;
  readonly actor: Actor;
  readonly now: Instant;
}

/** Why a hold was neither extended nor released. */
export function notHeldOutcome(app: Pick<App, 'roles'>, answer: NotHeld, wanting: Wanting): RefusedOutcome {
  const { service, actor, now } = wanting;
  switch (answer.type) {
    case 'unreadable':
      return refused('lock_unreadable', unreadableSentence(answer));
    case 'stale-token':
      return staleOutcome(app, answer, wanting);
    case 'not-held': {
      const last = answer.last === null ? '' : ` ${endSentence(answer.last, now)}`;
      return refused('not_held', `Nobody holds ${lockName(service)}.${last}`, [claimAnew(service)]);
    }
    case 'not-yours': {
      const { hold } = answer;
      const { acts_for } = hold.claimant;
      const keepers = acts_for === null ? 'Only that session' : `Only that session and ${acts_for}`;
      const message = `${holdSentence(service, hold, now)} ${keepers} may extend or release it.`;
      return refused('not_yours', message, stepsPastHold(app, hold, { wanted: wantedOf(service), actor }));
    }
  }
}

/** A token that does not count; a claim is offered to those alone whom nothing keeps from it. */
export function staleOutcome(
  app: Pick<App, 'roles'>,
  answer: StaleToken,
  { service, actor, now }: Wanting,
): RefusedOutcome {
  const { blocked } = answer;
  const wanted = wantedOf(service);
  const next = blocked === null ? [claimAnew(service)] : stepsPast(app, blocked, { wanted, actor });
  return refused('stale_token', staleSentence(answer, service, now), next);
}

export function notClaimedOutcome(
  { last }: Extract<NotGuarded, { type: 'not-claimed' }>,
  service: string,
  now: Instant,
): RefusedOutcome {
  const ended = last === null ? '' : ` ${endSentence(last, now)}`;
  return refused('not_claimed', `${sentenceCase(lockName(service))} has to be claimed first.${ended}`, [
    claimAnew(service),
  ]);
}

function wantedOf(service: string): IntendedClaim {
  return { service, reason: undefined, for: '30m' };
}

function claimAnew(service: string) {
  return claimStep(service, 'Claim it, with your reason.');
}
