import type { Blocked, CannotClaim } from '../../coordination/deploy-locks/claim-lock.ts';
import type { Conflict } from '../../coordination/deploy-locks/conflict.ts';
import { claimantOf, type Hold } from '../../coordination/deploy-locks/lock.ts';
import { takeoverRight } from '../../coordination/deploy-locks/takeover-policy.ts';
import type { Actor } from '../../coordination/identity/actor.ts';
import { hasRole } from '../../coordination/identity/roles.ts';
import type { Instant } from '../../platform/instant.ts';
import type { App } from '../app.ts';
import { nextStep } from '../kit/next-step.ts';
import type { NextStep, RefusedOutcome } from '../kit/operation.ts';
import { claimantName, factsOfLock, type LockFacts } from './lock-facts.ts';
import { blockedSentence, unreadableSentence } from './lock-sentences.ts';

/** The deploy to start right after a take-over; `deploy` where its service is not that of the lock. */
export interface ContinueWith {
  readonly go_on: 'start';
  readonly deploy?: string;
  readonly commit?: string;
}

/** What was wanted when the lock turned out to be somebody else's. */
export interface IntendedClaim {
  readonly service: string;
  /** Undefined where nobody has said why; then the asker fills it in. */
  readonly reason: string | undefined;
  readonly for: string;
  /** What a take-over goes on with. */
  readonly continueWith?: ContinueWith;
}

const CODES = {
  held: 'lock_held',
  offered: 'lock_offered',
  awaited: 'lock_awaited',
} as const satisfies Record<Conflict['type'], string>;

interface Asking {
  readonly actor: Actor;
  readonly now: Instant;
}

/** Whether the configuration lets somebody take over from a holder who is alive. Everybody may where nobody is listed, but no agent. */
export function takeOverRole({ roles }: Pick<App, 'roles'>, actor: Actor): 'listed' | 'not-listed' {
  if (roles.takeover.type === 'every-person') return actor.kind === 'person' ? 'listed' : 'not-listed';
  return hasRole(actor, roles.takeover) ? 'listed' : 'not-listed';
}

/** The refusal of what others keep: who, since when, why, until when, who waits, and what can be done. */
export function blockedOutcome(
  app: Pick<App, 'roles'>,
  blocked: Blocked,
  { wanted, actor, now }: Asking & { readonly wanted: IntendedClaim },
): RefusedOutcome<LockFacts> {
  if (blocked.type !== 'blocked') return cannotClaimOutcome(blocked);
  const message = blockedSentence(blocked, now);
  const { obstacle, lock } = blocked;
  const { reason: _told, ...data } = { ...factsOfLock(lock), ...awaitedFacts(obstacle) };
  const next = stepsPast(app, blocked, { wanted, actor });
  return { decision: 'refused', code: CODES[obstacle.type], message, data, next };
}

function awaitedFacts(obstacle: Conflict): Partial<LockFacts> {
  return obstacle.type === 'awaited' ? { state: 'awaited', by: claimantName(obstacle.waiting.claimant) } : {};
}

/** What can be done about what others keep: queue up, and take over for those who may. */
export function stepsPast(
  app: Pick<App, 'roles'>,
  { obstacle }: Extract<Blocked, { type: 'blocked' }>,
  { wanted, actor }: { readonly wanted: IntendedClaim; readonly actor: Actor },
): readonly NextStep[] {
  if (obstacle.type !== 'held') return [queueUp(wanted)];
  const inItsScope = wantedOf(obstacle.service, wanted);
  return [queueUp(wanted), ...stepsPastHold(app, obstacle.hold, { wanted: inItsScope, actor })];
}

/** To take a hold over, for those who may. */
export function stepsPastHold(
  app: Pick<App, 'roles'>,
  hold: Hold,
  { wanted, actor }: { readonly wanted: IntendedClaim; readonly actor: Actor },
): readonly NextStep[] {
  const right = takeoverRight(hold, claimantOf(actor), takeOverRole(app, actor));
  return right === 'allowed' ? [takeOverStep(wanted, hold.token)] : [];
}

/** The scope to take over may be that of everything; the deploy to go on with is still that of the service. */
function wantedOf(scope: string, { continueWith, ...wanted }: IntendedClaim): IntendedClaim {
  if (continueWith === undefined || scope === wanted.service)
    return { ...wanted, service: scope, ...(continueWith && { continueWith }) };
  return { ...wanted, service: scope, continueWith: { ...continueWith, deploy: wanted.service } };
}

export function cannotClaimOutcome(unfit: CannotClaim): RefusedOutcome {
  if (unfit.type === 'unreadable') return refused('lock_unreadable', unreadableSentence(unfit));
  const message = `The session ${unfit.session} is over, so it can hold nothing. Start it again.`;
  return refused('session_over', message, [nextStep('session start', {}, { why: 'Start it again.' })]);
}

export function takeOverStep({ service, reason, for: duration, continueWith }: IntendedClaim, token: number): NextStep {
  const given = { service, for: duration, confirm: token, ...continueWith };
  const why = 'Take it over now; its holder is told.';
  if (reason === undefined) return nextStep('deploy take-over', given, { why, fill_in: ['reason'] });
  return nextStep('deploy take-over', { ...given, reason }, { why });
}

/** To claim a lock, when nobody has said yet what for. */
export function claimStep(service: string, why: string): NextStep {
  return nextStep('deploy claim', { service }, { why, fill_in: ['reason'] });
}

export function refused(code: string, message: string, next: readonly NextStep[] = []): RefusedOutcome {
  return { decision: 'refused', code, message, data: null, next };
}

/** Not for now, but in turn. */
export function queueUp({ service, reason, for: duration }: IntendedClaim): NextStep {
  const given = { service, for: duration };
  const why = 'Queue up: the channel tells when it is your turn.';
  if (reason === undefined) return nextStep('deploy join', given, { why, fill_in: ['reason'] });
  return nextStep('deploy join', { ...given, reason }, { why });
}
