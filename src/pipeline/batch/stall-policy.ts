import * as z from 'zod';
import type { UnfinishedBatch } from '../documents/batch-document.ts';

const MINUTE_MS = 60_000;
/** A batch that was started longer ago than this is too old, even while players still finish. */
const TOO_OLD_MS = 120 * MINUTE_MS;

export const StallCause = z.enum(['too_old', 'never_started', 'wrong_expected', 'no_heartbeat', 'no_progress']);
export type StallCause = z.infer<typeof StallCause>;

export const StallAction = z.enum(['complete-partial', 'alert', 'abandon', 'resume']);
export type StallAction = z.infer<typeof StallAction>;

type UnfinishedState = UnfinishedBatch['state'];

/**
 * Everything that decides whether one batch has stalled. Times are milliseconds from 1970 on, by the store's clock.
 */
export interface StallFacts {
  readonly state: UnfinishedState;
  /** The number of players of the batch with an outcome. `expected` is the number of all players of the batch. */
  readonly done: number;
  readonly expected: number;
  readonly documents: number;
  /** The number of players without an outcome whose newest injury report says that they do not play. */
  readonly ruledOut: number;
  readonly startedAt: number;
  /** The time of the batch's newest outcome, or the start of the batch if no player has an outcome. */
  readonly progressedAt: number;
  readonly isLed: boolean;
  /** Whether somebody holds the slate, so that nothing of it may be published. */
  readonly isHeld: boolean;
  /** The first tip-off of the game date. It is null when it is unknown, or when the batch started after it. */
  readonly firstTipAt: number | null;
  /** The number of players who had an outcome at the previous stall check of the batch; null at the first check. */
  readonly doneBefore: number | null;
  readonly now: number;
}

export interface StallThresholds {
  /** The number of milliseconds without a new outcome after which a batch counts as stalled. */
  readonly stallMs: number;
  /** The share of players, 0 to 1, who must have an outcome so that a stalled batch is completed as partial. */
  readonly minShare: number;
}

export const DEFAULT_THRESHOLDS: StallThresholds = { stallMs: 10 * MINUTE_MS, minShare: 0.9 };

export interface Stall {
  readonly cause: StallCause;
  readonly action: StallAction;
}

type Row = Readonly<Record<'enough' | 'tooFew', StallAction>>;
type Table = Readonly<Record<StallCause, Row>>;

const alertOnly: Row = { enough: 'alert', tooFew: 'alert' };
const completeOrAlert: Row = { enough: 'complete-partial', tooFew: 'alert' };

/**
 * Decides what to do about a stalled batch. An open batch with enough outcomes is completed as partial; otherwise an
 * alert asks people to decide. A batch that is too old is ended, so that another batch can start for its date. A sealed
 * batch that can still be published is not abandoned: its consolidation continues or is repeated.
 */
const ACTIONS: Readonly<Record<UnfinishedState, Table>> = {
  preparing: {
    too_old: { enough: 'abandon', tooFew: 'abandon' },
    never_started: alertOnly,
    wrong_expected: alertOnly,
    no_heartbeat: alertOnly,
    no_progress: alertOnly,
  },
  open: {
    too_old: { enough: 'complete-partial', tooFew: 'abandon' },
    never_started: alertOnly,
    wrong_expected: completeOrAlert,
    no_heartbeat: completeOrAlert,
    no_progress: completeOrAlert,
  },
  consolidating: {
    too_old: { enough: 'resume', tooFew: 'resume' },
    never_started: { enough: 'resume', tooFew: 'resume' },
    wrong_expected: { enough: 'resume', tooFew: 'resume' },
    no_heartbeat: { enough: 'resume', tooFew: 'resume' },
    no_progress: alertOnly,
  },
  failed: {
    too_old: { enough: 'resume', tooFew: 'abandon' },
    never_started: alertOnly,
    wrong_expected: alertOnly,
    no_heartbeat: alertOnly,
    no_progress: alertOnly,
  },
};

/**
 * Returns why a batch is stalled and what to do about it, or undefined for a batch that is not stalled. A batch with
 * new outcomes since the previous stall check counts as stalled only when it is too old. A batch whose players all have
 * an outcome is not stalled while somebody holds its slate.
 */
export function diagnoseStall(facts: StallFacts, thresholds: StallThresholds): Stall | undefined {
  if (facts.isHeld && facts.done >= facts.expected) return undefined;
  const cause = causeOf(facts, thresholds);
  if (cause === undefined) return undefined;
  const enough = facts.expected > 0 && facts.done >= facts.expected * thresholds.minShare;
  return { cause, action: ACTIONS[facts.state][cause][enough ? 'enough' : 'tooFew'] };
}

function causeOf(facts: StallFacts, { stallMs }: StallThresholds): StallCause | undefined {
  if (isTooOld(facts)) return 'too_old';
  if (facts.now < facts.progressedAt + stallMs || hasProgressed(facts)) return undefined;
  if (hasNotBegun(facts)) return 'never_started';
  if (facts.documents !== facts.expected || facts.ruledOut > 0) return 'wrong_expected';
  return facts.isLed ? 'no_progress' : 'no_heartbeat';
}

function isTooOld({ startedAt, firstTipAt, now }: StallFacts): boolean {
  return now >= startedAt + TOO_OLD_MS || (firstTipAt !== null && now >= firstTipAt);
}

function hasNotBegun({ state, done }: StallFacts): boolean {
  return state === 'preparing' || (state === 'open' && done === 0);
}

function hasProgressed({ done, doneBefore }: StallFacts): boolean {
  return doneBefore !== null && done > doneBefore;
}
