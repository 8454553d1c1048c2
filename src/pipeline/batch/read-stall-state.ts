import { type Approval, approvalOf } from '../../coordination/approvals/approval.ts';
import { type Incident, incidentRef } from '../../coordination/incidents/incident.ts';
import type { Transaction } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import { batchRef, type CurrentBatch, type UnfinishedBatch } from '../documents/batch-document.ts';
import type { CardDetail } from './approval-card.ts';
import type { BatchDeps } from './batch-deps.ts';
import type { ForceCompleteRoles } from './force-complete-policy.ts';
import { isCurrent, sealedAtOf } from './read-batch.ts';
import { readCardDetail } from './read-card-detail.ts';
import { readShownStall, type ShownStall, stallIncidentKey } from './shown-stall.ts';
import { type StallLook, stallLookRef } from './stall-look.ts';
import type { Stall, StallFacts } from './stall-policy.ts';

export interface StallDeps extends BatchDeps {
  readonly roles: ForceCompleteRoles;
}

export interface NoticedStall {
  readonly stall: Stall;
  readonly facts: StallFacts;
}

/** Everything about a stalled batch that decides what its card shows. */
export interface StallState {
  readonly current: CurrentBatch;
  readonly look: StallLook;
  /** The stall that the channel shows now; undefined before the first alert of the generation. */
  readonly before: ShownStall | undefined;
  /** The incident of the stall; undefined before the first one of the generation. */
  readonly found: Incident | undefined;
  readonly approval: Approval | undefined;
  readonly detail: CardDetail;
  readonly now: Instant;
}

/** Reads the state of a stalled batch. Returns undefined if the batch or its generation has no stall check. */
export async function readStallState(
  { store }: BatchDeps,
  transaction: Transaction,
  batch: UnfinishedBatch,
): Promise<StallState | undefined> {
  const current = (await transaction.get(batchRef(batch.batch_id)))?.data;
  const look = (await transaction.get(stallLookRef(batch.batch_id)))?.data;
  if (current === undefined || !isCurrent(current) || look?.generation !== batch.generation) return;
  return {
    current,
    look,
    before: await readShownStall(transaction, batch),
    found: (await transaction.get(incidentRef(stallIncidentKey(batch))))?.data,
    approval: await approvalOf(transaction, current),
    detail: await readCardDetail(store, current, sealedAtOf(current)),
    now: await transaction.now(),
  };
}
