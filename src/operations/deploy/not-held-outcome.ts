import type { NotCovered } from '../../coordination/deploy-locks/deploy-under-lock.ts';
import type { NotHeld } from '../../coordination/deploy-locks/managed-hold.ts';
import type { StaleToken } from '../../coordination/deploy-locks/stale-token.ts';
import type { Actor } from '../../coordination/identity/actor.ts';
import type { Instant } from '../../platform/instant.ts';
import type { App } from '../app.ts';
import type { RefusedOutcome } from '../kit/operation.ts';
import { sentenceCase } from '../kit/sentence-case.ts';
import { claimStep, conflictSteps, type IntendedClaim, refused, takeOverSteps } from './blocked-claim.ts';
import { endSentence, holdSentence, lockName, staleTokenSentence, unreadableSentence } from './lock-text.ts';

interface LockRequest {
  readonly service: string;
  readonly actor: Actor;
  readonly now: Instant;
}

/** Refuses to extend or release a lock that the caller does not hold. */
export function notHeldOutcome(app: Pick<App, 'roles'>, answer: NotHeld, request: LockRequest): RefusedOutcome {
  const { service, actor, now } = request;
  switch (answer.type) {
    case 'unreadable':
      return refused('lock_unreadable', unreadableSentence(answer));
    case 'stale-token':
      return staleTokenOutcome(app, answer, request);
    case 'not-held': {
      const last = answer.last === null ? '' : ` ${endSentence(answer.last, now)}`;
      return refused('not_held', `${sentenceCase(lockName(service))} is free.${last}`, [claimAgainStep(service)]);
    }
    case 'not-yours': {
      const { hold } = answer;
      const { acts_for } = hold.claimant;
      const keepers = acts_for === null ? 'Only this session' : `Only this session and ${acts_for}`;
      const message = `${holdSentence(service, hold, now)} ${keepers} may extend or release it.`;
      return refused('not_yours', message, takeOverSteps(app, hold, { wanted: claimWithoutReason(service), actor }));
    }
  }
}

/** Refuses a stale fencing token. The reply suggests a new claim of the lock only if nothing blocks such a claim. */
export function staleTokenOutcome(
  app: Pick<App, 'roles'>,
  answer: StaleToken,
  { service, actor, now }: LockRequest,
): RefusedOutcome {
  const { blocked } = answer;
  const wanted = claimWithoutReason(service);
  const next = blocked === null ? [claimAgainStep(service)] : conflictSteps(app, blocked, { wanted, actor });
  return refused('stale_token', staleTokenSentence(answer, service, now), next);
}

export function notClaimedOutcome(
  { last }: Extract<NotCovered, { type: 'not-claimed' }>,
  service: string,
  now: Instant,
): RefusedOutcome {
  const ended = last === null ? '' : ` ${endSentence(last, now)}`;
  return refused('not_claimed', `Claim ${lockName(service)} first.${ended}`, [claimAgainStep(service)]);
}

function claimWithoutReason(service: string): IntendedClaim {
  return { service, reason: undefined, for: '30m' };
}

function claimAgainStep(service: string) {
  return claimStep(service, 'Claim the lock. Give your reason.');
}
