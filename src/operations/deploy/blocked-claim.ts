import type { Blocked, CannotClaim } from '../../coordination/deploy-locks/claim-lock.ts';
import type { Conflict } from '../../coordination/deploy-locks/conflict.ts';
import type { Hold } from '../../coordination/deploy-locks/lock.ts';
import { takeoverRight } from '../../coordination/deploy-locks/takeover-policy.ts';
import type { Actor } from '../../coordination/identity/actor.ts';
import type { Instant } from '../../platform/instant.ts';
import type { App } from '../app.ts';
import type { NextStep, Outcome } from '../kit/operation.ts';
import { claimantName, factsOfLock, type LockFacts } from './lock-facts.ts';
import { blockedSentence, unreadableSentence } from './lock-sentences.ts';

/** What was wanted when the lock turned out to be somebody else's. */
export interface IntendedClaim {
  readonly service: string;
  /** Undefined where nobody has said why; then the asker fills it in. */
  readonly reason: string | undefined;
  readonly for: string;
  /** What a take-over goes on with. */
  readonly continueWith?: Readonly<Record<string, string>>;
}

const CODES = {
  held: 'lock_held',
  reserved: 'lock_offered',
  awaited: 'lock_awaited',
} as const satisfies Record<Conflict['type'], string>;

interface Asking {
  readonly actor: Actor;
  readonly now: Instant;
}

/** The refusal of what others keep: who, since when, why, until when, who waits, and what can be done. */
export function blockedOutcome(
  app: Pick<App, 'roles'>,
  blocked: Blocked,
  { wanted, actor, now }: Asking & { readonly wanted: IntendedClaim },
): Outcome<LockFacts | null> {
  if (blocked.type !== 'blocked') return cannotClaimOutcome(blocked);
  const message = blockedSentence(blocked, now);
  const { conflict, lock } = blocked;
  const { reason: _told, ...data } = { ...factsOfLock(lock), ...awaitedFacts(conflict) };
  const next = stepsPast(app, blocked, { wanted, actor });
  return { decision: 'refused', code: CODES[conflict.type], message, data, next };
}

function awaitedFacts(conflict: Conflict): Partial<LockFacts> {
  return conflict.type === 'awaited' ? { state: 'awaited', by: claimantName(conflict.waiting.claimant) } : {};
}

/** What can be done about what others keep: queue up, and take over for those who may. */
export function stepsPast(
  app: Pick<App, 'roles'>,
  { conflict }: Extract<Blocked, { type: 'blocked' }>,
  { wanted, actor }: { readonly wanted: IntendedClaim; readonly actor: Actor },
): readonly NextStep[] {
  if (conflict.type !== 'held') return [queueUp(wanted)];
  const inItsScope = wantedOf(conflict.service, wanted);
  return [queueUp(wanted), ...stepsPastHold(app, conflict.hold, { wanted: inItsScope, actor })];
}

/** To take a hold over, for those who may. */
export function stepsPastHold(
  { roles }: Pick<App, 'roles'>,
  hold: Hold,
  { wanted, actor }: { readonly wanted: IntendedClaim; readonly actor: Actor },
): readonly NextStep[] {
  const right = takeoverRight(hold, actor, roles.takeover);
  return right === 'allowed' ? [takeOverStep(wanted, hold.token)] : [];
}

/** The scope to take over may be that of everything; the deploy to go on with is still that of the service. */
function wantedOf(scope: string, { continueWith, ...wanted }: IntendedClaim): IntendedClaim {
  if (continueWith === undefined || scope === wanted.service)
    return { ...wanted, service: scope, ...(continueWith && { continueWith }) };
  return { ...wanted, service: scope, continueWith: { ...continueWith, deploy: wanted.service } };
}

export function cannotClaimOutcome(unfit: CannotClaim): Outcome<null> {
  if (unfit.type === 'unreadable') return refused('lock_unreadable', unreadableSentence(unfit));
  const message = `The session ${unfit.session} is over, so it can hold nothing. Start it again.`;
  return refused('session_over', message, [{ operation: 'session start', arguments: {}, why: 'Start it again.' }]);
}

export function takeOverStep(
  { service, reason, for: duration, continueWith = {} }: IntendedClaim,
  token: number,
): NextStep {
  return {
    operation: 'deploy take-over',
    ...withReason({ service, reason }, { for: duration, confirm: String(token), ...continueWith }),
    why: 'Take it over now; its holder is told.',
  };
}

/** To claim a lock, when nobody has said yet what for. */
export function claimStep(service: string, why: string): NextStep {
  return { operation: 'deploy claim', ...withReason({ service, reason: undefined }), why };
}

export function refused(code: string, message: string, next: readonly NextStep[] = []): Outcome<null> {
  return { decision: 'refused', code, message, data: null, next };
}

/** Not for now, but in turn. */
export function queueUp({ service, reason, for: duration }: IntendedClaim): NextStep {
  return {
    operation: 'deploy join',
    ...withReason({ service, reason }, { for: duration }),
    why: 'Queue up: the channel tells when it is your turn.',
  };
}

function withReason(
  { service, reason }: Pick<IntendedClaim, 'service' | 'reason'>,
  more: Readonly<Record<string, string>> = {},
): Pick<NextStep, 'arguments' | 'fill_in'> {
  if (reason === undefined) return { arguments: { service, ...more }, fill_in: ['reason'] };
  return { arguments: { service, reason, ...more } };
}
