import { auditContextOf } from '#src/coordination/audit/audit-context.ts';
import { type Actor, personAt } from '#src/coordination/identity/actor.ts';
import type { BatchDeps } from '#src/pipeline/batch/batch-deps.ts';
import { decideForceComplete, requestForceComplete } from '#src/pipeline/batch/force-complete.ts';
import type { ForceCompleteRoles } from '#src/pipeline/batch/force-complete-policy.ts';
import { playerRef } from '#src/pipeline/player/player-document.ts';
import { predictPlayer } from '#src/pipeline/player/predict-player.ts';
import { recordOutcome } from '#src/pipeline/player/record-outcome.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { RULE_MODELS } from '#test/pipeline/models/rule-models.ts';
import { ANN } from '../../coordination/identity/actors.ts';
import { pipelineStores } from '../pipeline-stores.ts';
import { aPlayer } from '../player/a-player.ts';
import { anOpenBatch } from './an-open-batch.ts';

const LOOKUPS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];

export const ONE = { approvers: { type: 'every-person' }, forceCompleteApprovals: 1 } as const;
export const TWO = { ...ONE, forceCompleteApprovals: 2 } as const;

/** A batch of at most ten players that waits for `c`: the others are predicted. */
export async function aWaitingBatch(players = 3) {
  const deps = await pipelineStores();
  return { deps, batch: await aWaitingBatchIn(deps.store, players) };
}

export async function aWaitingBatchIn(store: DocumentStore, players: number) {
  const lookups = LOOKUPS.slice(0, players);
  const batch = await anOpenBatch(
    store,
    lookups.map((lookup) => aPlayer(lookup)),
  );
  for (const lookup of lookups.filter((each) => each !== 'c')) await predict(store, batch.batch_id, lookup);
  return batch;
}

export async function predict(store: DocumentStore, batchId: string, playerLookup: string) {
  const found = await store.get(playerRef(batchId, playerLookup));
  if (found === undefined) throw new Error(`${playerLookup} is not in ${batchId}`);
  const { outcome } = predictPlayer(
    { batchId, mode: 'RETRY', player: found.data, injuryStatus: undefined },
    RULE_MODELS,
  );
  await recordOutcome(store, { batchId, playerLookup, attempt: 1, outcome });
}

export const contextOf = (deps: BatchDeps, actor: Actor) => auditContextOf(deps.audit, actor, 'r1');

interface Answer {
  readonly name: string;
  readonly id?: string;
  readonly state: 'approved' | 'cancelled';
  readonly roles?: ForceCompleteRoles;
  /** The revision of the card with the clicked button. */
  readonly edition?: number;
}

export function decide(deps: BatchDeps, approvalId: string, { name, id, state, edition, roles = ONE }: Answer) {
  const by = { name, id: id ?? null };
  const auditContext = contextOf(deps, personAt('cli', { name }));
  return decideForceComplete({ ...deps, roles }, { approvalId, state, edition, by }, auditContext);
}

export async function requested(deps: BatchDeps, batchId: string, roles: ForceCompleteRoles = ONE): Promise<string> {
  const result = await requestForceComplete(deps, { batchId, roles, auditContext: contextOf(deps, ANN) });
  if (result.type !== 'requested') throw new Error(`${batchId}: ${result.type}`);
  return result.approval.approval_id;
}
