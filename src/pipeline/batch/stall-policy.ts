import * as z from 'zod';
import type { CurrentBatch } from '../documents/batch-document.ts';

const MINUTE_MS = 60_000;
/** A batch is too old when this time has passed since its start, even while it makes progress. */
const TOO_OLD_MS = 120 * MINUTE_MS;

export const StallCause = z.enum(['too_old', 'never_started', 'wrong_expected', 'no_heartbeat', 'no_progress']);
export type StallCause = z.infer<typeof StallCause>;

export const StallAction = z.enum(['complete-partial', 'alert', 'abandon', 'resume']);
export type StallAction = z.infer<typeof StallAction>;

/** The states of a batch that has not ended. */
type UnfinishedState = Exclude<CurrentBatch['state'], 'done'>;

/** Everything that the diagnosis of one batch depends on. Times are in milliseconds from 1970 on, by the store's clock. */
export interface StallFacts {
  readonly state: UnfinishedState;
  /** Players with an outcome, and the players that the batch expects. */
  readonly done: number;
  readonly expected: number;
  /** The player documents of the batch. */
  readonly documents: number;
  /** Players without an outcome whom the newest injury report rules out. */
  readonly ruledOut: number;
  readonly startedAt: number;
  /** The newest outcome, or the start before the first outcome. */
  readonly progressedAt: number;
  /** Whether a process holds the lease of the batch. */
  readonly isLed: boolean;
  /** The first tip-off of the date; null when it is unknown, or was before the batch started. */
  readonly firstTipAt: number | null;
  /** `done` when the batch was examined before; null at the first examination. */
  readonly doneBefore: number | null;
  readonly now: number;
}

export interface StallThresholds {
  /** A batch without a new outcome for this long is stalled. */
  readonly stallMs: number;
  /** With this share of its players done, a stalled batch is completed as partial. */
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
 * What happens to a stalled batch, by its state, its cause and whether enough players are done. An open batch is completed as partial when
 * enough players are done; otherwise people decide. A batch that is too old frees its date. A sealed batch is never abandoned while it can
 * still be published: its consolidation continues, and a failed one is repeated once the batch is too old.
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
 * Why a batch is stalled and what to do about it. Undefined while the batch is healthy. A batch that has gained an outcome since the
 * previous examination is stalled only when it is too old.
 */
export function diagnoseStall(facts: StallFacts, thresholds: StallThresholds): Stall | undefined {
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
