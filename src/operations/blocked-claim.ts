import type { Actor } from '../coordination/identity/actor.ts';
import { hasRole } from '../coordination/identity/roles.ts';
import type { Blocked, Unfit } from '../coordination/locks/claim-lock.ts';
import { claimantOf, type Hold } from '../coordination/locks/lock.ts';
import { mayTakeOver } from '../coordination/locks/may-take-over.ts';
import type { Obstacle } from '../coordination/locks/obstacle.ts';
import type { Instant } from '../platform/instant.ts';
import type { App } from './app.ts';
import { claimantName, factsOfLock, type LockFacts } from './lock-facts.ts';
import { blockedSentence, unreadableSentence } from './lock-sentences.ts';
import type { NextStep, Outcome } from './operation.ts';

/** What was wanted when the lock turned out to be somebody else's. */
export interface Wanted {
  readonly service: string;
  /** Undefined where nobody has said why; then the asker fills it in. */
  readonly reason: string | undefined;
  readonly for: string;
  /** What a take-over goes on with. */
  readonly goOn?: Readonly<Record<string, string>>;
}

const CODES = {
  held: 'lock_held',
  offered: 'lock_offered',
  awaited: 'lock_awaited',
} as const satisfies Record<Obstacle['type'], string>;

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
  { wanted, actor, now }: Asking & { readonly wanted: Wanted },
): Outcome<LockFacts | null> {
  if (blocked.type !== 'blocked') return unfitOutcome(blocked);
  const message = blockedSentence(blocked, now);
  const { obstacle, lock } = blocked;
  const { reason: _told, ...data } = { ...factsOfLock(lock), ...awaitedFacts(obstacle) };
  const next = stepsPast(app, blocked, { wanted, actor });
  return { decision: 'refused', code: CODES[obstacle.type], message, data, next };
}

function awaitedFacts(obstacle: Obstacle): Partial<LockFacts> {
  return obstacle.type === 'awaited' ? { state: 'awaited', by: claimantName(obstacle.waiting.claimant) } : {};
}

/** What can be done about what others keep: queue up, and take over for those who may. */
export function stepsPast(
  app: Pick<App, 'roles'>,
  { obstacle }: Extract<Blocked, { type: 'blocked' }>,
  { wanted, actor }: { readonly wanted: Wanted; readonly actor: Actor },
): readonly NextStep[] {
  if (obstacle.type !== 'held') return [queueUp(wanted)];
  const inItsScope = wantedOf(obstacle.service, wanted);
  return [queueUp(wanted), ...stepsPastHold(app, obstacle.hold, { wanted: inItsScope, actor })];
}

/** To take a hold over, for those who may. */
export function stepsPastHold(
  app: Pick<App, 'roles'>,
  hold: Hold,
  { wanted, actor }: { readonly wanted: Wanted; readonly actor: Actor },
): readonly NextStep[] {
  const right = mayTakeOver(hold, claimantOf(actor), takeOverRole(app, actor));
  return right === 'allowed' ? [takeOverStep(wanted, hold.token)] : [];
}

/** The scope to take over may be that of everything; the deploy to go on with is still that of the service. */
function wantedOf(scope: string, { goOn, ...wanted }: Wanted): Wanted {
  if (goOn === undefined || scope === wanted.service) return { ...wanted, service: scope, ...(goOn && { goOn }) };
  return { ...wanted, service: scope, goOn: { ...goOn, deploy: wanted.service } };
}

export function unfitOutcome(unfit: Unfit): Outcome<null> {
  if (unfit.type === 'unreadable') return refused('lock_unreadable', unreadableSentence(unfit));
  const message = `The session ${unfit.session} is over, so it can hold nothing. Start it again.`;
  return refused('session_over', message, [{ operation: 'session start', arguments: {}, why: 'Start it again.' }]);
}

export function takeOverStep({ service, reason, for: duration, goOn = {} }: Wanted, token: number): NextStep {
  return {
    operation: 'deploy take-over',
    ...withReason({ service, reason }, { for: duration, confirm: String(token), ...goOn }),
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
export function queueUp({ service, reason, for: duration }: Wanted): NextStep {
  return {
    operation: 'deploy join',
    ...withReason({ service, reason }, { for: duration }),
    why: 'Queue up: the channel tells when it is your turn.',
  };
}

function withReason(
  { service, reason }: Pick<Wanted, 'service' | 'reason'>,
  more: Readonly<Record<string, string>> = {},
): Pick<NextStep, 'arguments' | 'fill_in'> {
  if (reason === undefined) return { arguments: { service, ...more }, fill_in: ['reason'] };
  return { arguments: { service, reason, ...more } };
}
