import type { Blocked, CannotClaim } from '../../coordination/deploy-locks/claim-lock.ts';
import type { Conflict } from '../../coordination/deploy-locks/conflict.ts';
import type { Hold } from '../../coordination/deploy-locks/lock.ts';
import { takeoverRight } from '../../coordination/deploy-locks/takeover-policy.ts';
import type { Actor } from '../../coordination/identity/actor.ts';
import type { Instant } from '../../platform/instant.ts';
import type { App } from '../app.ts';
import { nextStep } from '../kit/next-step.ts';
import type { NextStep, RefusedOutcome } from '../kit/operation.ts';
import { freezeWayOut } from './freeze-text.ts';
import { claimantName, factsOfLock, type LockFacts } from './lock-facts.ts';
import { blockedSentence, unreadableSentence } from './lock-text.ts';

/** The deploy to start together with a take-over. `deploy` is absent if it equals the service of the lock. */
interface ContinueWith {
  readonly go_on: 'start';
  readonly deploy?: string;
  readonly commit?: string;
}

/** A claim that was refused because another session has the lock. */
export interface IntendedClaim {
  readonly service: string;
  /** The reason for the claim. If the caller gave none, the suggested next step asks for it. */
  readonly reason: string | undefined;
  readonly for: string;
  /** Additional input for a take-over, such as the deploy to start with it. */
  readonly continueWith?: ContinueWith;
}

const CODES = {
  held: 'lock_held',
  reserved: 'lock_offered',
  awaited: 'lock_awaited',
  frozen: 'deploys_frozen',
} as const satisfies Record<Conflict['type'], string>;

interface BlockedCaller {
  readonly actor: Actor;
  readonly now: Instant;
}

/** Refuses a claim. The message names the holder of the lock with times, reason and queue. */
export function blockedOutcome(
  app: Pick<App, 'roles'>,
  blocked: Blocked,
  { wanted, actor, now }: BlockedCaller & { readonly wanted: IntendedClaim },
): RefusedOutcome<LockFacts> {
  if (blocked.type !== 'blocked') return cannotClaimOutcome(blocked);
  const { conflict, lock } = blocked;
  const wayOut = conflict.type === 'frozen' ? ` ${freezeWayOut(actor)}` : '';
  const message = `${blockedSentence(blocked, now)}${wayOut}`;
  const { reason: _inMessage, ...data } = { ...factsOfLock(lock), ...awaitedFacts(conflict) };
  const next = conflictSteps(app, blocked, { wanted, actor });
  return { decision: 'refused', code: CODES[conflict.type], message, data, next };
}

function awaitedFacts(conflict: Conflict): Partial<LockFacts> {
  return conflict.type === 'awaited' ? { state: 'awaited', by: claimantName(conflict.waiting.claimant) } : {};
}

/** Suggests what to do after a refused claim: join the queue or, if the policy allows it, take over the lock. */
export function conflictSteps(
  app: Pick<App, 'roles'>,
  { conflict }: Extract<Blocked, { type: 'blocked' }>,
  { wanted, actor }: { readonly wanted: IntendedClaim; readonly actor: Actor },
): readonly NextStep[] {
  if (conflict.type !== 'held') return [joinQueueStep(wanted)];
  const scopedClaim = claimOfScope(conflict.service, wanted);
  return [joinQueueStep(wanted), ...takeOverSteps(app, conflict.hold, { wanted: scopedClaim, actor })];
}

/** Returns the suggested call that takes over the lock; empty if the policy does not allow the caller to take over. */
export function takeOverSteps(
  { roles }: Pick<App, 'roles'>,
  hold: Hold,
  { wanted, actor }: { readonly wanted: IntendedClaim; readonly actor: Actor },
): readonly NextStep[] {
  const right = takeoverRight(hold, actor, roles.takeover);
  return right === 'allowed' ? [takeOverStep(wanted, hold.token)] : [];
}

/**
 * Changes a claim to another lock that has to be taken over, such as the global lock. The requested deploy stays the
 * same: the other lock covers its service, too.
 */
function claimOfScope(scope: string, { continueWith, ...wanted }: IntendedClaim): IntendedClaim {
  if (continueWith === undefined || scope === wanted.service)
    return { ...wanted, service: scope, ...(continueWith && { continueWith }) };
  return { ...wanted, service: scope, continueWith: { ...continueWith, deploy: wanted.service } };
}

export function cannotClaimOutcome(unfit: CannotClaim): RefusedOutcome {
  if (unfit.type === 'unreadable') return refused('lock_unreadable', unreadableSentence(unfit));
  const message = `Session ${unfit.session} has ended, so it cannot hold a lock. Start it again.`;
  return refused('session_over', message, [nextStep('session start', {}, { why: 'Start the session again.' })]);
}

export function takeOverStep({ service, reason, for: duration, continueWith }: IntendedClaim, token: number): NextStep {
  const stepInput = { service, for: duration, confirm: token, ...continueWith };
  const why = 'Take it over now. Its holder gets a notice.';
  if (reason === undefined) return nextStep('deploy take-over', stepInput, { why, fill_in: ['reason'] });
  return nextStep('deploy take-over', { ...stepInput, reason }, { why });
}

/** Suggests the call that claims a lock. The caller still has to give the reason. */
export function claimStep(service: string, why: string): NextStep {
  return nextStep('deploy claim', { service }, { why, fill_in: ['reason'] });
}

export function refused(code: string, message: string, next: readonly NextStep[] = []): RefusedOutcome {
  return { decision: 'refused', code, message, data: null, next };
}

export function joinQueueStep({ service, reason, for: duration }: IntendedClaim): NextStep {
  const stepInput = { service, for: duration };
  const why = 'Queue up. The channel announces your turn.';
  if (reason === undefined) return nextStep('deploy join', stepInput, { why, fill_in: ['reason'] });
  return nextStep('deploy join', { ...stepInput, reason }, { why });
}
