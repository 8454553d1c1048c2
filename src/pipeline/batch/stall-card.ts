import type { Incident } from '../../coordination/incidents/incident.ts';
import { type Instant, instantFromMicros } from '../../platform/instant.ts';
import type { CurrentBatch, UnfinishedBatch } from '../documents/batch-document.ts';
import { approvalPostKey } from './approval-card.ts';
import type { StallCard } from './batch-announcements.ts';
import { requestOnCard } from './batch-card.ts';
import { type ForceCompleteRoles, peopleNeeded } from './force-complete-policy.ts';
import type { NoticedStall, StallState } from './read-stall-state.ts';
import { type ShownStall, showsRequest } from './shown-stall.ts';
import type { StallFacts } from './stall-policy.ts';

const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;
const STEP_MINUTES = 5;

/**
 * Decides which message shows a stall. Each occurrence of the incident has one message, so a stall that continues edits its
 * message. A force-complete request that was made before the stall has a message already, and the stall is shown there.
 */
export function stallPostKey(
  { batch_id, generation }: UnfinishedBatch,
  { before, approval, incident }: Pick<StallState, 'before' | 'approval'> & { readonly incident: Incident | undefined },
): { readonly key: string; readonly shown: ShownStall | undefined } {
  const isElsewhere = before === undefined || !showsRequest(before, approval?.approval_id ?? '');
  if (approval?.state === 'pending' && isElsewhere)
    return { key: approvalPostKey(approval.approval_id), shown: undefined };
  const occurrence = incident?.occurrence ?? 1;
  if (before !== undefined && (before.incident?.occurrence ?? occurrence) === occurrence)
    return { key: before.key, shown: before };
  return { key: `stall-${batch_id}-g${generation}${occurrence === 1 ? '' : `-${occurrence}`}`, shown: undefined };
}

interface NewStallCard extends NoticedStall, Pick<StallState, 'approval' | 'detail' | 'now'> {
  /** The same card as the channel shows it; undefined for a new message. */
  readonly shown: ShownStall | undefined;
  readonly roles: ForceCompleteRoles;
  readonly usualMs: number | null;
}

/** Builds the card of a stall after a stall check. Its incident is added when the card is posted. */
export function newStallCard(
  batch: CurrentBatch,
  { stall, facts, approval, detail, shown, roles, usualMs, now }: NewStallCard,
): StallCard {
  const { batch_id, game_date, generation, state } = batch;
  const { approvers, forceCompleteApprovals } = roles;
  const isShown =
    approval !== undefined &&
    (shown === undefined ? approval.state === 'pending' : showsRequest(shown, approval.approval_id));
  return {
    type: 'stall',
    batch_id,
    game_date,
    generation,
    ...stall,
    state: state === 'done' ? facts.state : state,
    done: detail.done,
    expected: detail.expected,
    missing_total: detail.unpredicted_total,
    groups: [],
    started_at: instantOf(facts.startedAt),
    progressed_at: instantOf(facts.progressedAt),
    noticed_at: shown?.card.noticed_at ?? now,
    running_minutes: runningMinutes(facts),
    usual_seconds: usualMs === null ? null : Math.round(usualMs / SECOND_MS),
    approvers: approvers.type === 'listed' ? [...approvers.names] : null,
    needed: peopleNeeded(detail, forceCompleteApprovals),
    request: null,
    ...(isShown ? requestOnCard(approval) : {}),
    incident: null,
    failure: batch.state === 'failed' ? batch.failure : null,
    end: endOf(batch, { shown, done: detail.done, now }),
  };
}

function endOf(
  batch: CurrentBatch,
  { shown, done, now }: Pick<NewStallCard, 'shown' | 'now'> & { readonly done: number },
): StallCard['end'] {
  if (batch.state !== 'done') return null;
  return shown?.card.end ?? { how: batch.result, done, ended_at: now };
}

function runningMinutes({ startedAt, now }: StallFacts): number {
  return Math.floor((now - startedAt) / MINUTE_MS / STEP_MINUTES) * STEP_MINUTES;
}

function instantOf(milliseconds: number): Instant {
  return instantFromMicros(milliseconds * 1_000);
}
