import { type LockDecision, ownHold } from './claim-lock.ts';
import type { Freeze } from './freeze.ts';
import type { Claimant } from './lock.ts';
import type { LockCommand } from './lock-service.ts';
import { type LockState, lockOf, unreadableFor, withLock } from './lock-state.ts';

/** A command that claims a lock or starts a deploy under it. */
export interface FrozenCommand {
  readonly service: string;
  readonly claimant: Claimant;
  /** Why a person deploys during a freeze; undefined if nobody overrides the freeze. */
  readonly override: string | undefined;
}

/**
 * Runs a lock command of a person who overrides a freeze, as if there were no freeze. The hold that the person then has
 * keeps the reason: it may start deploys, and its card shows the reason. Without an override, or without a freeze, the
 * command runs as it is.
 */
export function duringFreeze<A>(
  state: LockState,
  { service, claimant, override }: FrozenCommand,
  command: LockCommand<A>,
): LockDecision<A> {
  const { freeze } = state;
  if (freeze === null || override === undefined) return command(state);
  const { state: decided, answer } = command({ ...state, freeze: null });
  return { state: recordOverride({ ...decided, freeze }, { service, claimant, override }), answer };
}

function recordOverride(state: LockState, { service, claimant, override }: FrozenCommand): LockState {
  if (override === undefined || unreadableFor(state, service) !== undefined) return state;
  const own = ownHold(state, service, claimant.session);
  if (own === undefined || own.hold.freeze_override !== null) return state;
  const hold = { ...own.hold, freeze_override: override };
  const lock = { ...lockOf(state, own.service), hold };
  return withLock(state, lock, { type: 'freeze-overridden', hold, before: own.hold });
}

export interface FrozenAnswer {
  readonly type: 'frozen';
  readonly freeze: Freeze;
}

/**
 * Runs a command that starts a deploy. During a freeze, a session starts no deploy under a lock that it claimed before,
 * unless a person overrides the freeze now or did so for this hold. A running deploy continues, also when its start is
 * repeated. A session without the lock has to claim it, and the freeze refuses the claim.
 */
export function startDuringFreeze<A>(
  state: LockState,
  command: FrozenCommand,
  start: LockCommand<A>,
): LockDecision<A | FrozenAnswer> {
  const freeze = command.override === undefined ? freezeOfStart(state, command) : undefined;
  return freeze === undefined ? duringFreeze(state, command, start) : { state, answer: { type: 'frozen', freeze } };
}

function freezeOfStart(state: LockState, { service, claimant }: FrozenCommand): Freeze | undefined {
  const { freeze } = state;
  if (freeze === null || unreadableFor(state, service) !== undefined) return undefined;
  const own = ownHold(state, service, claimant.session);
  if (own === undefined || own.hold.freeze_override !== null) return undefined;
  const { deploy } = lockOf(state, service);
  const isRunning = deploy?.state === 'running' && deploy.token === own.hold.token;
  return isRunning ? undefined : freeze;
}
